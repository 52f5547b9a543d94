// The life of a log stream, over real websockets. Time stands still unless a test lets it pass.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { AppPlatformClient, type LogNotice, NotFound, tailLogs } from "@app-platform-toolkit/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { spec, web } from "../simulator/test-client.ts";
import { Scene, type Tail } from "./scene.ts";

let scene: Scene;
beforeEach(async () => {
  scene = await Scene.start();
});
afterEach(() => scene[Symbol.asyncDispose]());

const MINUTE = 60_000;
const twoServices = spec({ services: [web(), web({ name: "api" })] });
const ended = (tail: Tail) => tail.events.find((event) => event.kind === "notice" && event.code === "ended");
const numbers = (tail: Tail) =>
  tail.texts.flatMap((text) => /items\/(\d+)/.exec(text)?.[1] ?? []).map(Number);
const messages = (tail: Tail) =>
  tail.events.flatMap((event) => (event.kind === "notice" ? [event.message] : []));

describe("lines", () => {
  it("have a component, a time, a text and a deployment", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app, { follow: false, tailLines: 1 });
    await tail.over;

    expect(tail.events).toEqual([
      {
        kind: "notice",
        code: "connected",
        message: "Connected to the log stream.",
        deploymentId: app.active_deployment?.id,
      },
      {
        kind: "line",
        component: "web",
        time: expect.stringMatching(/^2026-01-05T09:1\d:\d\d\.\d{9}Z$/),
        text: expect.stringMatching(/^GET \/items\/\d+ 200 \d+ ms$/),
        deploymentId: app.active_deployment?.id,
      },
      {
        kind: "notice",
        code: "ended",
        reason: "complete",
        message: "There is no more.",
        deploymentId: app.active_deployment?.id,
      },
    ]);
  });

  it.each([1, 2, 3, 7])("are whole where they come in pieces of %i characters", async (length) => {
    const command = 'printf \'grün 🎉 {"level":"warn"} 日本語\'';
    const app = await scene.platform.createAndDeploy(spec({ services: [web({ run_command: command })] }));
    const whole = scene.tail(app, { follow: false });
    await whole.over;
    scene.simulator.cutSockets(length);
    const cut = scene.tail(app, { follow: false });
    await cut.over;

    expect(cut.texts[0]).toBe(`$ ${command}`);
    expect(cut.texts).toEqual(whole.texts);
  });

  it("before a time are left out", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const all = scene.tail(app, { follow: false });
    await all.over;
    const since = new Date(all.lines[10]?.time ?? "");
    const some = scene.tail(app, { follow: false, since });
    await some.over;

    expect(some.texts).toEqual(all.texts.slice(10));
  });

  it("are of one component where it is named", async () => {
    const app = await scene.platform.createAndDeploy(twoServices);
    const tail = scene.tail(app, { follow: false, component: "api" });
    await tail.over;

    expect(new Set(tail.lines.map(({ component }) => component))).toEqual(new Set(["api"]));
  });
});

