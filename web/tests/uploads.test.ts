import { beforeEach, expect, test, vi } from 'vitest';
import { NoAnswer, Problem } from '../src/core/api';

/** A server that keeps bytes, and fails as it is told. */
const server = {
  bytes: 0,
  size: 0,
  fails: [] as (Error | undefined)[],
  keepsBeforeFailing: false,
  begun: new Set<string>(),
  asked: [] as string[],
};
vi.mock('../src/core/api', async original => ({
  ...(await original<object>()),
  api: {
    async post(_path: string, body: { size: number }, key: string) {
      server.asked.push('begin');
      server.begun.add(key);
      server.size = body.size;
      return { file: { id: '5' } };
    },
    async head() {
      server.asked.push('head');
      return new Headers({ 'Upload-Offset': String(server.bytes) });
    },
    async bring(_path: string, offset: number, bytes: Blob) {
      server.asked.push(`bring ${offset}`);
      if (offset !== server.bytes) throw new Problem(409, 'wrong_offset', '', 0, [], null);
      const failure = server.fails.shift();
      if (!failure || server.keepsBeforeFailing) server.bytes += bytes.size;
      if (failure) throw failure;
      return {
        data: { file: { id: '5', name: 'план.pdf' }, offset: server.bytes, ready: server.bytes === server.size },
      };
    },
    async send(method: string) {
      server.asked.push(method);
    },
  },
}));
vi.mock('../src/core/connection', () => ({ link: { on() {}, value: 'live' } }));
vi.mock('../src/talk/data', () => ({ drafts: {}, sendMessage() {} }));
vi.stubGlobal('addEventListener', () => {});
const { Uploads, nameParts, sizeWords } = await import('../src/talk/uploads');

const MIB = 1024 * 1024;
const file = (size: number) => ({
  name: 'план.pdf',
  size,
  type: 'application/pdf',
  slice: (from: number, to: number) => new Blob([new Uint8Array(Math.min(to, size) - from)]),
});
const sent: object[] = [];
const make = () =>
  new Uploads(
    '3',
    (_chat, written) => sent.push(written),
    () => {},
    () => 'нельзя',
  );
const settled = async (one: InstanceType<typeof Uploads>) => {
  await vi.waitFor(() =>
    expect(one.items.value.every(item => !['going', 'looked'].includes(item.state as string))).toBe(true),
  );
};

beforeEach(() => {
  Object.assign(server, { bytes: 0, size: 0, fails: [], keepsBeforeFailing: false, begun: new Set(), asked: [] });
  sent.length = 0;
});

test('a file goes in pieces, and the message after it', async () => {
  const one = make();
  one.add([file(2 * MIB + 5)]);
  one.submit({ text: 'Вот' });
  expect(sent).toEqual([]);
  await vi.waitFor(() => expect(sent).toEqual([{ text: 'Вот', files: ['5'] }]));
  expect(server.asked).toEqual(['begin', 'head', 'bring 0', `bring ${MIB}`, `bring ${2 * MIB}`]);
  expect(one.items.value).toEqual([]);
});
test('after a break it goes on where the server stands', async () => {
  server.fails = [undefined, new NoAnswer()];
  server.keepsBeforeFailing = true; // the bytes came, the answer did not
  const one = make();
  one.add([file(3 * MIB)]);
  await settled(one);
  expect(one.items.value[0]!.state).toBe('waiting');
  one.wake();
  await settled(one);
  expect(one.items.value[0]!.state).toBe('ready');
  expect(server.asked).toEqual(['begin', 'head', 'bring 0', `bring ${MIB}`, 'head', `bring ${2 * MIB}`]);
});
test('what is refused says why, and holds the message back', async () => {
  server.fails = [new Problem(422, 'file_not_allowed', 'нельзя', 0, [], null)];
  const one = make();
  one.add([file(10)]);
  one.submit({ text: 'Вот' });
  await settled(one);
  expect([one.items.value[0]!.state, one.held.value, sent]).toEqual([{ why: 'нельзя' }, null, []]);
  one.remove(one.items.value[0]!.key);
  expect(server.asked.at(-1)).toBe('DELETE');
});
test('an eleventh finds no room', () => {
  expect(make().add(Array.from({ length: 12 }, () => file(1)))).toBe(2);
});
test('sizes and names are said so that one can read them', () => {
  expect(sizeWords(1_468_006, 'ru').replace(/\s/g, ' ')).toBe('1,4 МБ');
  expect(sizeWords(900, 'en')).toBe('900 byte');
  expect(nameParts('Очень длинное имя файла.pdf').join('')).toBe('Очень длинное имя файла.pdf');
  expect(nameParts('a.pdf')).toEqual(['', 'a.pdf']);
});
