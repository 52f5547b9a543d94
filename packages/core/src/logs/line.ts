import type { LogLine } from "./event.ts";
import { levelOf } from "./level.ts";
import { hasControlCharacters, sanitizeLogText } from "./text.ts";

/** A text without a line break is cut there, so that it cannot grow for ever. The platform's own limit is 2,048 bytes. */
const MAX_LINE_LENGTH = 256 * 1024;
const ESCAPE = "\x1b";
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what this is about
const STYLE_RESET = /^\x1b\[0*m/;
const CARRIAGE_RETURN = 13;
const DASH = 45;
const ZERO = 48;
const TWO = 50;
const COLON = 58;
const LETTER_T = 84;

/**
 * Makes lines of chunks, whose borders may be anywhere. A line is `component time text`; one without that beginning
 * belongs to the line above.
 */
export class LineReader {
  readonly #component: string;
  readonly #deploymentId: string;
  #lastTimes = new Map<string, string>();
  #current: string;
  #currentTime = "";
  #rest = "";
  #restDirty = false;

  constructor({ component = "", deploymentId }: { component?: string; deploymentId: string }) {
    this.#component = component;
    this.#current = component;
    this.#deploymentId = deploymentId;
  }

  /** The beginning of a line whose end has not come. */
  get rest(): string {
    return this.#rest;
  }

  /** When each component wrote its last line since this was asked. */
  takeLastTimes(): ReadonlyMap<string, string> {
    const times = this.#lastTimes;
    this.#lastTimes = new Map();
    return times;
  }

  /** Forgets an unfinished line, because the next chunk begins a new one. */
  restart(): void {
    this.#rest = "";
    this.#restDirty = false;
    this.#current = this.#component;
    this.#currentTime = "";
  }

  /** With `clean` the chunk is known to have no control characters. */
  push(chunk: string, clean = false): LogLine[] {
    const lines: LogLine[] = [];
    const dirty = this.#restDirty || (!clean && hasControlCharacters(chunk));
    let start = 0;
    let end = chunk.indexOf("\n");
    if (end >= 0 && this.#rest !== "") {
      this.#read(this.#rest + chunk.slice(0, end), dirty, lines);
      this.#rest = "";
      start = end + 1;
      end = chunk.indexOf("\n", start);
    }
    for (; end >= 0; start = end + 1, end = chunk.indexOf("\n", start))
      this.#read(chunk.slice(start, end), dirty, lines);
    if (start < chunk.length) this.#rest += chunk.slice(start);
    this.#restDirty = this.#rest !== "" && dirty;
    if (this.#rest.length > MAX_LINE_LENGTH) lines.push(...this.flush());
    if (lines.length > 0 && this.#currentTime !== "") this.#lastTimes.set(this.#current, this.#currentTime);
    return lines;
  }

  /** The last line of a text that does not end with a line break. */
  flush(): LogLine[] {
    if (this.#rest === "") return [];
    const lines: LogLine[] = [];
    this.#read(this.#rest, true, lines);
    this.#rest = "";
    this.#restDirty = false;
    return lines;
  }

  #read(line: string, dirty: boolean, into: LogLine[]): void {
    const textAt = this.#readPrefix(line, dirty);
    const text = line.slice(textAt);
    if (!dirty) {
      into.push(this.#line(text));
      return;
    }
    const whole = text.charCodeAt(text.length - 1) === CARRIAGE_RETURN ? text.slice(0, -1) : text;
    // A carriage return inside is a program that writes over its own line: each state is a line here.
    for (const each of sanitizeLogText(whole, { colours: true }).split("\n"))
      into.push(this.#line(withStyleClosed(each)));
  }

  /** Where the text begins; sets whose line it is. What has control characters is no beginning, but a program's text. */
  #readPrefix(line: string, dirty: boolean): number {
    const current = this.#current;
    // Mostly it is the same component as before, and then nothing need be cut out.
    const same =
      current !== "" && line.charCodeAt(current.length) === 32 && line.startsWith(current)
        ? current.length
        : 0;
    const space = same || line.indexOf(" ");
    const timeAt = space + 1;
    // 2026-01-05T09:00:00Z: this century, dashes, a T, and colons.
    if (space <= 0 || line.charCodeAt(timeAt + 4) !== DASH || line.charCodeAt(timeAt + 10) !== LETTER_T)
      return 0;
    if (line.charCodeAt(timeAt + 13) !== COLON || line.charCodeAt(timeAt + 16) !== COLON) return 0;
    if (line.charCodeAt(timeAt) !== TWO || line.charCodeAt(timeAt + 1) !== ZERO) return 0;
    let timeEnd = line.indexOf(" ", timeAt);
    if (timeEnd < 0) timeEnd = line.length;
    if (timeEnd - timeAt < 20 || (dirty && hasControlCharacters(line.slice(0, timeEnd)))) return 0;
    if (!same) {
      if (this.#currentTime !== "") this.#lastTimes.set(current, this.#currentTime);
      this.#current = line.slice(0, space);
    }
    this.#currentTime = line.slice(timeAt, timeEnd);
    return timeEnd + 1;
  }

  #line(text: string): LogLine {
    const level = levelOf(text);
    const component = this.#current;
    const time = this.#currentTime;
    const deploymentId = this.#deploymentId;
    return level === undefined
      ? { kind: "line", component, time, text, deploymentId }
      : { kind: "line", component, time, text, level, deploymentId };
  }
}

/** A style that a line leaves on would go on in the lines of others, and could hide them. */
function withStyleClosed(text: string): string {
  const last = text.lastIndexOf(ESCAPE);
  return last < 0 || STYLE_RESET.test(text.slice(last)) ? text : `${text}\x1b[0m`;
}

/** As the platform would write a line. */
export function rawLine({ component, time, text }: LogLine): string {
  return time === "" ? `${text}\n` : `${component} ${time} ${text}\n`;
}
