// A shared computer keeps what is personal in the tab alone.
import { beforeEach, expect, test, vi } from 'vitest';
import { small, wipe } from '../src/core/local';

class Kept extends Map<string, string> {
  getItem = (key: string) => this.get(key) ?? null;
  setItem = (key: string, value: string) => void this.set(key, value);
  removeItem = (key: string) => void this.delete(key);
}
/** Storage as a page sees it: its keys are those of the object. */
const storage = (kept: Kept) =>
  new Proxy(kept, {
    ownKeys: () => [...kept.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
    get: (_, name) => {
      const found: unknown = Reflect.get(kept, name, kept);
      return typeof found === 'function' ? found.bind(kept) : found;
    },
  });

const page = { cookie: '' };
let device: Kept;
let tab: Kept;
beforeEach(() => {
  device = new Kept();
  tab = new Kept();
  page.cookie = '';
  vi.stubGlobal('document', page);
  vi.stubGlobal('window', { localStorage: storage(device), sessionStorage: storage(tab) });
});

test('what is written goes to the device', () => {
  small.write('draft.7', 'Здравствуйте');
  expect([...device.keys()]).toEqual(['zvonok.draft.7']);
  expect(small.read('draft.7')).toBe('Здравствуйте');
  expect(small.keys('draft.')).toEqual(['draft.7']);
});

test('on a shared computer it stays in the tab, and what another has left is not seen', () => {
  small.write('draft.7', 'of somebody else');
  page.cookie = 'other=1; __Host-zvonok-shared=1';
  expect(small.read('draft.7')).toBeUndefined();
  small.write('draft.8', 'Добрый день');
  small.write('theme', 'dark'); // a choice of the device
  expect([...tab.keys()]).toEqual(['zvonok.draft.8']);
  expect([...device.keys()]).toEqual(['zvonok.draft.7', 'zvonok.theme']);
  expect(small.keys('draft.')).toEqual(['draft.8']);
});

test('signing out leaves nothing in the tab, though the computer is no longer said to be shared', async () => {
  page.cookie = '__Host-zvonok-shared=1';
  small.write('draft.8', 'Добрый день');
  page.cookie = '';
  small.write('draft.7', 'Здравствуйте');
  small.write('lang', 'en');
  await wipe();
  expect([...tab.keys()]).toEqual([]);
  expect([...device.keys()]).toEqual(['zvonok.lang']);
});
