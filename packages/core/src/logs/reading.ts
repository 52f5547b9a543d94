import type { LogLine } from "./event.ts";
import { LineReader } from "./line.ts";
import { isAfter, Memory, type Overlap } from "./overlap.ts";
import type { Subject } from "./subject.ts";

/** What a connection's text comes to. */
export interface Read {
  readonly lines: readonly LogLine[];
  /** The connection's first line is later than the last one that was read: there may be others between. */
  readonly gap?: Gap;
}

export interface Gap {
  readonly afterTime: string;
  readonly beforeTime: string;
  /** The beginning of a line that belongs before the gap, and whose end is in it. */
  readonly cutLine: readonly LogLine[];
}

/** How far one deployment's log has been read, over all connections. */
export class Reading {
  readonly subject: Subject;
  readonly #reader: LineReader;
  readonly #memory: Memory;
  #overlap: Overlap | undefined;
  /** Whether the connection's first line has come. */
  #met = false;
  /** The beginning of a line in whose middle a connection broke. */
  #cutLine: readonly LogLine[] = [];

  constructor(subject: Subject, component: string | undefined) {
    this.subject = subject;
    this.#reader = new LineReader({
      deploymentId: subject.deploymentId,
      ...(component === undefined ? {} : { component }),
    });
    this.#memory = new Memory(this.#reader);
  }

  /** Whether there is anything that a next connection could repeat. */
  get begun(): boolean {
    return !this.#memory.empty;
  }

  /** A new connection, which may repeat what is known. */
  connect(): void {
    // One that broke while it repeated a line has cut nothing that is new.
    const repeats = this.#overlap?.mayRepeat(this.#reader.rest) ?? false;
    const cut = this.#reader.flush();
    if (cut.length > 0 && !repeats) this.#cutLine = cut;
    this.#reader.restart();
    this.#overlap = this.#memory.overlap();
    this.#met = false;
  }

  /** With `wholeOnly` nothing is taken where there is a gap, so that it can be read with another connection. */
  read(text: string, { wholeOnly = false, clean = false } = {}): Read {
    const lines = this.#reader.push(text, clean);
    const overlap = this.#overlap;
    if (!overlap) {
      if (lines.length > 0) this.#cutLine = [];
      this.#memory.remember(text, lines);
      return { lines };
    }
    const news = lines.filter((line) => !overlap.hasRead(line));
    const gap = this.#gap(lines[0], news[0], overlap);
    if (gap && wholeOnly) {
      this.#reader.takeLastTimes();
      return { lines: [], gap };
    }
    // It has come as a whole now; what was read before it says nothing about it.
    if (news.length > 0) this.#cutLine = [];
    if (overlap.over) this.#overlap = undefined;
    this.#memory.rememberLines(news, overlap.over ? this.#reader.rest : "");
    return { lines: news, ...(gap ? { gap } : {}) };
  }

  /** No more will come: what is left without a line break. */
  finish(): readonly LogLine[] {
    const cut = this.#cutLine;
    this.#cutLine = [];
    const repeats = this.#overlap?.mayRepeat(this.#reader.rest) ?? false;
    const rest = this.#reader.flush().filter((line) => !repeats && !this.#overlap?.hasRead(line));
    this.#memory.rememberLines(rest);
    return [...cut, ...rest];
  }

  #gap(first: LogLine | undefined, firstNew: LogLine | undefined, { lastTime }: Overlap): Gap | undefined {
    if (this.#met || !first) return undefined;
    this.#met = true;
    const missed = first === firstNew && isAfter(first.time, lastTime) && !this.#goesOn(first);
    return missed ? { afterTime: lastTime, beforeTime: first.time, cutLine: this.#cutLine } : undefined;
  }

  /** Whether a line is the one in whose middle the connection before broke, so that none can be between. */
  #goesOn({ component, time, text }: LogLine): boolean {
    const [cut] = this.#cutLine;
    return cut !== undefined && cut.component === component && cut.time === time && text.startsWith(cut.text);
  }
}
