// Files on their way to a chat: brought in pieces, taken up where the server stands after a break. They live as long as the page.
import { api, newKey, NoAnswer, Problem, reachable } from '../core/api';
import { link } from '../core/connection';
import { small } from '../core/local';
import { Value } from '../core/store';
import type { Attached } from '../core/types';
import { drafts, sendMessage, type Written } from './data';

const PIECE = 1024 * 1024; // bytes of one request
const MOST = 10; // files of one message

export interface Bringing {
  readonly key: string;
  readonly name: string;
  readonly size: number;
  readonly type: string;
  /** Bytes that are with the server. */
  sent: number;
  /** `looked`: all bytes are there, the server looks at them. */
  state: 'going' | 'looked' | 'waiting' | 'ready' | { why: string };
  file?: Attached;
}
interface Source {
  name: string;
  size: number;
  type: string;
  slice(from: number, to: number): Blob;
}
interface Upload {
  at?: Attached;
}

export class Uploads {
  readonly items = new Value<Bringing[]>([]);
  /** What goes as soon as all files are there. */
  readonly held = new Value<Written | null>(null);
  #sources = new Map<string, Source & Upload>();
  #running = new Set<string>();

  constructor(
    private readonly chat: string,
    private readonly send: (chat: string, written: Written) => void,
    private readonly note: (names: string[]) => void,
    private readonly why: (problem: unknown) => string,
  ) {}

  /** How many did not find room. */
  add(files: readonly Source[]): number {
    const room = Math.max(0, MOST - this.items.value.length);
    for (const source of files.slice(0, room)) {
      const item: Bringing = {
        key: newKey(),
        name: source.name,
        size: source.size,
        type: source.type,
        sent: 0,
        state: 'going',
      };
      this.#sources.set(item.key, source);
      this.#show([...this.items.value, item]);
      void this.#run(item.key);
    }
    return Math.max(0, files.length - room);
  }
  again(key: string): void {
    this.#change(key, { state: 'going' });
    void this.#run(key);
  }
  /** Everything that waits for a connection. */
  wake(): void {
    for (const item of this.items.value) if (item.state === 'waiting') this.again(item.key);
  }

  remove(key: string): void {
    const at = this.#sources.get(key)?.at;
    this.#sources.delete(key);
    this.#show(this.items.value.filter(item => item.key !== key));
    if (at) void api.send('DELETE', path(at.id)).catch(() => {}); // what is not sent is swept away anyhow
    this.#go();
  }
  /** Sends now, or as soon as all files are there. */
  submit(written: Written): void {
    this.held.set(written);
    this.#go();
  }
  release(): void {
    this.held.set(null);
  }

  #go(): void {
    const written = this.held.value;
    const items = this.items.value;
    if (!written || !items.every(item => item.state === 'ready')) return;
    const files = items.map(item => item.file!.id);
    if (!files.length && !written.text) {
      this.held.set(null);
      return;
    }
    for (const item of items) this.#sources.delete(item.key);
    this.#show([]);
    this.held.set(null);
    this.send(this.chat, { ...written, files });
  }
  #show(items: Bringing[]): void {
    this.items.set(items);
    this.note(items.map(item => item.name));
  }
  #change(key: string, part: Partial<Bringing>): void {
    this.items.set(this.items.value.map(item => (item.key === key ? { ...item, ...part } : item)));
  }

  async #run(key: string): Promise<void> {
    if (this.#running.has(key)) return;
    this.#running.add(key);
    try {
      await this.#bring(key);
    } catch (problem) {
      if (problem instanceof NoAnswer) this.#change(key, { state: 'waiting' });
      else if (problem instanceof Problem) {
        this.#change(key, { state: { why: this.why(problem) } });
        this.held.set(null);
      } else throw problem;
    } finally {
      this.#running.delete(key);
    }
    this.#go();
  }
  async #bring(key: string): Promise<void> {
    const source = this.#sources.get(key);
    if (!source) return;
    // The same key: begun twice it is one file.
    source.at ??= (
      await api.post<{ file: Attached }>(
        `/chats/${encodeURIComponent(this.chat)}/files`,
        { name: source.name, size: source.size, type: source.type },
        key,
      )
    ).file;
    let offset = await this.#stands(source.at.id);
    this.#change(key, { sent: offset });
    while (this.#sources.has(key)) {
      try {
        this.#change(key, { state: offset + PIECE >= source.size ? 'looked' : 'going' });
        const { data } = await api.bring<{ file: Attached; offset: number; ready: boolean }>(
          path(source.at.id),
          offset,
          source.slice(offset, offset + PIECE),
        );
        offset = data.offset;
        if (data.ready) {
          this.#change(key, { sent: offset, state: 'ready', file: data.file });
          return;
        }
        this.#change(key, { sent: offset });
      } catch (problem) {
        // Another request of ours is still under way there, or bytes came that we did not hear of.
        if (!(problem instanceof Problem) || !['wrong_offset', 'upload_busy'].includes(problem.code)) throw problem;
        await new Promise(resolve => setTimeout(resolve, 500));
        offset = await this.#stands(source.at.id);
      }
    }
  }
  async #stands(id: string): Promise<number> {
    return Number((await api.head(path(id))).get('Upload-Offset') ?? 0);
  }
}
const path = (id: string): string => `/files/${encodeURIComponent(id)}`;

const all = new Map<string, Uploads>();
const shelf = (chat: string): string => 'bringing.' + chat;
export function uploadsOf(chat: string): Uploads {
  let one = all.get(chat);
  if (!one) {
    const left = small.read<string[]>(shelf(chat));
    one = new Uploads(
      chat,
      (to, written) => {
        sendMessage(to, written);
        drafts.done(to);
      },
      names => small.write(shelf(chat), names.length ? names : undefined),
      problem => (problem as Problem).whole,
    );
    if (left?.length) lost.set(chat, left);
    all.set(chat, one);
  }
  return one;
}
/** Names of files that an earlier page of this device had and did not send: their bytes are gone. */
const lost = new Map<string, string[]>();
export function takeLost(chat: string): string[] {
  const names = lost.get(chat) ?? [];
  lost.delete(chat);
  return names;
}

const wake = (): void => {
  for (const one of all.values()) one.wake();
};
link.on(() => {
  if (link.value === 'live') wake();
});
reachable.on(() => {
  if (reachable.value) wake();
});
addEventListener('online', wake);
addEventListener('beforeunload', event => {
  if ([...all.values()].some(one => one.items.value.length)) event.preventDefault();
});

/** "1,4 МБ", in the reader's language. */
export function sizeWords(bytes: number, language: string): string {
  const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  let n = bytes;
  let step = 0;
  while (n >= 1000 && step < steps.length - 1) {
    n /= 1024;
    step++;
  }
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: steps[step]!,
    unitDisplay: 'short',
    maximumFractionDigits: n < 10 && step ? 1 : 0,
  }).format(n);
}
/** A long name is cut in its middle: its end says what it is. */
export function nameParts(name: string): [string, string] {
  const end = Math.max(0, [...name].length - 10);
  const letters = [...name];
  return [letters.slice(0, end).join(''), letters.slice(end).join('')];
}
export const kindIcon = (type: string): 'picture' | 'paper' => (type.startsWith('image/') ? 'picture' : 'paper');
