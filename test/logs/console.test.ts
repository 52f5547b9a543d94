// A shell in a container, over real websockets: the simulator's toy, and a real one on a real terminal.
import {
  AppPlatformClient,
  type ConsoleSession,
  Forbidden,
  NotFound,
  openConsole,
} from "@app-platform-toolkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type AppView, spec } from "../simulator/test-client.ts";
import { HAS_TERMINALS, startRealShell } from "./pty.ts";
import { Scene } from "./scene.ts";

let scene: Scene;
let app: AppView;
beforeEach(async () => {
  scene = await Scene.start();
  app = await scene.platform.createAndDeploy(spec());
});
afterEach(() => scene[Symbol.asyncDispose]());

const open = (more: object = {}) => openConsole(scene.client, { appId: app.id, component: "web", ...more });

/** Reads until something has come. */
async function readUntil(session: ConsoleSession, found: (text: string) => boolean): Promise<string> {
  let text = "";
  for await (const chunk of session.output) {
    text += chunk;
    if (found(text)) break;
  }
  return text;
}

/** All that comes until the shell ends. */
const readAll = (session: ConsoleSession) => readUntil(session, () => false);

describe("typing", () => {
  it("reaches the shell, and its answer comes back, in any language", async () => {
    using session = await open();
    await session.write("echo grün 🎉 日本語\rexit\r");
    const text = await readAll(session);

    expect(text).toContain("\r\ngrün 🎉 日本語\r\n");
    expect(await session.ended).toEqual({ kind: "exited", message: "The shell has ended." });
  });

  it("takes a paste of 1 MiB, whole and in order, with characters on every border", async () => {
    using session = await open();
    const lines: string[] = [];
    for (let length = 0; length < 1024 * 1024; length += lines.at(-1)?.length ?? 0)
      lines.push(`${lines.length} ${"🎉".repeat((lines.length % 40) + 1)}`);
    const written = session.write(`${lines.map((line) => `echo ${line}\r`).join("")}exit\r`);
    const text = await readAll(session);
    await written;
    const answers = text.split("\r\n").filter((line) => /^\d/.test(line));

    expect(answers.length).toBe(lines.length);
    expect(answers).toEqual(lines);
  }, 120_000);

  it("is refused when the shell has ended", async () => {
    using session = await open();
    await session.write("exit\r");
    await session.ended;

    await expect(session.write("ls\r")).rejects.toThrow("The console has ended, so nothing can be typed.");
  });
});

it("counts the last of a storm of sizes", async () => {
  using session = await open({ columns: 90, rows: 20 });
  for (let size = 1; size <= 1_000; size++) session.resize(size, size * 2);
  await new Promise((resolve) => setTimeout(resolve, 20));
  await session.write("stty size\rexit\r");

  expect(await readAll(session)).toContain("stty size\r\n2000 1000\r\n");
  // Of the pauses between sizes there is one for the first, one for the last, and no thousand.
  expect(scene.clock.backOffsMs.filter((ms) => ms === 50).length).toBeLessThan(5);
});

it("says that its connection broke", async () => {
  using session = await open();
  const output = readAll(session);
  scene.simulator.dropSockets();

  expect(await session.ended).toEqual({
    kind: "dropped",
    message: "The connection to the shell broke (1006).",
  });
  await output;
  await expect(session.run("ls")).rejects.toThrow("The console has ended");
});

it("does not begin where the shell is refused, and shows no link", async () => {
  scene.simulator.refuseSockets({ status: 403 });
  const error = await open().catch((thrown: unknown) => thrown);

  expect(String(error)).toContain("The shell was refused with status 403.");
  expect(String(error)).not.toContain("token=");
});

it("is of the instance that was chosen", async () => {
  const { body } = await scene.platform.call("GET", `/v2/apps/${app.id}/instances`);
  const [{ instance_name: instance } = { instance_name: "" }] = body.instances as { instance_name: string }[];
  using session = await open({ instance });

  expect((await session.run("hostname")).output).toBe(`${instance}\n`);
  await expect(open({ instance: "web-0" })).rejects.toBeInstanceOf(NotFound);
});

it("needs a scope of its own", async () => {
  const token = scene.simulator.addToken(["app:read"]);
  const client = new AppPlatformClient({ token, baseUrl: scene.simulator.url, webSocket: WebSocket });

  await expect(openConsole(client, { appId: app.id, component: "web" })).rejects.toBeInstanceOf(Forbidden);
});

it("ends with the caller's signal", async () => {
  const stop = new AbortController();
  using session = await open({ signal: stop.signal });
  stop.abort();

  expect(await session.ended).toMatchObject({ kind: "closed" });
});

describe("a command", () => {
  it("tells its output and its exit code", async () => {
    using session = await open();

    expect(await session.run("echo grün 🎉")).toEqual({ output: "grün 🎉\n", exitCode: 0 });
    expect(await session.run("exit 3")).toEqual({ output: "", exitCode: 3 });
    expect(await session.run("nonsense")).toEqual({ output: "sh: nonsense: not found\n", exitCode: 127 });
    expect(await session.run("echo a\nfalse")).toEqual({ output: "a\n", exitCode: 1 });
  });

  it("fails with its connection", async () => {
    using session = await open();
    scene.simulator.silenceSockets();
    const ran = session.run("echo a");
    scene.simulator.dropSockets();

    await expect(ran).rejects.toThrow("The connection to the shell broke");
  });

  it("is refused where a line is too long for a terminal", async () => {
    using session = await open();

    await expect(session.run(`echo ${"x".repeat(3_000)}`)).rejects.toThrow("longer than 2048 bytes");
  });
});

describe.skipIf(!HAS_TERMINALS).each(["sh", "bash --norc"])("a real terminal with %s", (shell) => {
  it("runs commands as they are", async () => {
    await using real = await startRealShell(shell);
    const client = new AppPlatformClient({ token: "dop_v1_test", baseUrl: real.url, webSocket: WebSocket });
    using session = await openConsole(client, { appId: "app", component: "web" });

    expect(await session.run("exit 3")).toEqual({ output: "", exitCode: 3 });
    expect(await session.run("printf 'grün %s\\n' 🎉; echo bad >&2; false")).toEqual({
      output: "grün 🎉\nbad\n",
      exitCode: 1,
    });
    expect(await session.run("cat")).toEqual({ output: "", exitCode: 0 });
    expect(await session.run("seq 1 20000 # many lines")).toMatchObject({ exitCode: 0 });
    const { output } = await session.run("for i in 1 2 3; do\n  printf '%s ' $i\ndone");
    expect(output).toBe("1 2 3 ");
    expect(await session.run("kill -9 $(sh -c 'echo $PPID')")).toMatchObject({ exitCode: 137 });
  }, 30_000);
});
