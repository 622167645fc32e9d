import { beforeEach, expect, test, vi } from 'vitest';
import { NoAnswer, Problem } from '../src/core/api';
import { SendQueue, type Item, type Shelf } from '../src/core/sendQueue';

let disk: Map<string, string>;
let order: string[];
let net: (item: Item) => Promise<unknown>;
const shelf = (): Shelf => ({
  all: () => [...disk.values()].map(text => JSON.parse(text) as Item),
  write: item => {
    disk.set(item.key, JSON.stringify(item));
  },
  drop: key => {
    disk.delete(key);
  },
});
const box = () =>
  new SendQueue(shelf(), item => {
    order.push(item.key);
    return net(item);
  });
const put = (sendQueue: SendQueue, key: string, lane = 'chat:3') =>
  sendQueue.put({ key, lane, owner: 'me', method: 'POST', path: '', body: { text: key } });
const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

beforeEach(() => {
  disk = new Map();
  order = [];
  net = async () => ({});
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

test('goes in order, one at a time, once', async () => {
  const sendQueue = box();
  const sent: string[] = [];
  let answer: (() => void)[] = [];
  net = () => new Promise(resolve => answer.push(() => resolve({})));
  sendQueue.attach('chat:', { sent: item => sent.push(item.key), failed: () => {} });
  for (const key of ['a', 'b', 'c']) put(sendQueue, key);
  await settle();
  expect(order).toEqual(['a']); // the next waits for the answer
  while (answer.length) {
    answer.splice(0).forEach(go => go());
    await settle();
  }
  expect(order).toEqual(['a', 'b', 'c']);
  expect(sent).toEqual(['a', 'b', 'c']);
  expect(disk.size).toBe(0);
});
test('without an answer everything stays, with its key, and goes again in the same order', async () => {
  const sendQueue = box();
  net = async () => {
    throw new NoAnswer();
  };
  for (const key of ['a', 'b']) put(sendQueue, key);
  await settle();
  expect(order).toEqual(['a']);
  net = async () => ({});
  sendQueue.wake();
  await settle();
  expect(order).toEqual(['a', 'a', 'b']);
});
test('tries again by itself, and not before the server allows', async () => {
  const sendQueue = box();
  net = async () => {
    throw new Problem(429, 'too_many', '', 20, [], null);
  };
  put(sendQueue, 'a');
  await settle();
  net = async () => ({});
  await vi.advanceTimersByTimeAsync(19_000);
  expect(order).toEqual(['a']);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(order).toEqual(['a', 'a']);
});
test('what was too much at once stays, says why, and goes by itself', async () => {
  const sendQueue = box();
  net = async () => {
    throw new Problem(429, 'too_many_messages', 'Too many messages in a row', 2, [], null);
  };
  put(sendQueue, 'a');
  await settle();
  expect(sendQueue.items.value.map(item => [item.key, item.failed, item.why])).toEqual([
    ['a', undefined, 'Too many messages in a row'],
  ]);
  net = async () => ({});
  sendQueue.attach('chat:', { sent: () => {}, failed: () => {} });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(sendQueue.items.value).toEqual([]);
});
test("survives a reload; somebody else's is dropped", async () => {
  net = async () => {
    throw new NoAnswer();
  };
  const first = box();
  put(first, 'a');
  first.put({ key: 'x', lane: 'chat:4', owner: 'other', method: 'POST', path: '', body: {} });
  await settle();
  order = [];
  net = async () => ({});
  box().open('me');
  await settle();
  expect(order).toEqual(['a']);
});
test('a refused one stays to be seen and does not hold up the others', async () => {
  const sendQueue = box();
  net = async item => {
    if (item.key === 'a') throw new Problem(403, 'forbidden', 'нельзя', 0, [], null);
    return {};
  };
  for (const key of ['a', 'b']) put(sendQueue, key);
  await settle();
  expect(order).toEqual(['a', 'b']);
  expect(sendQueue.items.value.find(item => item.key === 'a')?.failed).toMatchObject({ code: 'forbidden' });
  net = async () => ({});
  sendQueue.again('a', 'a2'); // under a new key: the old one would only repeat the refusal
  await settle();
  expect(order).toEqual(['a', 'b', 'a2']);
});
test('lanes do not wait for each other, and an answer nobody takes is kept for who opens the lane', async () => {
  const sendQueue = box();
  const taken: unknown[] = [];
  net = async item => {
    if (item.lane === 'chat:3') throw new NoAnswer();
    return { mark: item.key };
  };
  put(sendQueue, 'a', 'chat:3');
  put(sendQueue, 'b', 'journal:31');
  await settle();
  sendQueue.attach('journal:3', { sent: () => taken.push('wrong lane'), failed: () => {} });
  sendQueue.attach('journal:31', { sent: (_, answer) => taken.push(answer), failed: () => {} });
  expect(taken).toEqual([{ mark: 'b' }]);
});
test('a refused one goes again with another body', async () => {
  const sendQueue = box();
  net = async item => {
    if (item.key === 'a') throw new Problem(409, 'stale', '', 0, [], null);
    return {};
  };
  put(sendQueue, 'a');
  await settle();
  sendQueue.again('a', 'a2', { text: 'иначе' });
  expect(sendQueue.items.value).toMatchObject([{ key: 'a2', body: { text: 'иначе' } }]);
  await settle();
  expect(order).toEqual(['a', 'a2']);
});
