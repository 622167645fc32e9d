// What this device keeps: snapshots of read states (IndexedDB), and small things that must be on disk at once
// (localStorage: drafts, unsent messages and marks, language, theme). Signing out wipes all that is personal.
// A shared computer keeps no copies, and what must be on disk stays in the tab and goes with it.
let opened: Promise<IDBDatabase | null> | undefined;

function database(): Promise<IDBDatabase | null> {
  return (opened ??= new Promise(resolve => {
    try {
      const request = indexedDB.open('zvonok', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('states');
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(null); // a private window may refuse: the app works without copies
    } catch {
      resolve(null);
    }
  }));
}
/** True on a shared computer: a cookie that lives as long as the browser is open says so, in every tab. */
export const isShared = (): boolean => document.cookie.includes('__Host-zvonok-shared=1');

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  if (isShared()) return undefined;
  return here(mode, act);
}
async function here<T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | undefined> {
  const db = await database();
  if (!db) return undefined;
  return new Promise(resolve => {
    const request = act(db.transaction('states', mode).objectStore('states'));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
  });
}

export interface Copy<T> {
  state: T;
  at: number;
}
export const copies = {
  read: <T>(key: string): Promise<Copy<T> | undefined> =>
    run('readonly', store => store.get(key) as IDBRequest<Copy<T>>),
  write: (key: string, copy: Copy<unknown>): Promise<unknown> => run('readwrite', store => store.put(copy, key)),
  drop: (key: string): Promise<unknown> => run('readwrite', store => store.delete(key)),
  wipe: (): Promise<unknown> => here('readwrite', store => store.clear()),
};

const prefix = 'zvonok.';
/** Choices of the device, not of the person: they outlive a sign-out. */
const deviceKeys = ['lang', 'theme'];
const storeOf = (key: string): Storage =>
  isShared() && !deviceKeys.includes(key) ? window.sessionStorage : window.localStorage;
export const small = {
  read<T>(key: string): T | undefined {
    try {
      const text = storeOf(key).getItem(prefix + key);
      return text === null ? undefined : (JSON.parse(text) as T);
    } catch {
      return undefined;
    }
  },
  write(key: string, value: unknown): void {
    try {
      if (value === undefined) storeOf(key).removeItem(prefix + key);
      else storeOf(key).setItem(prefix + key, JSON.stringify(value));
    } catch {
      /* full or forbidden: what is on the screen stays right */
    }
  },
  keys(start: string): string[] {
    try {
      return Object.keys(storeOf(start))
        .filter(key => key.startsWith(prefix + start))
        .map(key => key.slice(prefix.length));
    } catch {
      return [];
    }
  },
};

export async function wipe(): Promise<void> {
  for (const key of small.keys('')) if (!deviceKeys.includes(key)) small.write(key, undefined);
  try {
    window.sessionStorage.clear(); // signing out on a shared computer has ended that it is one
  } catch {
    /* forbidden: there is nothing in it */
  }
  await copies.wipe();
}
