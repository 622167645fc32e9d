// What this device keeps: snapshots of read states (IndexedDB), and small things that must be on disk at once
// (localStorage: drafts, unsent messages and marks, language, theme). Signing out wipes all that is personal.
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
async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
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
  wipe: (): Promise<unknown> => run('readwrite', store => store.clear()),
};

const prefix = 'zvonok.';
export const small = {
  read<T>(key: string): T | undefined {
    try {
      const text = localStorage.getItem(prefix + key);
      return text === null ? undefined : (JSON.parse(text) as T);
    } catch {
      return undefined;
    }
  },
  write(key: string, value: unknown): void {
    try {
      if (value === undefined) localStorage.removeItem(prefix + key);
      else localStorage.setItem(prefix + key, JSON.stringify(value));
    } catch {
      /* full or forbidden: what is on the screen stays right */
    }
  },
  keys(start: string): string[] {
    try {
      return Object.keys(localStorage)
        .filter(key => key.startsWith(prefix + start))
        .map(key => key.slice(prefix.length));
    } catch {
      return [];
    }
  },
};

/** Choices of the device, not of the person: they outlive a sign-out. */
const deviceKeys = ['lang', 'theme'];
export async function wipe(): Promise<void> {
  for (const key of small.keys('')) if (!deviceKeys.includes(key)) small.write(key, undefined);
  await copies.wipe();
}
