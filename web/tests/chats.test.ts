import { expect, test } from 'vitest';
import type { Chat, Message, Publication, TalkState } from '../src/core/types';
import { ahead, foldChat, foldTalk, lastWriter, merged, seenBy, sorted, titled, MOST_UNREAD } from '../src/talk/chats';

const name = { family: 'Белова', given: 'Ирина', middle: '' };
const message = (offset: number, author = '9'): Message => ({
  id: `x${offset}`,
  chat: '3',
  offset,
  author,
  text: `№ ${offset}`,
  sent_at: `2026-11-25T07:00:${String(offset).padStart(2, '0')}Z`,
  key: null,
  reply_to: null,
  mentions: [],
  revision: 1,
  edited_at: null,
  withdrawn: null,
  reactions: [],
  files: [],
  forwarded: null,
  poll: null,
});
const says = (offset: number, author?: string): Publication => ({
  offset,
  data: { type: 'message', message: message(offset, author) },
});
const chat: Chat = {
  id: '3',
  kind: 'private',
  school: '1',
  group: null,
  class: null,
  audience: null,
  channel: 'chat:3',
  pinned: [],
  mine: { muted: false, archived: false, draft: '' },
  writes: true,
  members: [
    { id: '12', name, role: 'member', about: [], seen: 1, seen_at: null },
    { id: '9', name, role: 'member', about: [], seen: null, seen_at: null },
  ],
  position: { channel: 'chat:3', offset: 1, epoch: 'e' },
  unread: 0,
  seen: 1,
  last: message(1),
};
const talk: TalkState = { messages: [message(1)], more: false, newer: false, position: chat.position };

test('a message is counted once, and my own never', () => {
  let state = chat;
  for (const publication of [says(2), says(2), says(3, '12'), says(1)])
    state = foldChat(state, publication, '12').state;
  expect(state).toMatchObject({ unread: 1, last: { offset: 3 }, position: { offset: 3 } });
});
test('the count stays at what the server counts to', () => {
  expect(foldChat({ ...chat, unread: MOST_UNREAD }, says(2), '12').state).toMatchObject({ unread: MOST_UNREAD });
});
test('reading to the end clears the count; reading half asks the server how many are left', () => {
  const two = [says(2), says(3)].reduce((state, one) => foldChat(state, one, '12').state, chat);
  expect(seenBy(two, '12', 3, null, '12')).toMatchObject({ state: { unread: 0, seen: 3 }, reload: false });
  expect(seenBy(two, '12', 2, null, '12').reload).toBe(true);
  expect(seenBy(two, '12', 0, null, '12').state.seen).toBe(1);
});
test("a member's place is shown when it is told, and never goes back", () => {
  const told = foldChat(chat, { offset: 2, data: { type: 'seen', person: '9', offset: 1, at: 't' } }, '12').state;
  expect(told.members[1]).toMatchObject({ seen: 1, seen_at: 't' });
  expect(seenBy(told, '9', 0, 'u', '12').state.members[1]).toMatchObject({ seen: 1, seen_at: 't' });
});
test("a talk folds each message once, in the channel's order, whatever came first", () => {
  let state: TalkState = { ...talk, messages: merged(talk.messages, [message(3, '12')]) }; // the answer to my own post came before its publication
  for (const publication of [says(2), says(3, '12'), says(3, '12')]) state = foldTalk(state, publication).state;
  expect(state.messages.map(one => one.offset)).toEqual([1, 2, 3]);
});
test('chats stand by their last words', () => {
  const list = [chat, { ...chat, id: '4', last: null }, { ...chat, id: '5', last: message(7) }];
  expect(sorted(list).map(one => one.id)).toEqual(['5', '3', '4']);
});

test('a group goes by its title and says whose the last word is; a private chat by the other one', () => {
  const group: Chat = {
    ...chat,
    kind: 'group',
    group: { title: 'Шахматы', description: '', posting: 'all', openness: null },
  };
  const names = (people: Chat['members']) => people.map(one => one.id).join();
  expect([titled(group, names, '12'), titled(chat, names, '12')]).toEqual(['Шахматы', '9']);
  expect([lastWriter(group, '12')?.id, lastWriter(group, '9')?.id, lastWriter(chat, '12')?.id]).toEqual([
    '9',
    undefined,
    undefined,
  ]);
});

test('an edit, a word and a pin reach the message and the list alike', () => {
  const told: Publication[] = [
    {
      offset: 2,
      data: { type: 'message_edited', message: { ...message(1), text: 'иначе', revision: 2, edited_at: 't' } },
    },
    { offset: 3, data: { type: 'message_reacted', offset: 1, person: '12', reaction: 'thanks' } },
    { offset: 4, data: { type: 'message_reacted', offset: 1, person: '9', reaction: 'got_it' } },
    { offset: 5, data: { type: 'message_reacted', offset: 1, person: '12', reaction: 'will_be' } },
    { offset: 6, data: { type: 'message_pinned', offset: 1, pinned: true } },
  ];
  const state = told.reduce((held, one) => foldTalk(held, one).state, talk);
  const list = told.reduce((held, one) => foldChat(held, one, '12').state, chat);
  expect(state.messages).toEqual([list.last]);
  expect(list).toMatchObject({
    pinned: [1],
    last: {
      text: 'иначе',
      reactions: [
        { person: '9', reaction: 'got_it' },
        { person: '12', reaction: 'will_be' },
      ],
    },
  });
});
test('what is withdrawn leaves its place, what is taken back leaves nothing; the count is asked for again', () => {
  const held = [says(2), says(3)].reduce((state, one) => foldTalk(state, one).state, talk);
  const listed = [says(2), says(3)].reduce((state, one) => foldChat(state, one, '12').state, chat);
  const rest = { ...message(2), text: '', withdrawn: { by: '9', at: 't' } };
  const withdrawn: Publication = { offset: 4, data: { type: 'message_withdrawn', message: rest, taken_back: false } };
  const back: Publication = {
    offset: 5,
    data: { type: 'message_withdrawn', message: { ...message(3), text: '' }, taken_back: true },
  };
  expect(foldTalk(held, withdrawn).state.messages).toEqual([message(1), rest, message(3)]);
  expect(foldTalk(held, back).state.messages).toEqual([message(1), message(2)]);
  expect(foldChat(listed, withdrawn, '12').reload).toBe(true);
  expect(foldChat({ ...listed, seen: 3, unread: 0 }, withdrawn, '12').reload).toBe(false);
  expect(foldChat({ ...listed, seen: 3, unread: 0 }, back, '12').reload).toBe(true); // what is the last one now?
});
test('what the server has no longer is not kept by a copy, and what it answered since is not lost', () => {
  const held: TalkState = {
    ...talk,
    messages: [message(1), message(2), message(3), message(5)],
    position: { ...chat.position, offset: 3 },
  };
  const page: TalkState = { ...talk, messages: [message(1), message(3)], position: { ...chat.position, offset: 4 } };
  expect(ahead(page, held).messages.map(one => one.offset)).toEqual([1, 3, 5]);
  expect(ahead(page, { ...held, position: { ...held.position, epoch: 'other' } })).toBe(page);
  expect(ahead(page, undefined)).toBe(page);
});
test('a message above what was loaded is not put below it by an edit', () => {
  const part: TalkState = {
    messages: [message(5), message(6)],
    more: true,
    newer: false,
    position: { ...chat.position, offset: 6 },
  };
  const edited: Publication = {
    offset: 7,
    data: { type: 'message_edited', message: { ...message(2), text: 'иначе' } },
  };
  expect(foldTalk(part, edited).state.messages).toEqual([message(5), message(6)]);
});