describe("archives", () => {
  it("are read all, in their order", async () => {
    const app = await scene.platform.createAndDeploy(twoServices);
    const tail = scene.tail(app, { type: "BUILD", follow: false });
    await tail.over;
    const components = tail.lines.map(({ component }) => component);

    expect([...new Set(components)]).toEqual(["web", "api"]);
    expect(components).toEqual([...components].sort().reverse());
    expect(tail.texts.filter((text) => text.includes("build complete"))).toHaveLength(2);
    expect(tail.texts[0]).toBe("\u001b[34m--> fetching the source\u001b[0m");
  });

  it("can be cut to their last lines", async () => {
    const app = await scene.platform.createAndDeploy(twoServices);
    const tail = scene.tail(app, { type: "BUILD", follow: false, tailLines: 3 });
    await tail.over;

    expect(tail.lines.map(({ component }) => component)).toEqual(["api", "api", "api"]);
    expect(tail.texts.at(-1)).toContain("build complete");
  });

  it("of a roll-out tell what it did", async () => {
    const app = await scene.platform.createAndDeploy(twoServices);
    const tail = scene.tail(app, { type: "DEPLOY", follow: false, component: "api" });
    await tail.over;

    expect(tail.lines.map(({ component, text }) => [component, text])).toEqual(
      [
        "preparing the roll-out",
        "pulling the image",
        "creating the containers",
        "waiting until it is ready",
        "ready",
      ].map((text) => ["api", text]),
    );
  });

  it("of a container that was restarted have its last words", async () => {
    const app = await scene.platform.create(spec({ services: [web({ run_command: "exit 1" })] }));
    const deploymentId = app.pending_deployment?.id ?? "";
    while ((await scene.platform.deployment(app.id, deploymentId)).phase !== "DEPLOYING")
      scene.simulator.advance(1_000);
    const tail = scene.tail(app, { type: "RUN_RESTARTED", deploymentId });
    await tail.until(() => tail.notices.includes("waiting"));
    while (!tail.texts.includes("container ended with exit code 1")) {
      const looks = scene.clock.backOffsMs.length;
      scene.simulator.advance(2_000);
      await expect.poll(() => scene.clock.backOffsMs.length, { interval: 1 }).toBeGreaterThan(looks + 1);
    }
    scene.simulator.advance(10 * MINUTE);
    await tail.over;

    expect(tail.texts).toEqual([
      "$ exit 1",
      "Error: cannot reach the configuration it needs",
      expect.stringContaining("at start"),
      "container ended with exit code 1",
    ]);
    expect(ended(tail)).toMatchObject({ reason: "deployment-over" });
  });

  it("of a restarted container, and of an app that restarted none", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app, { type: "RUN_RESTARTED", follow: false });
    await tail.over;

    expect(tail.notices).toEqual(["ended"]);
  });
});

describe("a build that is followed", () => {
  it("is read from its wait to its end", async () => {
    const app = await scene.platform.create(spec());
    const deploymentId = app.pending_deployment?.id ?? "";
    const tail = scene.tail(app, { type: "BUILD", deploymentId });
    await tail.until(() => tail.notices.includes("waiting"));
    scene.simulator.advance(30_000);
    await tail.until(() => tail.lines.length > 0);
    scene.simulator.advance(20 * MINUTE);

    expect(await tail.over).toBeUndefined();
    expect(tail.texts.at(-1)).toContain("build complete");
    expect(ended(tail)).toMatchObject({ reason: "complete" });
  });

  it("goes on in the archive where its stream broke and the build has ended meanwhile", async () => {
    const app = await scene.platform.create(spec());
    scene.simulator.advance(40_000);
    const tail = scene.tail(app, { type: "BUILD" });
    await tail.until(() => tail.lines.length > 0);
    scene.simulator.silenceSockets();
    scene.simulator.advance(20 * MINUTE);
    scene.simulator.dropSockets();
    await tail.over;
    const archive = scene.tail(app, { type: "BUILD", follow: false });
    await archive.over;

    expect(tail.texts).toEqual(archive.texts);
  });

  it("asks for the last lines once, and loses none of those that come in an archive later", async () => {
    const app = await scene.platform.create(spec());
    scene.simulator.advance(40_000);
    const tail = scene.tail(app, { type: "BUILD", tailLines: 1 });
    await tail.until(() => tail.lines.length > 0);
    scene.simulator.silenceSockets();
    scene.simulator.advance(20 * MINUTE);
    scene.simulator.dropSockets();
    await tail.over;
    const archive = scene.tail(app, { type: "BUILD", follow: false });
    await archive.over;

    expect(tail.lines.length).toBeGreaterThan(2);
    expect(archive.texts.slice(-tail.lines.length)).toEqual(tail.texts);
  });
});

