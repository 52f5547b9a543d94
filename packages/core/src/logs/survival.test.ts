// A server that does everything a server should not, by a seed: whatever happens, each line comes once and in its order.
import { expect, it } from "vitest";
import type { WebSocketLike } from "../api/index.ts";
import { type Answer, BASE_URL, json, refusal, scriptedClient } from "../api/testing.ts";
import type { LogNotice } from "./event.ts";
import { tailLogs } from "./tail.ts";

let drops = 0;
const SEEDS = Array.from({ length: 40 }, (_, index) => index + 1);

/** xorshift32: the same seed breaks the same connections. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed * 2_654_435_761;
  }

  below(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % limit;
  }
}

/** A log as the platform writes it, with twins, times that are cut short, and texts of two lines. */
function logOf(dice: Dice): { readonly raw: string[]; readonly shown: string[] } {
  const raw: string[] = [];
  const shown: string[] = [];
  let atMs = Date.UTC(2026, 0, 5, 9);
  for (let number = 0; number < 100 + dice.below(500); number++) {
    atMs += dice.below(60);
    const component = ["web", "api"][dice.below(2)];
    const digits = String(dice.below(1_000)).padStart(3, "0").replace(/0+$/, "");
    const time = new Date(atMs).toISOString().replace("Z", `${digits}Z`);
    const isTwin = dice.below(8) === 0;
    const text = isTwin ? "tick" : `${number} ${"🎉ü".repeat(dice.below(6))}`;
    for (let twins = isTwin ? 1 + dice.below(3) : 1; twins > 0; twins--) {
      const more = dice.below(10) === 0 ? `\n  at place ${number}` : "";
      raw.push(`${component} ${time} ${text}${more}\n`);
      shown.push(...`${text}${more}`.split("\n").map((each) => `${component} ${each}`));
    }
  }
  return { raw, shown };
}

/** Writes its log bit by bit, and breaks connections while there is more to come. */
function startPlatform(dice: Dice, raw: readonly string[]) {
  let written = Math.min(raw.length, 20);
  let breaks = 30;
  let ended = false;
  let tailLines = -1;
  const answer: Answer = (sent, signal) => {
    if (!sent.path.includes("/logs"))
      return json({ deployment: { phase: ended ? "SUPERSEDED" : "ACTIVE" } })(sent, signal);
    if (breaks > 0 && dice.below(10) === 0) return refusal(503, "ill")(sent, signal);
    tailLines = Number(new URL(sent.path, BASE_URL).searchParams.get("tail_lines"));
    return json({ live_url: `${BASE_URL.replace("https", "wss")}/live?token=key` })(sent, signal);
  };
  class Socket implements WebSocketLike {
    readonly readyState = 1;
    readonly bufferedAmount = 0;
    #listeners = new Map<string, (event: never) => void>();
    #at = tailLines < 0 ? 0 : Math.max(0, written - tailLines);

    constructor() {
      queueMicrotask(() => {
        this.#tell("open", {});
        while (this.#listeners.size > 0) this.#step();
      });
    }

    #step(): void {
      if (dice.below(2) === 0) written = Math.min(raw.length, written + dice.below(40));
      const text = raw.slice(this.#at, written).join("");
      this.#at = written;
      const broken = breaks > 0 && dice.below(4) === 0;
      const end = broken ? dice.below(text.length + 1) : text.length;
      for (let from = 0; from < end; ) {
        const to = Math.min(end, from + 1 + dice.below(300));
        this.#send(JSON.stringify({ data: text.slice(from, to) }));
        from = to;
      }
      if (broken) this.#break();
      else if (written === raw.length) {
        ended = true;
        this.#end(1000);
      }
    }

    #break(): void {
      breaks--;
      const how = dice.below(4);
      if (how === 0) this.#send('{"data":"web 2026');
      this.#end([1006, 1006, 1011, 1000][how] ?? 1006);
    }

    #send(data: string): void {
      this.#tell("message", { data });
    }

    #end(code: number): void {
      this.#tell("close", { code });
      this.close();
    }

    #tell(type: string, event: object): void {
      this.#listeners.get(type)?.(event as never);
    }

    send(): void {}

    close(): void {
      this.#listeners.clear();
    }

    addEventListener(type: string, listener: (event: never) => void): void {
      this.#listeners.set(type, listener);
    }
  }
  return { answer, webSocket: Socket };
}

it.each(SEEDS)("no line is lost and none comes twice, with seed %i", async (seed) => {
  const dice = new Dice(seed);
  const { raw, shown } = logOf(dice);
  const { answer, webSocket } = startPlatform(dice, raw);
  const { client, run } = scriptedClient(answer, { webSocket });
  const read: string[] = [];
  const notices: LogNotice[] = [];
  const reading = async () => {
    for await (const event of tailLogs(client, {
      appId: "app",
      deploymentId: "d",
      type: "RUN",
      follow: true,
    })) {
      if (event.kind === "line") read.push(`${event.component} ${event.text}`);
      else notices.push(event);
    }
  };
  await run(reading());

  expect(read).toEqual(shown);
  expect(notices.filter((notice) => notice.code === "skipped" && notice.reason === "gone")).toEqual([]);
  drops += notices.filter(({ code }) => code === "dropped").length;
});

it("and there was enough to survive", () => {
  expect(drops).toBeGreaterThan(SEEDS.length * 3);
});
