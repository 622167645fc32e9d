import { beforeEach, expect, test, vi } from 'vitest';
import { Drafts } from '../src/talk/drafts';

let here: Map<string, string>;
let server: string;
let told: string[];
let answer: (text: string) => Promise<boolean>;
let drafts: Drafts;
beforeEach(() => {
  vi.useFakeTimers();
  here = new Map();
  server = '';
  told = [];
  answer = async text => {
    server = text;
    return true;
  };
  drafts = new Drafts(
    {
      read: chat => here.get(chat),
      write: (chat, text) => {
        if (text === undefined) here.delete(chat);
        else here.set(chat, text);
      },
      waiting: () => [...here.keys()],
    },
    () => server,
    (_, text) => {
      told.push(text);
      return answer(text);
    },
    1000,
  );
  return () => vi.useRealTimers();
});

test('the server is told a second after typing stops, once, and then its word counts', async () => {
  for (const text of ['п', 'пр', 'при']) {
    drafts.type('3', text);
    await vi.advanceTimersByTimeAsync(400);
  }
  expect([told, drafts.text('3'), here.size]).toEqual([[], 'при', 1]);
  await vi.advanceTimersByTimeAsync(1000);
  expect([told, here.size, drafts.text('3')]).toEqual([['при'], 0, 'при']);
  server = 'с другого';
  expect(drafts.text('3')).toBe('с другого');
});
test('what is typed while the server is told stays, and is told after', async () => {
  let done = () => {};
  answer = text =>
    new Promise(resolve => {
      done = () => {
        server = text;
        resolve(true);
      };
    });
  drafts.type('3', 'раз');
  await vi.advanceTimersByTimeAsync(1000);
  drafts.type('3', 'раз два');
  done();
  await vi.advanceTimersByTimeAsync(0);
  expect([drafts.text('3'), told]).toEqual(['раз два', ['раз', 'раз два']]);
});
test('without an answer it stays here and goes when the network is back; typing here is never overwritten', async () => {
  answer = async () => {
    throw new Error('no network');
  };
  drafts.type('3', 'офлайн');
  await vi.advanceTimersByTimeAsync(5000);
  server = 'чужое';
  expect([drafts.text('3'), drafts.typing('3')]).toEqual(['офлайн', true]);
  answer = async text => {
    server = text;
    return true;
  };
  drafts.flushAll();
  await vi.advanceTimersByTimeAsync(0);
  expect([server, here.size]).toEqual(['офлайн', 0]);
});
test('what the server will never have stays on this device and is not asked again', async () => {
  answer = async () => false;
  drafts.type('3', 'группы уже нет');
  await vi.advanceTimersByTimeAsync(1000);
  drafts.flushAll();
  await vi.advanceTimersByTimeAsync(0);
  expect([told.length, drafts.text('3')]).toEqual([1, 'группы уже нет']);
});
test('sending leaves nothing, and tells nobody of what nobody knew', async () => {
  drafts.type('3', 'быстро');
  drafts.done('3');
  await vi.advanceTimersByTimeAsync(2000);
  expect([told, here.size, drafts.text('3')]).toEqual([[], 0, '']);
  server = 'старое';
  drafts.done('3');
  await vi.advanceTimersByTimeAsync(0);
  expect([told, server]).toEqual([[''], '']);
});
