import { isObject } from "../world/structure.ts";
import { isComplete, runScript } from "./shell-script.ts";

function objectIn(frame: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(frame);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 65_535;
}

const MAX_LINE_LENGTH = 4_096;
const MAX_SCRIPT_LENGTH = 64 * 1024;

/** A console that looks like a shell: it echoes, knows a few commands, and says that it is simulated. */
export class Shell {
  readonly #place: { appName: string; component: string; instance: string };
  readonly #send: (data: string) => void;
  readonly #exit: () => void;
  /** What was typed and not run yet: several lines where the first is not a whole command. */
  #line = "";
  #lineStart = 0;
  #size = { columns: 80, rows: 24 };
  #exited = false;
  #status = 0;
  /** What a frame came to, sent as one. */
  #echoed = "";

  constructor(
    place: { appName: string; component: string; instance: string },
    send: (data: string) => void,
    exit: () => void,
  ) {
    this.#place = place;
    this.#send = send;
    this.#exit = exit;
    send(`simulated console of ${place.component}\r\n${this.#prompt()}`);
  }

  /** Takes one frame: `{"op":"stdin","data":…}` or `{"op":"resize","width":…,"height":…}`; others are ignored. */
  receive(frame: string): void {
    const { op, data, width, height } = objectIn(frame);
    if (op === "resize" && isSize(width) && isSize(height)) this.#size = { columns: width, rows: height };
    if (op === "stdin" && typeof data === "string") for (const key of data) this.#type(key);
    if (this.#echoed) this.#send(this.#echoed);
    this.#echoed = "";
  }

  #type(key: string): void {
    if (this.#exited) return;
    switch (key) {
      case "\r":
      case "\n":
        this.#echo("\r\n");
        this.#enter();
        return;
      case "\u007f":
        if (this.#line.length <= this.#lineStart) return;
        this.#line = this.#line.replace(/.$/su, "");
        this.#echo("\b \b");
        return;
      case "\u0003":
        this.#clearLine();
        this.#echo(`^C\r\n${this.#prompt()}`);
        return;
      case "\u0004":
        if (this.#line === "") this.#leave();
        return;
      default:
        // As a terminal, which drops what is too long for a line.
        if (this.#line.length - this.#lineStart >= MAX_LINE_LENGTH) return;
        this.#line += key;
        this.#echo(key);
    }
  }

  #enter(): void {
    if (this.#line.length > MAX_SCRIPT_LENGTH) this.#clearLine();
    if (!isComplete(this.#line)) {
      this.#line += "\n";
      this.#lineStart = this.#line.length;
      this.#echo("> ");
      return;
    }
    const ran = runScript(this.#line, (command, words) => this.#execute(command, words), this.#status);
    this.#clearLine();
    this.#status = ran.status;
    this.#echo(ran.output.replaceAll("\n", "\r\n"));
    if (ran.exited) this.#leave();
    else this.#echo(this.#prompt());
  }

  #clearLine(): void {
    this.#line = "";
    this.#lineStart = 0;
  }

  #echo(text: string): void {
    this.#echoed += text;
  }

  #leave(): void {
    this.#exited = true;
    if (this.#echoed) this.#send(this.#echoed);
    this.#echoed = "";
    this.#exit();
  }

  #execute(command: string, words: readonly string[]): { output: string; status: number } {
    const output = this.#output(command, words);
    if (output === undefined) return { output: `sh: ${command}: not found\n`, status: 127 };
    return { output: output && `${output}\n`, status: command === "false" ? 1 : 0 };
  }

  #output(command: string, words: readonly string[]): string | undefined {
    switch (command) {
      case "true":
      case "false":
        return "";
      case "echo":
        return words.join(" ");
      case "hostname":
        return this.#place.instance;
      case "pwd":
        return "/workspace";
      case "ls":
        return "package.json  server.js";
      case "stty":
        return `${this.#size.rows} ${this.#size.columns}`;
      default:
        return undefined;
    }
  }

  #prompt(): string {
    return `${this.#place.appName}:${this.#place.component}$ `;
  }
}
