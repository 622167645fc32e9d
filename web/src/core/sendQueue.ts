// What was written and is not yet with the server. Survives a reload; goes by itself, once, in order.
// Lanes are independent of each other; inside a lane one item is under way at a time, and the next waits for its answer.
// The idempotency key makes a repeat harmless: an answer that was lost is given again.
import { NoAnswer, Problem } from './api';
import { Value } from './store';

export interface Item {
  key: string;
  lane: string;
  order: number;
  made: string;
  owner: string;
  method: 'POST' | 'PATCH';
  path: string;
  body: unknown;
  failed?: { code: string; text: string; current?: unknown; errors?: { field: string }[] };
  /** Why it has to wait, as the server said it. */
  why?: string;
  /** The answer, for whoever opens the lane later. */
  answer?: unknown;
}
/** One entry an item, so that two tabs never overwrite each other's. */
export interface Shelf {
  all(): Item[];
  write(item: Item): void;
  drop(key: string): void;
}
export interface Receiver {
  sent(item: Item, answer: unknown): void;
  failed(item: Item): void;
}

export class SendQueue {
  readonly items = new Value<Item[]>([]);
  #busy = new Set<string>();
  #receivers = new Map<string, Receiver>();
  #pause = 1000;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #last = 0;

  constructor(
    private readonly shelf: Shelf,
    private readonly send: (item: Item) => Promise<unknown>,
    private readonly alone: (lane: string, act: () => Promise<void>) => Promise<void> = (_, act) => act(),
  ) {}

  /** Takes up what an earlier visit of this person left; what belongs to somebody else is dropped. */
  open(owner: string): void {
    for (const item of this.shelf.all()) if (item.owner !== owner) this.shelf.drop(item.key);
    this.look();
    this.wake();
  }
  /** Reads the shelf again: another tab may have put or sent something. */
  look(): void {
    this.items.set(this.shelf.all().sort((a, b) => a.order - b.order));
  }

  put(item: Omit<Item, 'order' | 'made'>): Item {
    const order = (this.#last = Math.max(Date.now() * 1000, this.#last + 1));
    const whole: Item = { ...item, order, made: new Date(order / 1000).toISOString() };
    this.shelf.write(whole);
    this.look();
    void this.#run(item.lane);
    return whole;
  }
  drop(key: string): void {
    this.shelf.drop(key);
    this.look();
  }

  /** A refused item again, under a new key: the old key would only repeat the refusal. */
  again(key: string, fresh: string, body?: unknown): void {
    const item = this.items.value.find(one => one.key === key);
    if (!item) return;
    this.shelf.drop(key);
    const { failed: _, ...rest } = item;
    this.put({ ...rest, key: fresh, ...(body === undefined ? {} : { body }) });
  }

  /** Whoever wants the answers of a lane ("chat:" means every lane that starts so) gets the waiting ones at once. */
  attach(prefix: string, receiver: Receiver): void {
    this.#receivers.set(prefix, receiver);
    for (const item of this.items.value.filter(one => of(prefix, one.lane))) {
      if (item.failed) receiver.failed(item);
      else if (item.answer !== undefined) {
        this.drop(item.key);
        receiver.sent(item, item.answer);
      }
    }
  }
  waiting(lane: string): boolean {
    return this.items.value.some(item => item.lane === lane && open(item));
  }

  /** Tries everything that waits, at once: the network is back. */
  wake(): void {
    clearTimeout(this.#timer);
    this.look();
    for (const lane of new Set(this.items.value.filter(open).map(item => item.lane))) void this.#run(lane);
  }

  async #run(lane: string): Promise<void> {
    if (this.#busy.has(lane)) return;
    this.#busy.add(lane);
    try {
      await this.alone(lane, () => this.#drain(lane));
    } finally {
      this.#busy.delete(lane);
    }
    // Something put between the last look and the release would wait for nobody.
    if (this.#pause === 1000 && this.waiting(lane)) void this.#run(lane);
  }
  async #drain(lane: string): Promise<void> {
    for (;;) {
      this.look();
      const item = this.items.value.find(one => one.lane === lane && open(one));
      if (!item) return;
      try {
        const answer = await this.send(item);
        this.#pause = 1000;
        const receiver = this.#receiver(lane);
        if (receiver) {
          this.drop(item.key);
          receiver.sent(item, answer);
        } else {
          this.shelf.write({ ...item, answer: answer ?? null });
          this.look();
        }
      } catch (problem) {
        if (later(problem)) {
          const why = problem instanceof Problem && problem.status === 429 ? problem.message : undefined;
          if (why !== item.why) {
            this.shelf.write({ ...item, why });
            this.look();
          }
          this.#retry(problem);
          return;
        }
        const { code, message: text, current, errors } = problem as Problem;
        const failed: Item = { ...item, failed: { code: code ?? 'failed', text, current, errors } };
        this.shelf.write(failed);
        this.look();
        this.#receiver(lane)?.failed(failed);
      }
    }
  }
  #receiver(lane: string): Receiver | undefined {
    return [...this.#receivers].find(([prefix]) => of(prefix, lane))?.[1];
  }
  #retry(problem: unknown): void {
    const asked = problem instanceof Problem ? problem.retryAfter * 1000 : 0;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.max(asked, this.#pause));
    this.#pause = Math.min(this.#pause * 2, 30_000) + 1;
  }
}
const open = (item: Item) => !item.failed && item.answer === undefined;
/** No answer, not signed in, too many, or the server's own fault: the item keeps its place and its key. */
function later(problem: unknown): boolean {
  return (
    problem instanceof NoAnswer ||
    (problem instanceof Problem && (problem.status === 401 || problem.status === 429 || problem.status >= 500))
  );
}
/** "chat:" stands for every such lane, "journal:31" for itself. */
const of = (prefix: string, lane: string) => (prefix.endsWith(':') ? lane.startsWith(prefix) : lane === prefix);
