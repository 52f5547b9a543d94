import type { VirtualClock } from "../world/clock.ts";
import type { LogStream } from "../world/logs.ts";
import { Random } from "../world/random.ts";

/** How long a link of the logs or exec operations opens what it names. */
export const LINK_LIFETIME_MS = 5 * 60_000;

export type Link =
  | { kind: "archive"; stream: LogStream }
  | { kind: "live"; stream: LogStream }
  | { kind: "console"; appName: string; component: string; instance: string };

/** The short-lived addresses that the logs and exec operations hand out; their token is the only credential. */
export class LogLinks {
  readonly #links = new Map<string, { link: Link; expiresAt: number; used: boolean }>();
  readonly #clock: VirtualClock;
  readonly #random: Random;
  baseUrl = "";

  constructor(clock: VirtualClock, seed: string) {
    this.#clock = clock;
    this.#random = new Random(`${seed}:links`);
  }

  /** Archives and live logs are `http:`, for a client turns that into `ws:`; a console is `ws:` as it stands. */
  issue(link: Link): string {
    this.#forgetExpired();
    const token = this.#random.hex(40);
    this.#links.set(token, { link, expiresAt: this.#clock.wallNow() + LINK_LIFETIME_MS, used: false });
    const base = link.kind === "console" ? this.baseUrl.replace(/^http/, "ws") : this.baseUrl;
    return `${base}/_links/${link.kind}?token=${token}`;
  }

  /** What a link opens; an archive as often as one likes, a stream once. `undefined` when it is spent or expired. */
  open(kind: string, token: string | null): Link | undefined {
    const entry = this.#links.get(token ?? "");
    if (!entry || entry.link.kind !== kind || this.#clock.wallNow() >= entry.expiresAt) return undefined;
    if (entry.used && kind !== "archive") return undefined;
    entry.used = true;
    return entry.link;
  }

  /** All live equally long, so the oldest expire first. */
  #forgetExpired(): void {
    const now = this.#clock.wallNow();
    for (const [token, { expiresAt }] of this.#links) {
      if (now < expiresAt) return;
      this.#links.delete(token);
    }
  }

  get count(): number {
    return this.#links.size;
  }
}
