/** Picks who goes next, from the numbers of those that wait. */
export type Chooser = (waiting: readonly number[]) => number;

/**
 * Lets several runs go one request at a time, in an order that a chooser decides: an interleaving that can be made
 * again. Each run calls {@link next} before each of its requests; nothing moves until all of them wait or are done.
 */
export class Turns {
  readonly #choose: Chooser;
  readonly #waiting = new Map<number, () => void>();
  #active = 0;
  /** Who went, in order. */
  readonly order: number[] = [];

  constructor(choose: Chooser) {
    this.#choose = choose;
  }

  /** Starts the runs and waits for all. */
  async play<T>(runs: readonly ((next: () => Promise<void>) => Promise<T>)[]): Promise<T[]> {
    this.#active = runs.length;
    return Promise.all(
      runs.map(async (run, number) => {
        try {
          return await run(() => this.#next(number));
        } finally {
          this.#active -= 1;
          this.#advance();
        }
      }),
    );
  }

  #next(number: number): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.set(number, resolve);
      this.#advance();
    });
  }

  #advance(): void {
    if (this.#waiting.size < this.#active || this.#waiting.size === 0) return;
    const number = this.#choose([...this.#waiting.keys()].sort((a, b) => a - b));
    const go = this.#waiting.get(number);
    if (!go) throw new Error(`Run ${number} does not wait.`);
    this.#waiting.delete(number);
    this.order.push(number);
    go();
  }
}
