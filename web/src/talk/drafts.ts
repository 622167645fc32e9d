// What is typed and not sent. While this device is ahead of the server its own copy is the truth; once the server has been told, the server's is.
export interface DraftStore {
  read(chat: string): string | undefined;
  write(chat: string, text: string | undefined): void;
  waiting(): string[];
}

const MOST = 8000;

export class Drafts {
  #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #busy = new Set<string>();
  #typed = new Map<string, number>();
  #refused = new Set<string>();

  /** `known`: what the server has. `tell` answers true when it was kept, false when it never will be, and throws without an answer. */
  constructor(
    private readonly desk: DraftStore,
    private readonly known: (chat: string) => string | undefined,
    private readonly tell: (chat: string, text: string) => Promise<boolean>,
    private readonly pause = 1200,
  ) {}

  text(chat: string): string {
    return this.desk.read(chat) ?? this.known(chat) ?? '';
  }
  /** Whether somebody types here at this moment: then nothing from elsewhere takes its place. */
  typing(chat: string): boolean {
    return this.desk.read(chat) !== undefined || Date.now() - (this.#typed.get(chat) ?? 0) < 3000;
  }

  type(chat: string, text: string): void {
    this.#typed.set(chat, Date.now());
    this.desk.write(chat, text);
    clearTimeout(this.#timers.get(chat));
    this.#timers.set(
      chat,
      setTimeout(() => void this.flush(chat), this.pause),
    );
  }
  /** It was sent: nothing is left here or elsewhere. */
  done(chat: string): void {
    this.type(chat, '');
    void this.flush(chat);
  }
  async flush(chat: string): Promise<void> {
    clearTimeout(this.#timers.get(chat));
    const text = this.desk.read(chat);
    if (text === undefined || [...text].length > MOST || this.#busy.has(chat) || this.#refused.has(chat)) return;
    if (text === this.known(chat)) {
      this.desk.write(chat, undefined);
      return;
    }
    this.#busy.add(chat);
    try {
      const kept = await this.tell(chat, text);
      if (!kept)
        this.#refused.add(chat); // what was typed stays on this device
      else if (this.desk.read(chat) === text) this.desk.write(chat, undefined);
    } catch {
      return; /* no answer: told when the connection is back */
    } finally {
      this.#busy.delete(chat);
    }
    if (this.desk.read(chat) !== undefined && this.desk.read(chat) !== text) void this.flush(chat);
  }
  flushAll(): void {
    for (const chat of this.desk.waiting()) void this.flush(chat);
  }
}