describe("a redeploy", () => {
  it("is followed ten times, each with a separator and all its lines", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const ids = [app.active_deployment?.id ?? ""];
    const tail = scene.tail(app);
    for (let round = 1; round <= 10; round++) {
      await tail.until(
        () => tail.count("connected") === round && tail.lines.at(-1)?.deploymentId === ids.at(-1),
      );
      ids.push(await scene.redeploy(app));
      scene.simulator.advance(10 * MINUTE);
      await tail.until(() => tail.count("switched") === round);
    }
    await tail.until(() => tail.lines.at(-1)?.deploymentId === ids.at(-1));
    await tail.stop();

    const switches = tail.events.filter((event) => event.kind === "notice" && event.code === "switched");
    expect(switches.map(({ deploymentId }) => deploymentId)).toEqual(ids.slice(1));
    for (const id of ids) {
      const own = tail.lines.filter(({ deploymentId }) => deploymentId === id).map(({ text }) => text);
      expect(own[0]).toBe("listening on 0.0.0.0:8080");
      expect(new Set(own).size).toBe(own.length);
    }
    expect(new Set(tail.lines.map(({ deploymentId }) => deploymentId))).toEqual(new Set(ids));
    expect(tail.count("dropped")).toBe(0);
  });

  it("is noticed although the old container's stream stays open", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app);
    await tail.until(() => tail.lines.length > 0);
    scene.simulator.silenceSockets();
    const id = await scene.redeploy(app);
    scene.simulator.advance(10 * MINUTE);
    scene.clock.passSilence();
    await tail.until(() => tail.count("connected") > 0);
    scene.clock.passSilence();
    await tail.until(() => tail.lines.at(-1)?.deploymentId === id);

    expect(tail.notices).toEqual(["connected", "switched", "connected"]);
    await tail.stop();
  });

  it("ends the stream where a deployment was named", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app, { deploymentId: app.active_deployment?.id ?? "" });
    await tail.until(() => tail.lines.length > 0);
    await scene.redeploy(app);
    scene.simulator.advance(10 * MINUTE);
    await tail.over;

    expect(ended(tail)).toMatchObject({
      reason: "deployment-over",
      message: "The deployment is in the phase SUPERSEDED now.",
    });
  });

  it("leaves the last words of a container that crashes", async () => {
    const app = await scene.platform.create(spec({ services: [web({ run_command: "exit 1" })] }));
    const tail = scene.tail(app, { deploymentId: app.pending_deployment?.id ?? "" });
    await tail.until(() => tail.notices.includes("waiting"));
    while ((await scene.platform.deployment(app.id, app.pending_deployment?.id ?? "")).phase !== "DEPLOYING")
      scene.simulator.advance(1_000);
    await tail.until(() => tail.notices.includes("connected"));
    scene.simulator.advance(10 * MINUTE);
    await tail.over;

    expect(tail.texts.filter((text) => text === "container ended with exit code 1")).toHaveLength(2);
    expect(ended(tail)).toMatchObject({ message: "The deployment is in the phase ERROR now." });
  });
});

describe("an app that goes away", () => {
  it("ends the stream when it is deleted", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app);
    await tail.until(() => tail.lines.length > 0);
    await scene.platform.call("DELETE", `/v2/apps/${app.id}`);
    scene.simulator.dropSockets();
    await tail.over;

    expect(ended(tail)).toMatchObject({ reason: "deleted" });
  });

  it("ends the stream when it is archived", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app);
    await tail.until(() => tail.lines.length > 0);
    await scene.platform.call("PUT", `/v2/apps/${app.id}`, {
      spec: spec({ maintenance: { archive: true } }),
    });
    scene.simulator.advance(10 * MINUTE);
    await tail.over;

    expect(ended(tail)).toMatchObject({ reason: "archived" });
  });

  it("was never there", async () => {
    const tail = scene.tail({ id: "00000000-0000-4000-8000-000000000000" });

    expect(await tail.over).toBeInstanceOf(NotFound);
  });
});

