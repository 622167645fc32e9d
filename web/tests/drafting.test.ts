import { beforeEach, expect, test, vi } from 'vitest';
import { NoAnswer, Problem } from '../src/core/api';

const asked: { method: string; path: string; body: Record<string, unknown>; key: string }[] = [];
let answers: (() => unknown)[] = [];
vi.mock('../src/core/api', async original => ({
  ...(await original<object>()),
  api: Object.fromEntries(
    ['get', 'post', 'patch'].map(method => [
      method,
      (path: string, body: Record<string, unknown>, key: string) => {
        asked.push({ method, path, body, key });
        return Promise.resolve().then(answers.shift() ?? (() => stored(asked.length)));
      },
    ]),
  ),
}));
vi.mock('../src/announcements/announcements', () => ({ announcementPath: (id: string) => `/announcements/${id}` }));
const kept = new Map<string, unknown>();
vi.mock('../src/core/local', () => ({
  small: {
    read: (key: string) => kept.get(key),
    write: (key: string, value: unknown) => {
      if (value === undefined) kept.delete(key);
      else kept.set(key, value);
    },
  },
}));

const { Drafting } = await import('../src/announcements/drafting');
const stored = (revision: number) => ({ announcement: { id: '7', revision } });
const draft = {
  title: 'Собрание',
  text: 'В среду',
  variants: [],
  targets: [{ of: 'class' as const, class: '1', to: ['families' as const] }],
  confirm: false,
  confirm_until: '2026-12-01',
  urgent: null,
};
const make = () => new Drafting('1', undefined, draft, () => {}, String);

beforeEach(() => {
  asked.length = 0;
  answers = [];
  kept.clear();
});

test('a draft begins once, and is changed from then on by its revision', async () => {
  const one = make();
  one.type(draft);
  await one.flush();
  one.type({ ...draft, text: 'В четверг' });
  await one.flush();
  expect(asked.map(({ method, path }) => [method, path])).toEqual([
    ['post', '/schools/1/announcements'],
    ['patch', '/announcements/7/written'],
  ]);
  expect(asked[1]!.body).toMatchObject({ text: 'В четверг', revision: 1, confirm_until: null, urgent: null });
  expect([one.state.value, kept.size]).toEqual(['saved', 0]);
});
test('without an answer it stays on the device and is asked for again under the same key', async () => {
  answers = [
    () => {
      throw new NoAnswer();
    },
  ];
  const one = make();
  one.type(draft);
  await one.flush();
  expect(typeof one.state.value).toBe('object');
  expect(kept.get('announcing.new.1')).toEqual(draft);
  one.type(draft);
  await one.flush();
  expect(asked[0]!.key).toBe(asked[1]!.key);
  expect(kept.size).toBe(0);
});
test('what is typed during a save is not lost', async () => {
  const one = make();
  answers = [
    () => {
      one.type({ ...draft, text: 'В пятницу' });
      return stored(1);
    },
  ];
  one.type(draft);
  await one.flush();
  expect([one.state.value, kept.get('announcing.7')]).toEqual(['typed', { ...draft, text: 'В пятницу' }]);
  await one.flush();
  expect(asked[1]!.body).toMatchObject({ text: 'В пятницу', revision: 1 });
});
test('what another device has changed is written over by what is typed here', async () => {
  const one = make();
  one.type(draft);
  await one.flush();
  answers = [
    () => {
      throw new Problem(409, 'stale', '', 0, [], { id: '7', revision: 5 });
    },
    () => stored(6),
  ];
  one.type({ ...draft, text: 'В субботу' });
  await one.flush();
  expect(asked.at(-1)!.body).toMatchObject({ text: 'В субботу', revision: 5 });
  expect(one.state.value).toBe('saved');
});
test('half a draft is not sent', async () => {
  const one = make();
  one.type({ ...draft, title: ' ' });
  await one.flush();
  expect(asked).toEqual([]);
});
