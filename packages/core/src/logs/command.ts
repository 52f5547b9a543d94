import { LogStreamError } from "./address.ts";
import { sanitizeLogText } from "./text.ts";

export interface CommandResult {
  /** What the command wrote to its output and its errors, with `\n` at the ends of lines and without sequences. */
  readonly output: string;
  readonly exitCode: number;
}

/** A terminal takes no longer line from what is typed. */
const MAX_LINE_BYTES = 2_048;
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
  #text = "";
  #begun = false;

  constructor(mark: string) {
    this.#begin = `begin-${mark}`;
    this.#end = new RegExp(`\\r?\\nend-${mark}:(\\d+)`);
    this.#settle = Promise.withResolvers();
    this.result = this.#settle.promise;
    // Who waits is told; a failure that nobody waits for any more is none.
    this.result.catch(() => {});
  }

  push(data: string): void {
    // The end mark can only be in what is new, or on the border.
    const from = this.#begun ? Math.max(0, this.#text.length - 80) : 0;
    this.#text += data;
    if (!this.#begun) {
      const at = this.#text.indexOf(this.#begin);
      if (at < 0) {
        this.#text = this.#text.slice(-this.#begin.length);
        return;
      }
      this.#begun = true;
      this.#text = this.#text.slice(at + this.#begin.length);
    }
    const end = this.#end.exec(this.#text.slice(from));
    if (end) {
      const output = sanitizeLogText(this.#text.slice(0, from + end.index).replace(/^\r?\n/, ""));
      this.#settle.resolve({ output, exitCode: Number(end[1]) });
    } else if (this.#text.length > MAX_OUTPUT_LENGTH)
      this.fail(new LogStreamError(`The command wrote more than ${MAX_OUTPUT_LENGTH / 1024 / 1024} MiB.`));
  }

  fail(error: unknown): void {
    this.#settle.reject(error);
  }
}