describe("a connection", () => {
  it.each([400, 403, 404, 500])("that is refused with %i is tried again with a new link", async (status) => {
    const app = await scene.platform.createAndDeploy(spec());
    scene.simulator.refuseSockets({ status, times: 3 });
    const tail = scene.tail(app);
    await tail.until(() => tail.lines.length > 0);

    expect(tail.notices).toEqual(["dropped", "dropped", "dropped", "connected"]);
    expect(messages(tail)[2]).toBe(
      `The log stream was refused with status ${status}. Connecting again in 4 s.`,
    );
    expect(scene.clock.backOffsMs).toEqual([1_000, 2_000, 4_000]);
    await tail.stop();
  });

  it("is not taken elsewhere by a redirect", async () => {
    const asked: unknown[] = [];
    const elsewhere = createServer((request, response) => {
      asked.push(request.url);
      response.end();
    });
    elsewhere.on("upgrade", (request, socket) => {
      asked.push(request.url);
      socket.end();
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
    const location = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`;
    const app = await scene.platform.createAndDeploy(spec());
    scene.simulator.refuseSockets({ status: 302, location, times: 6 });
    const tail = scene.tail(app);
    const error = await tail.over;
    elsewhere.close();

    expect(asked).toEqual([]);
    expect(error).toMatchObject({ name: "LogStreamError", status: 302 });
    expect(scene.clock.backOffsMs).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it("that works again begins the back-off anew", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    scene.simulator.refuseSockets({ status: 500, times: 2 });
    const tail = scene.tail(app, { tailLines: 1 });
    await tail.until(() => tail.lines.length > 0);
    scene.simulator.refuseSockets({ status: 500, times: 7 });
    scene.simulator.dropSockets();
    await tail.until(() => tail.count("connected") === 2);

    expect(scene.clock.backOffsMs).toEqual([
      1_000, 2_000, 1_000, 2_000, 4_000, 8_000, 16_000, 16_000, 16_000, 16_000,
    ]);
    await tail.stop();
  });

  it("on which nothing comes, not even a pong, is left for another", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app);
    await tail.until(() => tail.lines.length > 0);
    const before = tail.lines.length;
    scene.simulator.silenceSockets();
    scene.simulator.advance(MINUTE);
    while (!tail.notices.includes("dropped")) {
      scene.clock.passSilence();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await tail.until(() => tail.lines.length > before);

    expect(messages(tail)).toContain("The log stream went silent. Connecting again in 1 s.");
    expect(numbers(tail)).toEqual(numbers(tail).map((_, index) => index + (numbers(tail)[0] ?? 0)));
    await tail.stop();
  });

  it("that is quiet but answers is kept", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app);
    await tail.until(() => tail.lines.length > 0);
    for (let quiet = 0; quiet < 20; quiet++) {
      scene.clock.passSilence();
      await new Promise((resolve) => setTimeout(resolve, 20));
    }

    expect(tail.notices).toEqual(["connected"]);
    await tail.stop();
  });

  it("does not mind a clock that jumps", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app);
    await tail.until(() => tail.lines.length > 0);
    for (const jumpMs of [86_400_000, -86_400_000, 0]) {
      scene.clock.jumpMs = jumpMs;
      const before = tail.lines.length;
      scene.simulator.advance(MINUTE);
      await tail.until(() => tail.lines.length > before);
      scene.simulator.dropSockets();
      const connected = tail.count("connected");
      await tail.until(() => tail.count("connected") > connected);
    }

    expect(numbers(tail)).toEqual(numbers(tail).map((_, index) => index + (numbers(tail)[0] ?? 0)));
    expect(tail.count("dropped")).toBe(3);
    await tail.stop();
  });

  it("that the platform ends, though the deployment goes on, is opened again", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app, { tailLines: 5 });
    await tail.until(() => tail.lines.length === 5);
    scene.simulator.dropSockets(1000);
    await tail.until(() => tail.count("connected") === 2);
    scene.simulator.advance(MINUTE);
    await tail.until(() => tail.lines.length === 8);

    expect(tail.notices).toEqual(["connected", "dropped", "connected"]);
    await tail.stop();
  });

  it("that is closed because nobody has said anything is opened again, and costs no line", async () => {
    const quiet = [{ key: "SIMULATE_LOG_INTERVAL_MS", value: String(30 * MINUTE) }];
    const app = await scene.platform.createAndDeploy(spec({ envs: quiet }));
    const tail = scene.tail(app);
    await tail.until(() => tail.count("connected") === 1 && tail.lines.length > 0);
    for (let quarter = 0; quarter < 12; quarter++) {
      const [connected, read] = [tail.count("connected"), tail.lines.length];
      scene.simulator.advance(15 * MINUTE);
      await tail.until(() => tail.count("connected") > connected || tail.lines.length > read);
    }

    expect(numbers(tail)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(tail.count("dropped")).toBe(6);
    await tail.stop();
  });

  it("waits out an API that is ill", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const tail = scene.tail(app, { tailLines: 1 });
    await tail.until(() => tail.lines.length === 1);
    scene.simulator.addFault({
      operation: "apps_get_logs_aggregate",
      kind: "status",
      status: 503,
      times: 12,
    });
    scene.simulator.dropSockets();
    await tail.until(() => tail.count("connected") === 2);

    expect(tail.count("dropped")).toBeGreaterThan(1);
    await tail.stop();
  });
});

describe("an abort", () => {
  it("ends it at once, with its reason", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const stop = new AbortController();
    const tail = scene.tail(app, { signal: stop.signal });
    await tail.until(() => tail.lines.length > 0);
    stop.abort(new Error("enough"));

    expect(await tail.over).toEqual(new Error("enough"));
    await expect.poll(() => openSockets()).toBe(0);
  });

  it("drops what was not read yet", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    const stop = new AbortController();
    const events = tailLogs(scene.client, { appId: app.id, type: "RUN", follow: true, signal: stop.signal })[
      Symbol.asyncIterator
    ]();
    await events.next();
    await events.next();
    stop.abort(new Error("enough"));

    await expect(events.next()).rejects.toThrow("enough");
    expect(await events.next()).toEqual({ done: true, value: undefined });
  });

  it("is not needed by a reader that leaves", async () => {
    const app = await scene.platform.createAndDeploy(spec());
    for await (const event of tailLogs(scene.client, { appId: app.id, type: "RUN", follow: true }))
      if (event.kind === "line") break;

    await expect.poll(() => openSockets()).toBe(0);
  });

  const openSockets = async () =>
    ((await (await fetch(`${scene.simulator.url}/_simulator/sockets`)).json()) as { open: number }).open;
});

it("lets no link, and no token, into a notice or an error", async () => {
  const app = await scene.platform.createAndDeploy(spec());
  scene.simulator.refuseSockets({ status: 403, times: 6 });
  const tail = scene.tail(app);
  const error = await tail.over;
  const shown = JSON.stringify([tail.events, String(error), (error as Error).stack]);

  expect(tail.events.filter((event): event is LogNotice => event.kind === "notice")).toHaveLength(5);
  expect(shown).not.toMatch(/token=|_links|dop_v1/);
});

it("works with less comfort on a browser's WebSocket", async () => {
  const app = await scene.platform.createAndDeploy(spec());
  const client = new AppPlatformClient({
    token: scene.simulator.token,
    baseUrl: scene.simulator.url,
    webSocket: globalThis.WebSocket,
    clock: scene.clock,
  });
  const lines: string[] = [];
  for await (const event of tailLogs(client, { appId: app.id, type: "RUN", follow: true })) {
    if (event.kind === "notice" && event.code === "connected" && lines.length > 0) break;
    if (event.kind !== "line") continue;
    if (lines.length === 0) scene.simulator.dropSockets();
    lines.push(event.text);
  }

  expect(new Set(lines).size).toBe(lines.length);
});
