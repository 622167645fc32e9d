/** Loads of one thing, in turn: an answer that something newer has overtaken must not be shown over it. */
export class Turns {
  #turn = 0;

  /** Begins a load, or notes that something newer is shown; returns whether nothing has begun since. */
  begin(): () => boolean {
    const mine = (this.#turn += 1);
    return () => mine === this.#turn;
  }
}
