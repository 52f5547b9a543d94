/** A console that looks like a shell: it echoes, knows a few commands, and says that it is simulated. */
export class Shell {
  readonly #place: { appName: string; component: string; instance: string };
  readonly #send: (data: string) => void;
  readonly #exit: () => void;
  #line = "";
  #size = { columns: 80, rows: 24 };
  #exited = false;

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
  }

  #type(key: string): void {
    if (this.#exited) return;
    switch (key) {
      case "\r":
      case "\n":
        this.#send("\r\n");
        this.#run(this.#line.trim());
        this.#line = "";
        return;
      case "\u007f":
        if (this.#line) this.#send("\b \b");
        this.#line = this.#line.slice(0, -1);
        return;
      case "\u0003":
        this.#line = "";
        this.#send(`^C\r\n${this.#prompt()}`);
        return;
      case "\u0004":
        if (this.#line === "") this.#run("exit");
        return;
      default:
        this.#line += key;
        this.#send(key);
    }
  }

  #run(line: string): void {
    const [command = "", ...words] = line.split(/\s+/);
    if (command === "exit") {
      this.#exited = true;
      this.#exit();
      return;
    }
    const output = this.#output(command, words);
    this.#send(`${output ? `${output}\r\n` : ""}${this.#prompt()}`);
  }

  #output(command: string, words: string[]): string {
    switch (command) {
      case "":
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
        return `sh: ${command}: not found`;
    }
  }

  #prompt(): string {
    return `${this.#place.appName}:${this.#place.component}$ `;
  }
}
