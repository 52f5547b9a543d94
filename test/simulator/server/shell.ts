import { isComplete, runScript } from "./shell-script.ts";

/** A console that looks like a shell: it echoes, knows a few commands, and says that it is simulated. */
export class Shell {
  readonly #place: { appName: string; component: string; instance: string };
  readonly #send: (data: string) => void;
  readonly #exit: () => void;
  #line = "";
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
    let message: { op?: string; data?: string; width?: number; height?: number };
    try {
      message = JSON.parse(frame) as typeof message;
    } catch {
      return;
    }
    if (message.op === "resize") this.#size = { columns: message.width ?? 80, rows: message.height ?? 24 };
    if (message.op === "stdin") for (const key of message.data ?? "") this.#type(key);
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
        if (this.#line) this.#echo("\b \b");
        this.#line = this.#line.slice(0, -1);
        return;
      case "\u0003":
        this.#line = "";
        this.#echo(`^C\r\n${this.#prompt()}`);
        return;
      case "\u0004":
        if (this.#line === "") this.#leave();
        return;
      default:
        this.#line += key;
        this.#echo(key);
    }
  }

  #enter(): void {
    if (!isComplete(this.#line)) {
      this.#line += "\n";
      this.#echo("> ");
      return;
    }
    const ran = runScript(this.#line, (command, words) => this.#execute(command, words), this.#status);
    this.#line = "";
    this.#status = ran.status;
    this.#echo(ran.output.replaceAll("\n", "\r\n"));
    if (ran.exited) this.#leave();
    else this.#echo(this.#prompt());
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
