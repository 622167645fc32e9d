// What one does with a message that is there: each at once, with an answer, and shown here before the publication comes.
import { api } from '../core/api';
import { onPublication } from '../core/connection';
import { myId } from '../core/session';
import { Value } from '../core/store';
import type { Chat, Message, MessageRevision, Reaction, TalkState } from '../core/types';
import { reacted } from './chats';
import { chats, messagePath, talkOf } from './data';

export const reactionOf = (message: Message, person: string): Reaction | null =>
  message.reactions.find(one => one.person === person)?.reaction ?? null;

export async function react(message: Message, reaction: Reaction | null): Promise<void> {
  const before = reactionOf(message, myId());
  const live = talkOf(message.chat);
  const show = (word: Reaction | null) =>
    live.change(state => ({
      ...state,
      messages: state.messages.map(one => (one.offset === message.offset ? reacted(one, myId(), word) : one)),
    }));
  show(reaction);
  try {
    await api.send('PUT', messagePath(message.chat, message.offset) + '/reaction', { reaction });
  } catch (problem) {
    show(before);
    throw problem;
  }
}

/** `soon`: within the moment in which nothing is left of it. */
export async function withdraw(message: Message, soon = false): Promise<void> {
  await api.post(messagePath(message.chat, message.offset) + '/withdraw', {});
  const rest: Message = {
    ...message,
    text: '',
    mentions: [],
    reactions: [],
    files: [],
    poll: null,
    withdrawn: { by: myId(), at: new Date().toISOString() },
  };
  talkOf(message.chat).change(state => ({
    ...state,
    messages: soon
      ? state.messages.filter(one => one.offset !== message.offset)
      : state.messages.map(one => (one.offset === message.offset && !one.withdrawn ? rest : one)),
  }));
}

export async function pin(message: Message, pinned: boolean): Promise<void> {
  await api.send('PUT', messagePath(message.chat, message.offset) + '/pin', { pinned });
  // Only this one: what the answer says of the others may be older than what has been heard since.
  const change = (pins: number[]) =>
    pins.includes(message.offset) === pinned
      ? pins
      : pinned
        ? [...pins, message.offset]
        : pins.filter(one => one !== message.offset);
  chats.change(state => ({
    chats: state.chats.map(chat => (chat.id === message.chat ? { ...chat, pinned: change(chat.pinned) } : chat)),
  }));
}

export const history = (message: Message): Promise<{ message: Message; before: MessageRevision[] }> =>
  api.get(messagePath(message.chat, message.offset) + '/history');

/** Messages further up than what is loaded, which a quote or a pin needs; null: not there any more. */
const far = new Map<string, Value<Message | null | undefined>>();
export function farMessage(chat: string, offset: number): Value<Message | null | undefined> {
  const key = `${chat}:${offset}`;
  let value = far.get(key);
  if (!value) {
    far.set(key, (value = new Value<Message | null | undefined>(undefined)));
    const found = value;
    api.get<TalkState>(`${messagePath(chat)}?after=${offset - 1}&limit=1`).then(
      ({ messages }) => found.set(messages[0]?.offset === offset ? messages[0] : null),
      () => far.delete(key), // asked again by whoever needs it next
    );
  }
  return value;
}
onPublication((channel, { data }) => {
  if (data.type !== 'message_edited' && data.type !== 'message_withdrawn') return;
  const value = far.get(`${channel.slice(5)}:${data.message.offset}`);
  value?.set(data.type === 'message_withdrawn' && data.taken_back ? null : data.message);
});

export const moderates = (chat: Chat): boolean =>
  chat.members.some(member => member.id === myId() && (member.role === 'owner' || member.role === 'moderator'));
const two = (chat: Chat): boolean => chat.kind === 'private' || chat.kind === 'supervised';
/** As the server decides it; what it refuses all the same is said where it was pressed. */
export const may = {
  react: (chat: Chat): boolean => chat.writes || !two(chat),
  pin: (chat: Chat): boolean => (two(chat) ? chat.writes : moderates(chat)),
  edit: (chat: Chat, message: Message): boolean => chat.writes && message.author === myId(),
  withdraw: (chat: Chat, message: Message): boolean => message.author === myId() || moderates(chat),
  history: (chat: Chat, message: Message): boolean =>
    (message.author === myId() || moderates(chat)) && (message.revision > 1 || !!message.withdrawn),
};
