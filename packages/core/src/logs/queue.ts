/** With more text than this waiting for its reader, the source has to wait too. */
const FULL_LENGTH = 1024 * 1024;
/** With less than this it may go on. */
const LOW_LENGTH = 256 * 1024;
/** What an event costs beside its text. */
const EVENT_LENGTH = 64;
const MAX_READ_BATCHES = 1_024;

type Result<T> = IteratorResult<T, undefined>;

interface Waiter<T> {
  readonly resolve: (result: Result<T> | PromiseLike<Result<T>>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Events between a source that writes when it likes and a reader that reads when it likes. An iterator by hand: an
 * async generator costs twice as much a line.
 */
export class EventQueue<T> implements AsyncIterator<T, undefined> {
  /** Told when the source has to wait, and when it may go on. */
  onFull: (full: boolean) => void = () => {};
  readonly #start: (queue: EventQueue<T>) => void;
  readonly #stop: () => void;
  #batch: readonly T[] = [];
  #index = 0;
  /** From the head on; what is before has been read. */
  #batches: { readonly events: readonly T[]; readonly length: number }[] = [];
  #head = 0;
  #length = 0;
  #full = false;
  #started = false;
  #done: { readonly error?: unknown } | undefined;
  readonly #waiters: Waiter<T>[] = [];

  /** `start` is called when the first event is asked for, `stop` when the reader wants no more. */
  constructor(start: (queue: EventQueue<T>) => void, stop: () => void) {
    this.#start = start;
    this.#stop = stop;
  }

  get full(): boolean {
    return this.#full;
  }

  push(events: readonly T[], textLength = 0): void {
    if (events.length === 0 || this.#done) return;
    const length = textLength + events.length * EVENT_LENGTH;
    this.#length += length;
    this.#batches.push({ events, length });
    while (this.#waiters.length > 0) {
      const value = this.#take();
      if (value === undefined) break;
      this.#waiters.shift()?.resolve({ done: false, value });
    }
    if (!this.#full && this.#length > FULL_LENGTH) this.#setFull(true);
  }

  /** No more will come; what is here can still be read. */
  finish(): void {
    this.#settle({});
  }

  /** Ends with an error; `now` drops what has not been read. */
  fail(error: unknown, { now = false } = {}): void {
    if (now) {
      this.#clear();
      if (this.#done) this.#done = { error };
    }
    this.#settle({ error });
  }

  next(): Promise<Result<T>> {
    const value = this.#index < this.#batch.length ? this.#batch[this.#index++] : this.#take();
    if (value !== undefined) return Promise.resolve({ done: false, value });
    if (this.#done) return this.#end();
    return new Promise((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      if (this.#started) return;
      this.#started = true;
      this.#start(this);
    });
  }

  return(): Promise<Result<T>> {
    this.#clear();
    this.#done = {};
    this.#release();
    this.#stop();
    return Promise.resolve({ done: true, value: undefined });
  }

  #take(): T | undefined {
    if (this.#index < this.#batch.length) return this.#batch[this.#index++];
    const next = this.#batches[this.#head];
    if (!next) return undefined;
    // Shifting a long array costs its length, so what has been read goes in one piece.
    if (++this.#head === this.#batches.length || this.#head === MAX_READ_BATCHES) {
      this.#batches = this.#batches.slice(this.#head);
      this.#head = 0;
    }
    this.#batch = next.events;
    this.#index = 1;
    this.#length -= next.length;
    if (this.#full && this.#length < LOW_LENGTH) this.#setFull(false);
    return next.events[0];
  }

  #setFull(full: boolean): void {
    this.#full = full;
    this.onFull(full);
  }

  #settle(done: { readonly error?: unknown }): void {
    this.#done ??= done;
    this.#release();
  }

  /** Who waits now waits for nothing: there were events otherwise. */
  #release(): void {
    for (const { resolve } of this.#waiters.splice(0)) resolve(this.#end());
  }

  /** An error is thrown once, as a generator does. */
  #end(): Promise<Result<T>> {
    const done = this.#done;
    this.#done = {};
    if (done && "error" in done) return Promise.reject(done.error);
    return Promise.resolve({ done: true, value: undefined });
  }

  #clear(): void {
    this.#batch = [];
    this.#index = 0;
    this.#batches = [];
    this.#head = 0;
    this.#length = 0;
  }
}
