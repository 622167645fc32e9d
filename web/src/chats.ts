// Conversations, folded from publications: the list and one talk are two views of the same channels.
import type { Folded } from './diary';
import { above, at, type Chat, type Member, type Message, type Publication, type TalkState } from './types';

export function foldChat(chat: Chat, publication: Publication, me: string): Folded<Chat> {
  if (!above(chat, publication)) return { state: chat, reload: false };
  const next = at(chat, publication.offset);
  const { data } = publication;
  if (data.type === 'message') {
    const mine = data.message.author === me;
    return { state: { ...next, last: data.message, unread: chat.unread + (mine ? 0 : 1) }, reload: false };
  }
  if (data.type === 'seen') return seenBy(next, data.person, data.offset, data.at, me);
  return { state: next, reload: false };
}

/** A member has read up to an offset; it never goes back. `reload`: how many are left is only known by the server. */
export function seenBy(chat: Chat, person: string, offset: number, moment: string | null, me: string): Folded<Chat> {
  const members = chat.members.map(member =>
    member.id === person && (member.seen ?? -1) < offset && moment ? { ...member, seen: offset, seen_at: moment } : member);
  if (person !== me || offset <= chat.seen) return { state: { ...chat, members }, reload: false };
  const all = !chat.last || offset >= chat.last.offset;
  return { state: { ...chat, members, seen: offset, unread: all ? 0 : chat.unread }, reload: !all };
}

export function foldTalk(state: TalkState, publication: Publication): Folded<TalkState> {
  if (!above(state, publication)) return { state, reload: false };
  const next = at(state, publication.offset);
  if (publication.data.type !== 'message') return { state: next, reload: false };
  return { state: { ...next, messages: merged(state.messages, [publication.data.message]) }, reload: false };
}

/** By offset, each message once. */
export function merged(held: readonly Message[], more: readonly Message[]): Message[] {
  const byOffset = new Map([...held, ...more].map(message => [message.offset, message]));
  return [...byOffset.values()].sort((a, b) => a.offset - b.offset);
}

/** The last written first; those without a word after them. */
export function sorted(chats: readonly Chat[]): Chat[] {
  const moment = (chat: Chat) => chat.last?.sent_at ?? '';
  return [...chats].sort((a, b) => (moment(a) < moment(b) ? 1 : moment(a) > moment(b) ? -1 : 0));
}

/** Everybody but me, in the order of the server. */
export const othersIn = (chat: Chat, me: string | undefined): Member[] => chat.members.filter(member => member.id !== me);

/** What a group is called; a private chat is called after the other one, which is not known here. */
export function titled(chat: Chat, otherwise: (people: Member[]) => string, me: string | undefined): string {
  return chat.title ?? otherwise(othersIn(chat, me));
}

/** Whose word the last one is, where that is not plain: in a group, and not mine. */
export function lastWriter(chat: Chat, me: string | undefined): Member | undefined {
  return chat.kind === 'group' && chat.last && chat.last.author !== me ? chat.members.find(member => member.id === chat.last!.author) : undefined;
}
