import { expect, test } from 'vitest';
import { foldChat, foldTalk, lastWriter, merged, seenBy, sorted, titled } from '../src/chats';
import type { Chat, Message, Publication, TalkState } from '../src/types';

const name = { family: 'Белова', given: 'Ирина' };
const message = (offset: number, author = '9'): Message => ({ id: `x${offset}`, chat: '3', offset, author, text: `№ ${offset}`, sent_at: `2026-11-25T07:00:${String(offset).padStart(2, '0')}Z`, key: null });
const says = (offset: number, author?: string): Publication => ({ offset, data: { type: 'message', message: message(offset, author) } });
const chat: Chat = { id: '3', kind: 'private', title: null, channel: 'chat:3', members: [{ id: '12', name, about: [], seen: 1, seen_at: null }, { id: '9', name, about: [], seen: null, seen_at: null }], position: { channel: 'chat:3', offset: 1, epoch: 'e' }, unread: 0, seen: 1, last: message(1) };
const talk: TalkState = { messages: [message(1)], more: false, position: chat.position };

test('a message is counted once, and my own never', () => {
  let state = chat;
  for (const publication of [says(2), says(2), says(3, '12'), says(1)]) state = foldChat(state, publication, '12').state;
  expect(state).toMatchObject({ unread: 1, last: { offset: 3 }, position: { offset: 3 } });
});
test('reading to the end clears the count; reading half asks the server how many are left', () => {
  const two = [says(2), says(3)].reduce((state, one) => foldChat(state, one, '12').state, chat);
  expect(seenBy(two, '12', 3, null, '12')).toMatchObject({ state: { unread: 0, seen: 3 }, reload: false });
  expect(seenBy(two, '12', 2, null, '12').reload).toBe(true);
  expect(seenBy(two, '12', 0, null, '12').state.seen).toBe(1);
});
test('a member\'s place is shown when it is told, and never goes back', () => {
  const told = foldChat(chat, { offset: 2, data: { type: 'seen', person: '9', offset: 1, at: 't' } }, '12').state;
  expect(told.members[1]).toMatchObject({ seen: 1, seen_at: 't' });
  expect(seenBy(told, '9', 0, 'u', '12').state.members[1]).toMatchObject({ seen: 1, seen_at: 't' });
});
test('a talk folds each message once, in the channel\'s order, whatever came first', () => {
  let state: TalkState = { ...talk, messages: merged(talk.messages, [message(3, '12')]) }; // the answer to my own post came before its publication
  for (const publication of [says(2), says(3, '12'), says(3, '12')]) state = foldTalk(state, publication).state;
  expect(state.messages.map(one => one.offset)).toEqual([1, 2, 3]);
});
test('chats stand by their last words', () => {
  const list = [chat, { ...chat, id: '4', last: null }, { ...chat, id: '5', last: message(7) }];
  expect(sorted(list).map(one => one.id)).toEqual(['5', '3', '4']);
});

test('a group goes by its title and says whose the last word is; a private chat by the other one', () => {
  const group: Chat = { ...chat, kind: 'group', title: 'Шахматы' };
  const names = (people: Chat['members']) => people.map(one => one.id).join();
  expect([titled(group, names, '12'), titled(chat, names, '12')]).toEqual(['Шахматы', '9']);
  expect([lastWriter(group, '12')?.id, lastWriter(group, '9')?.id, lastWriter(chat, '12')?.id]).toEqual(['9', undefined, undefined]);
});
