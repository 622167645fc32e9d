// Conversations, folded from publications: the list and one talk are two views of the same channels.
import {
  above,
  at,
  type Chat,
  type Member,
  type Message,
  type Publication,
  type Reaction,
  type TalkState,
  type Folded,
} from '../core/types';
import { closed, voted } from './polls';

/** More are told as this many, and shown as "99+". */
export const MOST_UNREAD = 100;

export function foldChat(chat: Chat, publication: Publication, me: string): Folded<Chat> {
  if (!above(chat, publication)) return { state: chat, reload: false };
  const next = at(chat, publication.offset);
  const { data } = publication;
  const same = (state: Chat) => ({ state, reload: false });
  const last = (change: (message: Message) => Message): Chat => ({ ...next, last: next.last && change(next.last) });
  switch (data.type) {
    case 'message':
      return same({
        ...next,
        last: data.message,
        unread: Math.min(chat.unread + (data.message.author === me ? 0 : 1), MOST_UNREAD),
      });
    case 'message_edited':
      return same(last(one => (one.offset === data.message.offset ? data.message : one)));
    case 'message_withdrawn': {
      // Whether it was counted, and what the last one is without it, is known by the server.
      const { offset, author } = data.message;
      const unsure = (offset > chat.seen && author !== me) || (data.taken_back && chat.last?.offset === offset);
      const left = last(one => (one.offset === offset ? data.message : one));
      return { state: { ...left, pinned: left.pinned.filter(one => one !== offset) }, reload: unsure };
    }
    case 'message_reacted':
      return same(last(one => (one.offset === data.offset ? reacted(one, data.person, data.reaction) : one)));
    case 'poll_voted':
      return same(last(one => (one.offset === data.offset ? voted(one, data.person, data.choices) : one)));
    case 'poll_closed':
      return same(last(one => (one.offset === data.offset ? closed(one, data.at) : one)));
    case 'message_pinned':
      return same({
        ...next,
        pinned: [...next.pinned.filter(one => one !== data.offset), ...(data.pinned ? [data.offset] : [])],
      });
    case 'group_changed': // who may write may be others now
      return { state: { ...next, group: data.group }, reload: data.group.posting !== chat.group?.posting };
    case 'members_changed':
    case 'readers_changed': // who they are to me is the server's to say
      return { state: next, reload: true };
    case 'seen':
      return 'person' in data ? seenBy(next, data.person, data.offset, data.at, me) : same(next);
    default:
      return same(next);
  }
}

/** One word a person; a new one stands behind the others. */
export function reacted(message: Message, person: string, reaction: Reaction | null): Message {
  const others = message.reactions.filter(one => one.person !== person);
  return { ...message, reactions: reaction ? [...others, { person, reaction }] : others };
}

/** A member has read up to an offset; it never goes back. `reload`: how many are left is only known by the server. */
export function seenBy(chat: Chat, person: string, offset: number, moment: string | null, me: string): Folded<Chat> {
  const members = chat.members.map(member =>
    member.id === person && (member.seen ?? -1) < offset && moment
      ? { ...member, seen: offset, seen_at: moment }
      : member,
  );
  if (person !== me || offset <= chat.seen) return { state: { ...chat, members }, reload: false };
  const all = !chat.last || offset >= chat.last.offset;
  return { state: { ...chat, members, seen: offset, unread: all ? 0 : chat.unread }, reload: !all };
}

export function foldTalk(state: TalkState, publication: Publication): Folded<TalkState> {
  if (!above(state, publication)) return { state, reload: false };
  const next = at(state, publication.offset);
  const { data } = publication;
  const held = (messages: Message[]) => ({ state: { ...next, messages }, reload: false });
  // What stands further up than has been read is loaded as it is then.
  const within = (offset: number) => !state.more || offset >= (state.messages[0]?.offset ?? Infinity);
  switch (data.type) {
    case 'message':
      return held(merged(state.messages, [data.message]));
    case 'message_edited':
    case 'message_withdrawn': {
      const rest = state.messages.filter(one => one.offset !== data.message.offset);
      const gone = data.type === 'message_withdrawn' && data.taken_back;
      return held(gone || !within(data.message.offset) ? rest : merged(rest, [data.message]));
    }
    case 'message_reacted':
      return held(
        state.messages.map(one => (one.offset === data.offset ? reacted(one, data.person, data.reaction) : one)),
      );
    case 'poll_voted':
      return held(
        state.messages.map(one => (one.offset === data.offset ? voted(one, data.person, data.choices) : one)),
      );
    case 'poll_closed':
      return held(state.messages.map(one => (one.offset === data.offset ? closed(one, data.at) : one)));
    default:
      return { state: next, reload: false };
  }
}

/** By offset, each message once. */
export function merged(held: readonly Message[], more: readonly Message[]): Message[] {
  const byOffset = new Map([...held, ...more].map(message => [message.offset, message]));
  return [...byOffset.values()].sort((a, b) => a.offset - b.offset);
}

/** The server's word, and what was answered after it was asked: nothing else that was held outlives it. */
export function ahead(page: TalkState, held: TalkState | undefined): TalkState {
  const since =
    held?.position.epoch === page.position.epoch
      ? held.messages.filter(message => message.offset > page.position.offset)
      : [];
  return since.length ? { ...page, messages: merged(page.messages, since) } : page;
}

/** The last written first; those without a word after them. */
export function sorted(chats: readonly Chat[]): Chat[] {
  const moment = (chat: Chat) => chat.last?.sent_at ?? '';
  return [...chats].sort((a, b) => (moment(a) < moment(b) ? 1 : moment(a) > moment(b) ? -1 : 0));
}

/** Everybody but me, in the order of the server. */
export const othersIn = (chat: Chat, me: string | undefined): Member[] =>
  chat.members.filter(member => member.id !== me);

export const ofTwo = (chat: Chat): boolean => chat.kind === 'private' || chat.kind === 'supervised';

/** What a group is called. `otherwise` names a chat of two, after the other one, and that of a class. */
export function titled(chat: Chat, otherwise: (people: Member[]) => string, me: string | undefined): string {
  return chat.group?.title ?? otherwise(othersIn(chat, me).filter(member => member.role !== 'supervisor'));
}

/** Whose word the last one is, where that is not plain: among several, and not mine. */
export function lastWriter(chat: Chat, me: string | undefined): Member | undefined {
  return !ofTwo(chat) && chat.last && chat.last.author !== me
    ? chat.members.find(member => member.id === chat.last!.author)
    : undefined;
}
