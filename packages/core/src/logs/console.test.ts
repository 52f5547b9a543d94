// What a shell's connection sends by itself, on a clock that is not the wall's.
import { expect, it } from "vitest";
import type { WebSocketLike } from "../api/index.ts";
import { json, scriptedClient } from "../api/testing.ts";
import { openConsole } from "./console.ts";

const URL_OF_SHELL = "wss://platform.example/exec?token=secret";

/** A shell that takes what is sent, and answers when a test says so. */
function scriptedShell() {
  const frames: unknown[] = [];
  const state = { unsent: 0, answer: (_: string) => {} };
  class Socket implements WebSocketLike {
    readonly readyState = 1;
    readonly #listeners = new Map<string, (event: never) => void>();

    constructor() {
      state.answer = (data) => this.#tell("message", { data: JSON.stringify({ data }) });
      queueMicrotask(() => this.#tell("open", {}));
    }

    get bufferedAmount(): number {
      return state.unsent;
    }

    send(text: string): void {
      frames.push(JSON.parse(text));
    }

    close(): void {
      this.#listeners.clear();
    }

    addEventListener(type: string, listener: (event: never) => void): void {
      this.#listeners.set(type, listener);
    }

    #tell(type: string, event: object): void {
      this.#listeners.get(type)?.(event as never);
    }
  }
  return { frames, state, ...scriptedClient(json({ url: URL_OF_SHELL }), { webSocket: Socket }) };
}

const PLACE = { appId: "app", component: "web" };

it("tells its size, and then every half a minute that it lives", async () => {
  const { client, frames, run, clock } = scriptedShell();
  using session = await run(openConsole(client, { ...PLACE, columns: 100, rows: 40 }));
  await run(clock.sleep(100_000));
  session.resize(80, 24);
  await run(clock.sleep(1_000));

  const alive = { op: "stdin", data: "" };
  expect(frames).toEqual([
    { op: "resize", width: 100, height: 40 },
    alive,
    alive,
    alive,
    { op: "resize", width: 80, height: 24 },
  ]);
});

it("is of the deployment and the instance that are named", async () => {
  const { client, run, sent } = scriptedShell();
  using _ = await run(openConsole(client, { ...PLACE, deploymentId: "d1", instance: "web-1-2" }));

  expect(sent.map(({ path }) => path)).toEqual([
    "/v2/apps/app/deployments/d1/components/web/exec?instance_name=web-1-2",
  ]);
});

it("shows colours and the cursor, and no title, link or clipboard", async () => {
  const { client, run, state } = scriptedShell();
  using session = await run(openConsole(client, PLACE));
  const output = session.output[Symbol.asyncIterator]();
  state.answer("\u001b[2J\u001b[31mred\u001b]52;c;aGk=\u0007\u001b]0;t");
  state.answer("\u0007\u001b]8;;http://evil.example\u001b\\link\u001b[6n");

  expect((await output.next()).value).toBe("\u001b[2J\u001b[31mred");
  expect((await output.next()).value).toBe("link");
});

it("waits with a long text while what was sent has not left", async () => {
  const { client, frames, run, state, clock } = scriptedShell();
  using session = await run(openConsole(client, PLACE));
  state.unsent = 1024 * 1024;
  const written = session.write("x".repeat(10_000));
  await run(clock.sleep(1_000));
  expect(frames).toHaveLength(1);
  state.unsent = 0;
  await run(written);

  expect(frames.slice(1)).toEqual(
    [4_096, 4_096, 1_808].map((length) => ({ op: "stdin", data: "x".repeat(length) })),
  );
});
