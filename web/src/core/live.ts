// A state that was loaded once and is kept true by publications. Buffers what arrives while a load is under way,
// loads again where continuity cannot be proven, keeps a copy on the device, and says from when it is.
import { api, NoAnswer, Problem } from './api';
import { copies } from './local';
import { Value } from './store';
import type { Folded, Position, Publication } from './types';

export interface Shown<S> {
  state: S | undefined;
  at: number;
  loading: boolean;
  problem: Problem | NoAnswer | undefined;
}
export interface Source<S> {
  load(): Promise<S>;
  /** Where the state stands in a channel; undefined: it does not hold that channel. */
  position(state: S, channel: string): Position | undefined;
  fold(state: S, channel: string, publication: Publication): Folded<S>;
}

const all = new Set<Live<unknown>>();
/** Loads again what is open now, of these keys. */
export function refreshOpen(wanted: (key: string) => boolean): void {
  for (const live of all) if (wanted(live.key)) void live.refresh();
}
/** The newest position the socket has told of each channel. */
const heads = new Map<string, Position>();
let lost = 0; // since when the socket is away; 0: it is here

export class Live<S> {
  readonly shown = new Value<Shown<S>>({ state: undefined, at: 0, loading: false, problem: undefined });
  #buffer: [string, Publication][] | null = null;
  #again = false;
  #flight: Promise<void> | undefined;
  #opened: Promise<void> | undefined;
  #saving: ReturnType<typeof setTimeout> | undefined;
  #unsaved = false;
  #soon: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly key: string,
    private readonly source: Source<S>,
  ) {}

  get state(): S | undefined {
    return this.shown.value.state;
  }
  /** Shows the copy of this device at once, then the server's word. */
  open(): Promise<void> {
    all.add(this as Live<unknown>);
    return (this.#opened ??= (async () => {
      const fresh = this.refresh();
      const copy = await copies.read<S>(this.key);
      if (copy && !this.state) this.#show({ state: copy.state, at: copy.at });
      await fresh;
    })());
  }
  close(): void {
    all.delete(this as Live<unknown>);
    this.#opened = undefined;
    clearTimeout(this.#soon);
    clearTimeout(this.#saving);
    this.#saving = undefined;
    this.#unsaved = false;
  }

  /** Loads again; a call during a load is followed by one more. */
  refresh(): Promise<void> {
    if (this.#flight) this.#again = true;
    return (this.#flight ??= this.#load().finally(() => {
      this.#flight = undefined;
    }));
  }
  async #load(): Promise<void> {
    const buffer: [string, Publication][] = (this.#buffer = []);
    this.#show({ loading: true });
    try {
      let state: S = await this.source.load();
      this.#buffer = null;
      for (const [channel, publication] of buffer)
        if (this.source.position(state, channel)) state = this.source.fold(state, channel, publication).state;
      this.#show({ state, at: Date.now(), loading: false, problem: undefined });
      this.#save();
      // The socket may have joined after this snapshot was taken and before it arrived: then it is already behind.
      const behind = [...heads].some(([channel, head]) => {
        const position = this.source.position(state, channel);
        return position && position.epoch === head.epoch && position.offset < head.offset;
      });
      if (behind) this.#later(250);
    } catch (problem) {
      this.#buffer = null;
      if (!(problem instanceof NoAnswer || problem instanceof Problem)) throw problem;
      this.#show({ loading: false, problem });
      if (problem instanceof Problem && (problem.status === 403 || problem.status === 404)) this.forget();
      else this.#later(problem instanceof Problem && problem.retryAfter ? problem.retryAfter * 1000 : 5000);
    }
    if (this.#again) {
      this.#again = false;
      await this.#load();
    }
  }

  receive(channel: string, publication: Publication): void {
    this.#buffer?.push([channel, publication]);
    const { state } = this;
    const position = state && this.source.position(state, channel);
    if (!position || publication.offset <= position.offset) return;
    if (publication.offset > position.offset + 1) {
      void this.refresh();
      return;
    } // a hole: the state would lie
    const { state: next, reload } = this.source.fold(state, channel, publication);
    this.#show({ state: next, at: Date.now() });
    this.#save();
    if (reload) this.#later(300 + Math.random() * 700); // spread: a whole class hears the same thing at once
  }
  /** The socket tells where a channel stands now. */
  subscribed(channel: string, top: Position | undefined, gap: boolean): void {
    const position = this.state && this.source.position(this.state, channel);
    if (!position) return;
    if (gap || (top && (top.epoch !== position.epoch || top.offset > position.offset))) void this.refresh();
  }
  /** The channel is not ours to hear any more: the server says whether this may still be seen. */
  unsubscribed(channel: string): void {
    if (this.state && this.source.position(this.state, channel)) void this.refresh();
  }
  /** What this client has itself changed and been answered. */
  change(by: (state: S) => S): void {
    if (this.state) {
      this.#show({ state: by(this.state) });
      this.#save();
    }
  }
  retry(): void {
    if (this.shown.value.problem || !this.state) void this.refresh();
  }
  stamp(at: number): void {
    if (this.state && !this.shown.value.problem) {
      this.#show({ at });
      this.#save();
    }
  }
  forget(): void {
    this.#show({ state: undefined });
    void copies.drop(this.key);
  }

  #show(part: Partial<Shown<S>>): void {
    this.shown.set({ ...this.shown.value, ...part });
  }
  #later(delay: number): void {
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => {
      if (all.has(this as Live<unknown>)) void this.refresh();
    }, delay);
  }
  /** At once, then at most five times a second: a page may be gone before a pause would have come. */
  #save(): void {
    if (this.#saving !== undefined) {
      this.#unsaved = true;
      return;
    }
    const { state, at } = this.shown.value;
    if (!state || !all.has(this as Live<unknown>)) return;
    void copies.write(this.key, { state, at });
    this.#saving = setTimeout(() => {
      this.#saving = undefined;
      if (this.#unsaved) {
        this.#unsaved = false;
        this.#save();
      }
    }, 200);
  }
}

export const lives = {
  receive(channel: string, publication: Publication): void {
    const head = heads.get(channel);
    if (head && head.offset < publication.offset) heads.set(channel, { ...head, offset: publication.offset });
    for (const live of all) live.receive(channel, publication);
  },
  subscribed(channel: string, top: Position | undefined, gap: boolean): void {
    if (top) heads.set(channel, top);
    for (const live of all) live.subscribed(channel, top, gap);
  },
  unsubscribed(channel: string): void {
    heads.delete(channel);
    for (const live of all) live.unsubscribed(channel);
  },
  up: () => {
    lost = 0;
    for (const live of all) live.retry();
  },
  down: () => {
    if (!lost) {
      lost = Date.now();
      for (const live of all) live.stamp(lost);
    }
  },
  close: () => {
    for (const live of [...all]) {
      live.close();
      live.forget();
    }
    heads.clear();
  },
};

/** What the server has at an address; it is loaded again as a whole when something of it has changed. */
export const liveAt = <T>(key: string, path: string): Live<T> =>
  new Live<T>(key, { load: () => api.get(path), position: () => undefined, fold: state => ({ state, reload: false }) });
