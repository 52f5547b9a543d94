import type { LogLine } from "./event.ts";
import { LineReader, rawLine } from "./line.ts";

/** At least so much of what was read is remembered, and at most twice as much: 10,000 lines and more. */
const MEMORY_LENGTH = 1024 * 1024;
/** Lines of several instances are not quite in the order of their times. */
const DISORDER_MS = 10_000;

/** The end of what was read of one deployment, as text, so that remembering a line costs nothing. */
export class Memory {
  readonly #reader: LineReader;
  /** Two halves, of which the older is thrown away when the newer is full: quicker than a ring. */
  #older: readonly string[] = [];
  #chunks: string[] = [];
  #length = 0;
  #cut = false;
  #firstTime: string | undefined;
  /** When each component wrote the last line that was read. */
  readonly #lastTimes = new Map<string, string>();

  constructor(reader: LineReader) {
    this.#reader = reader;
  }

  get empty(): boolean {
    return this.#firstTime === undefined;
  }

  /** Takes a chunk as it came, with lines that the reader has read just now. */
  remember(chunk: string, lines: readonly LogLine[]): void {
    this.#firstTime ??= lines[0]?.time;
    this.#chunks.push(chunk);
    this.#length += chunk.length;
    if (this.#length < MEMORY_LENGTH) return;
    this.#cut ||= this.#older.length > 0;
    this.#older = this.#chunks;
    this.#chunks = [];
    this.#length = 0;
  }

  /** Takes lines that came between others which are known already, and what has come of the next. */
  rememberLines(lines: readonly LogLine[], rest = ""): void {
    const text = lines.map(rawLine).join("") + rest;
    if (text !== "") this.remember(text, lines);
  }

  /** What a connection that begins now may repeat; `undefined` where nothing was read. */
  overlap(): Overlap | undefined {
    if (this.#firstTime === undefined) {
      // The beginning of the very first line comes again with it.
      this.#chunks = [];
      this.#length = 0;
      return undefined;
    }
    // A connection that broke while it repeated older lines leaves older times.
    for (const [component, time] of this.#reader.takeLastTimes())
      if (isAfter(time, this.#lastTimes.get(component) ?? "")) this.#lastTimes.set(component, time);
    const all = this.#older.join("") + this.#chunks.join("");
    const text = all.slice(-MEMORY_LENGTH);
    this.#cut ||= text.length < all.length;
    // A line that was cut comes again as a whole, so its beginning is not one that was read.
    const whole = text.slice(this.#cut ? text.indexOf("\n") + 1 : 0, text.lastIndexOf("\n") + 1);
    this.#older = [whole];
    this.#chunks = [];
    this.#length = 0;
    const lines = new LineReader({ deploymentId: "" }).push(whole);
    return new Overlap(lines, {
      lastTimes: this.#lastTimes,
      firstTime: this.#firstTime,
      cut: this.#cut,
    });
  }
}

/** What is known of one component. */
interface Known {
  /** How often each line was read, less how often it has come again. */
  readonly counts: Map<string, number>;
  /** Of the first line that is remembered; `undefined` where none is. */
  readonly firstTime: string | undefined;
  readonly lastTime: string;
  /** With a later line than this, all that can come again has come. */
  readonly overAt: string;
}

/**
 * Tells lines that come again after a reconnect from those that are new. They are counted, so that of twins as many
 * are new as there are more of them now.
 */
export class Overlap {
  readonly #known = new Map<string, Known>();
  /** When the first line of all was read: those before were not asked for. */
  readonly #firstTime: string;
  /** Whether older lines were read than are remembered. */
  readonly #cut: boolean;
  /** When the last line of all was written. */
  readonly lastTime: string;

  constructor(
    lines: readonly LogLine[],
    {
      lastTimes,
      firstTime,
      cut,
    }: { lastTimes: ReadonlyMap<string, string>; firstTime: string; cut: boolean },
  ) {
    this.#firstTime = firstTime;
    this.#cut = cut;
    for (const [component, lastTime] of lastTimes) this.#begin(component, lastTime);
    for (const line of lines) {
      const known = this.#known.get(line.component) ?? this.#begin(line.component, line.time);
      if (known.firstTime === undefined) this.#known.set(line.component, { ...known, firstTime: line.time });
      this.#count(line);
    }
    this.lastTime = [...this.#known.values()].reduce(
      (last, known) => (isAfter(known.lastTime, last) ? known.lastTime : last),
      "",
    );
  }

  /** Whether all that can come again has come. */
  get over(): boolean {
    return this.#known.size === 0;
  }

  /** Whether a line was read before. Lines must be asked about in their order, each once. */
  hasRead({ component, time, text }: LogLine): boolean {
    const known = this.#known.get(component);
    if (!known) return isAfter(this.#firstTime, time);
    const key = keyOf(time, text);
    const count = known.counts.get(key) ?? 0;
    if (count > 0) {
      known.counts.set(key, count - 1);
      return true;
    }
    if (time === "") {
      // With a time elsewhere it goes on a line before the connection's first; without, it is the first new one.
      if (known.lastTime !== "") return true;
      this.#known.delete(component);
      return false;
    }
    if (isAfter(time, known.lastTime)) {
      if (isAfter(time, known.overAt)) this.#known.delete(component);
      return false;
    }
    // Older than what is remembered, but read: or skipped, as the reader wanted.
    const oldest = known.firstTime ?? known.lastTime;
    return isAfter(oldest, time) || (time === oldest && this.#cut && oldest !== known.lastTime);
  }

  /** Whether the beginning of a line, as it came, can be that of one that was read and has not come again. */
  mayRepeat(beginning: string): boolean {
    for (const [component, { counts }] of this.#known)
      for (const [key, count] of counts) {
        if (count === 0) continue;
        const whole = `${component} ${key}`;
        // Or of one without a component and a time, as the second line of a text is.
        if (whole.startsWith(beginning) || key.startsWith(beginning, key.indexOf(" ") + 1)) return true;
      }
    return false;
  }

  #begin(component: string, lastTime: string): Known {
    const lastMs = Date.parse(lastTime);
    // A program can write what only looks like a time.
    const overAt = Number.isNaN(lastMs) ? lastTime : new Date(lastMs + DISORDER_MS).toISOString();
    const known = { counts: new Map<string, number>(), firstTime: undefined, lastTime, overAt };
    this.#known.set(component, known);
    return known;
  }

  #count({ component, time, text }: LogLine): void {
    const known = this.#known.get(component);
    if (!known) return;
    const key = keyOf(time, text);
    known.counts.set(key, (known.counts.get(key) ?? 0) + 1);
  }
}

function keyOf(time: string, text: string): string {
  return `${time} ${text}`;
}

/** Whether one time is later than another, to the nanosecond. Zeros at the end are left out by the platform. */
export function isAfter(time: string, other: string): boolean {
  if (time.endsWith("Z") && other.endsWith("Z")) return time.slice(0, -1) > other.slice(0, -1);
  return time !== "" && (other === "" || Date.parse(time) > Date.parse(other));
}
