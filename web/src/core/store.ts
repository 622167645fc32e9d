import { useEffect, useState } from 'preact/hooks';

/** A value that tells its listeners when it changes. The whole state of the client is made of these. */
export class Value<T> {
  #value: T;
  #listeners = new Set<() => void>();
  constructor(value: T) {
    this.#value = value;
  }
  get value(): T {
    return this.#value;
  }
  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }
  update(change: (value: T) => T): void {
    this.set(change(this.#value));
  }
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** The value, and a repaint whenever it changes. */
export function useValue<T>(of: Value<T>): T {
  const [, repaint] = useState({});
  const value = of.value;
  useEffect(() => {
    if (of.value !== value) repaint({}); // it changed between the paint and this line
    return of.on(() => repaint({}));
  }, [of]);
  return value;
}

/** A clock for what depends on it ("now", "today"): repaints every half minute. */
export const now = new Value(Date.now());
setInterval(() => now.set(Date.now()), 30_000);
