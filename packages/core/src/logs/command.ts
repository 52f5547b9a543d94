import { LogStreamError } from "./address.ts";
import { sanitizeLogText } from "./text.ts";

export interface CommandResult {
  /** What the command wrote to its output and its errors, with `\n` at the ends of lines and without sequences. */
  readonly output: string;
  readonly exitCode: number;
}

/** A terminal takes no longer line from what is typed. */
const MAX_LINE_BYTES = 2_048;
/** A mark is shorter than this. */
const BORDER_LENGTH = 64;
const MAX_OUTPUT_LENGTH = 16 * 1024 * 1024;

/**
 * What to type for a command. The shell reads the group to its end before it runs any of it, so that all echo comes
 * before the first mark; the marks are typed in two halves, so that the echo holds none.
 */
export function script(command: string, mark: string): string {
  const text = [
    ` { printf '%s%s\\n' 'begin-' '${mark}'; (`,
    command,
    `) </dev/null; printf '\\n%s%s:%d\\n' 'end-' '${mark}' "$?"; }`,
  ].join("\n");
  if (text.includes("\0")) throw new LogStreamError("A command cannot hold a NUL character.");
  for (const line of text.split("\n"))
    if (new TextEncoder().encode(line).length > MAX_LINE_BYTES)
      throw new LogStreamError(
        `A line of the command is longer than ${MAX_LINE_BYTES} bytes, which no terminal takes. Break it into several.`,
      );
  return `${text}\r`;
}

/** Finds a command's output and exit code in what the shell writes. */
export class CommandOutput {
  readonly result: Promise<CommandResult>;
  readonly #begin: string;
  readonly #end: RegExp;
  readonly #settle: PromiseWithResolvers<CommandResult>;
  /** The end of what came, in which a mark may have begun. */
  #border = "";
  /** What came before, once the first mark has come. */
  #chunks: string[] | undefined;
  #length = 0;

  constructor(mark: string) {
    this.#begin = `begin-${mark}`;
    this.#end = new RegExp(`\\r?\\nend-${mark}:(\\d+)\\r?\\n`);
    this.#settle = Promise.withResolvers();
    this.result = this.#settle.promise;
    // Who waits is told; a failure that nobody waits for any more is none.
    this.result.catch(() => {});
  }

  push(data: string): void {
    const text = this.#border + data;
    if (this.#chunks) this.#read(text);
    else {
      const at = text.indexOf(this.#begin);
      if (at >= 0) {
        this.#chunks = [];
        this.#read(text.slice(at + this.#begin.length));
      } else this.#border = text.slice(-BORDER_LENGTH);
    }
  }

  #read(text: string): void {
    const end = this.#end.exec(text);
    const chunks = this.#chunks ?? [];
    if (end) {
      const output = chunks.join("") + text.slice(0, end.index);
      this.#settle.resolve({
        output: sanitizeLogText(output.replace(/^\r?\n/, "")),
        exitCode: Number(end[1]),
      });
      return;
    }
    // The mark may begin in this chunk and end in the next.
    const whole = Math.max(0, text.length - BORDER_LENGTH);
    chunks.push(text.slice(0, whole));
    this.#border = text.slice(whole);
    this.#length += whole;
    if (this.#length > MAX_OUTPUT_LENGTH)
      this.fail(new LogStreamError(`The command wrote more than ${MAX_OUTPUT_LENGTH / 1024 / 1024} MiB.`));
  }

  fail(error: unknown): void {
    this.#settle.reject(error);
  }
}
