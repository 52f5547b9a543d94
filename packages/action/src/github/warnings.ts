import type { Log } from "../log.ts";
import type { GitHubFailure } from "./failure.ts";

/** Tells of GitHub's refusals as warnings: a permission that many requests lack is one warning, not many. */
export class GitHubWarnings {
  readonly #log: Pick<Log, "warning" | "foreign">;
  readonly #given = new Set<string>();

  constructor(log: Pick<Log, "warning" | "foreign">) {
    this.#log = log;
  }

  tell({ message, advice }: GitHubFailure): void {
    const known = this.#given.has(advice ?? message);
    this.#given.add(advice ?? message);
    if (known) this.#log.foreign(message);
    else this.#log.warning(message);
  }
}
