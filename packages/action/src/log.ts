import type * as core from "@actions/core";
import { harmlessLine } from "@app-platform-toolkit/core";
import { clean } from "./github/markdown.ts";
import type { Secrets } from "./secrets.ts";

/**
 * What the action writes to the job log. Text that comes from outside (deployment logs, names, server messages) goes
 * through {@link Log.foreign} or {@link Log.within}, because the runner would carry out a line such as `::add-mask::`
 * or `##[group]`.
 */
export interface Log {
  info(line: string): void;
  foreign(line: string): void;
  /**
   * A line of foreign text in the group of a title, which is begun where it is not open. Whatever else is written ends
   * the group, so that long logs fold away between the lines that a reader wants.
   */
  within(title: string, line: string): void;
  warning(message: string): void;
  error(message: string): void;
}

export interface JobLog extends Log {
  /** Ends the group that may be open: what others write to the log is not in it. */
  close(): void;
}

/** `write` takes what the toolkit of the runner offers; nothing that is in `secrets` passes. */
export function jobLog(secrets: Pick<Secrets, "hide">, write: Writer): JobLog {
  const seen = new Set<string>();
  let open: string | undefined;
  const outside = () => {
    if (open !== undefined) write.endGroup();
    open = undefined;
  };
  const inside = (title: string) => {
    if (open === title) return;
    outside();
    open = title;
    write.startGroup(shown(seen.has(title) ? `${title}, continued` : title));
    seen.add(title);
  };
  // A secret with a colour in its middle is found once the colour is gone.
  const shown = (text: string) => harmlessLine(secrets.hide(clean(text)));
  const told = (say: (text: string) => void) => (text: string) => {
    outside();
    say(secrets.hide(text));
  };
  return {
    info: told((line) => write.info(line)),
    foreign: told((line) => write.info(shown(line))),
    within: (title, line) => {
      inside(title);
      write.info(shown(line));
    },
    warning: told((message) => write.warning(message)),
    error: told((message) => write.error(message)),
    close: outside,
  };
}

export type Writer = Pick<typeof core, "info" | "warning" | "error" | "startGroup" | "endGroup">;

/** So that twenty long builds at once do not fill the memory. */
const MAX_KEPT_LINES = 20_000;

/**
 * One app's log where several are handled side by side. What happens is shown at once, each line with the app's name;
 * the long logs are kept and come in their groups when the app is done, so that nobody has to read two at once.
 */
export class AppLog implements Log {
  readonly #log: Log;
  readonly #name: string;
  #kept: { readonly title: string; readonly line: string }[] = [];
  #leftOut = 0;

  constructor(log: Log, name: string) {
    this.#log = log;
    this.#name = name;
  }

  info(line: string): void {
    this.foreign(line);
  }

  foreign(line: string): void {
    this.#log.foreign(`${this.#name} │ ${line}`);
  }

  within(title: string, line: string): void {
    this.#kept.push({ title, line });
    if (this.#kept.length < 2 * MAX_KEPT_LINES) return;
    this.#leftOut += MAX_KEPT_LINES;
    this.#kept = this.#kept.slice(MAX_KEPT_LINES);
  }

  warning(message: string): void {
    this.#log.warning(`${this.#name}: ${message}`);
  }

  error(message: string): void {
    this.#log.error(`${this.#name}: ${message}`);
  }

  /** Shows what was kept, a group a title. */
  flush(): void {
    const groups = Map.groupBy(this.#kept, ({ title }) => title);
    this.#kept = [];
    if (this.#leftOut > 0) this.foreign(`${this.#leftOut} older lines of its logs are left out.`);
    for (const [title, lines] of groups)
      for (const { line } of lines) this.#log.within(`${this.#name}: ${title}`, line);
    // Outside of the last group, so that what comes next does not fold away with it.
    if (groups.size > 0) this.foreign("That was all of its logs.");
  }
}
