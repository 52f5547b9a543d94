import { once } from "node:events";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import WebSocket from "ws";
import { type Simulator, startSimulator } from "./simulator.ts";
import { spec, TestClient, web } from "./test-client.ts";

let simulator: Simulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startSimulator({ speed: 0 });
  client = new TestClient(simulator);
});
afterEach(() => simulator.close());

const MINUTE = 60_000;
const twoServices = spec({ services: [web(), web({ name: "api" })] });

/** Follows a link as the Go client does: `http:` becomes `ws:`, and the link's token is the only credential. */
async function follow(
  link = "",
): Promise<{ socket: WebSocket; frames: string[]; closed: Promise<unknown[]> }> {
  const socket = new WebSocket(link.replace(/^http/, "ws"));
  const frames: string[] = [];
  socket.on("message", (frame) => frames.push((JSON.parse(String(frame)) as { data: string }).data));
  const closed = once(socket, "close");
  await once(socket, "open");
  return { socket, frames, closed };
}

/** Waits for what another socket of this process has still to deliver; the clock itself stands still. */
async function until(done: () => boolean): Promise<void> {
  for (let turn = 0; !done(); turn++) {
    if (turn > 20_000) throw new Error("What was waited for did not come.");
    await setImmediate();
  }
}

describe("build logs", () => {
  it("come as one archive for each component when the build is over, without a bearer token", async () => {
    const { id } = await client.createAndDeploy(twoServices);
    const { body } = await client.call("GET", `/v2/apps/${id}/logs?type=BUILD`);
    expect(body).not.toHaveProperty("live_url");
    expect(body.historic_urls).toHaveLength(2);

    const text = await (await fetch(body.historic_urls?.[1] ?? "")).text();
    for (const line of text.trimEnd().split("\n"))
      expect(line).toMatch(/^api 2026-01-05T09:0\d:\d\d\.\d{9}Z ./);
    expect(text).toContain("build complete");
  });

  it("are those of one component where it is named, in the path or in the query", async () => {
    const { id } = await client.createAndDeploy(twoServices);
    const byPath = await client.call("GET", `/v2/apps/${id}/components/api/logs?type=BUILD`);
    const byQuery = await client.call("GET", `/v2/apps/${id}/logs?type=BUILD&component_name=api`);

    expect(byPath.body.historic_urls).toHaveLength(1);
    expect(byQuery.body.historic_urls).toHaveLength(1);
    expect((await client.call("GET", `/v2/apps/${id}/components/nobody/logs?type=BUILD`)).status).toBe(404);
  });

  it("stream while the build runs, and end with the normal close when it is over", async () => {
    const app = await client.create(spec());
    simulator.advance(40_000);
    const path = `/v2/apps/${app.id}/deployments/${app.pending_deployment?.id}/logs?type=BUILD&follow=true`;
    const { body } = await client.call("GET", path);
    expect(body).not.toHaveProperty("historic_urls");

    const { frames, closed } = await follow(body.live_url);
    await until(() => frames.length === 1);
    expect(frames[0]).toContain("fetching the source");
    simulator.advance(5 * MINUTE);

    expect((await closed)[0]).toBe(1000);
    expect(frames.join("")).toContain("build complete");
  });

  it("show why a build failed", async () => {
    const { id } = await client.createAndDeploy(spec({ services: [web({ build_command: "exit 4" })] }));
    const [deployment] = (await client.call("GET", `/v2/apps/${id}/deployments`)).body.deployments;
    const path = `/v2/apps/${id}/deployments/${deployment?.id}/logs`;
    const { body } = await client.call("GET", `${path}?type=BUILD`);
    const text = await (await fetch(body.historic_urls?.[0] ?? "")).text();

    expect(text).toContain("exited with code 4");
    expect((await client.call("GET", `${path}?type=DEPLOY`)).body.message).toBe(
      `cannot get deploy logs from deployment ${deployment?.id} in phase error`,
    );
  });

  it("are nothing at all for a component that is not built", async () => {
    const { id } = await client.createAndDeploy({
      name: "shop",
      services: [{ name: "web", image: { registry_type: "DOCR", repository: "web" } }],
    });

    expect((await client.call("GET", `/v2/apps/${id}/logs?type=BUILD`)).text).toBe("{}");
  });
});

describe("run logs", () => {
  it("are there while a container crashes, and gone afterwards", async () => {
    const app = await client.create(spec({ services: [web({ run_command: "exit 1" })] }));
    const id = app.pending_deployment?.id ?? "";
    const path = `/v2/apps/${app.id}/deployments/${id}/logs?type=RUN&follow=true`;
    while ((await client.deployment(app.id, id)).phase !== "DEPLOYING") simulator.advance(1000);
    const { body } = await client.call("GET", path);
    const { frames, closed } = await follow(body.live_url);
    simulator.advance(5 * MINUTE);

    expect((await closed)[0]).toBe(1000);
    expect(frames.join("")).toContain("container ended with exit code 1");
    const late = await client.call("GET", path);
    expect([late.status, late.body.message]).toEqual([
      400,
      `cannot get running logs from deployment ${id} in phase final_cleanup`,
    ]);
  });

  it("go on with the virtual time", async () => {
    const app = await client.createAndDeploy(spec());
    const { body } = await client.call("GET", `/v2/apps/${app.id}/logs?type=RUN&follow=true&tail_lines=2`);
    const { frames, socket } = await follow(body.live_url);
    await until(() => frames.length === 1);
    expect(frames[0]?.trimEnd().split("\n")).toHaveLength(2);
    simulator.advance(MINUTE);
    await until(() => frames.length === 2);

    expect(frames[1]?.trimEnd().split("\n")).toHaveLength(3);
    socket.close();
  });

  it("end when another deployment takes over", async () => {
    const app = await client.createAndDeploy(spec());
    const { body } = await client.call("GET", `/v2/apps/${app.id}/logs?type=RUN&follow=true`);
    const { closed } = await follow(body.live_url);
    await client.call("POST", `/v2/apps/${app.id}/deployments`, { force_build: true });
    simulator.advance(10 * MINUTE);

    expect((await closed)[0]).toBe(1000);
  });

  it("are text over plain HTTP too, and without follow they end at once", async () => {
    const app = await client.createAndDeploy(spec());
    const { body } = await client.call("GET", `/v2/apps/${app.id}/logs?type=RUN&tail_lines=1`);
    const text = await (await fetch(body.live_url ?? "")).text();

    expect(text).toMatch(/^web \S+Z GET \/items\/\d+ 200 \d+ ms\n$/);
  });
});

describe("links", () => {
  it("open an archive for five minutes, and a stream once", async () => {
    const { id } = await client.createAndDeploy(spec());
    const archive =
      (await client.call("GET", `/v2/apps/${id}/logs?type=BUILD`)).body.historic_urls?.[0] ?? "";
    const live = (await client.call("GET", `/v2/apps/${id}/logs?type=RUN`)).body.live_url ?? "";

    expect([(await fetch(archive)).status, (await fetch(archive)).status]).toEqual([200, 200]);
    expect([(await fetch(live)).status, (await fetch(live)).status]).toEqual([200, 403]);
    simulator.advance(5 * MINUTE);
    const expired = await fetch(archive);
    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain("<Code>AccessDenied</Code>");
  });

  it("are refused as a socket too when they are spent", async () => {
    const socket = new WebSocket(`${simulator.url.replace("http", "ws")}/_links/live?token=spent`);
    const [error] = (await once(socket, "error")) as [Error];

    expect(error.message).toContain("403");
  });

  it("leave no token in the request log", async () => {
    const { id } = await client.createAndDeploy(spec());
    const archive =
      (await client.call("GET", `/v2/apps/${id}/logs?type=BUILD`)).body.historic_urls?.[0] ?? "";
    await fetch(archive);

    expect(JSON.stringify(simulator.requests)).not.toContain(new URL(archive).searchParams.get("token"));
  });
});

describe("which types there are", () => {
  it.each(["", "?type=UNSPECIFIED", "?type=AUTOSCALE_EVENT", "?type=NOISE"])("refuses %j", async (query) => {
    const { id } = await client.createAndDeploy(spec());

    expect((await client.call("GET", `/v2/apps/${id}/logs${query}`)).status).toBe(400);
  });

  it("has no logs of an app that is not live yet, nor of a phase that has not begun", async () => {
    const app = await client.create(spec());
    const path = `/v2/apps/${app.id}/deployments/${app.pending_deployment?.id}/logs`;

    expect((await client.call("GET", `/v2/apps/${app.id}/logs?type=RUN`)).status).toBe(404);
    expect((await client.call("GET", `${path}?type=RUN`)).status).toBe(400);
  });
});

describe("a console", () => {
  it("echoes, answers and ends with the normal close", async () => {
    const { id } = await client.createAndDeploy(spec());
    const { body } = await client.call("GET", `/v2/apps/${id}/components/web/exec`);
    expect(body.url).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/_links\/console\?token=[0-9a-f]{40}$/);

    const { socket, frames, closed } = await follow(body.url);
    socket.send(JSON.stringify({ op: "resize", width: 100, height: 30 }));
    socket.send(JSON.stringify({ op: "stdin", data: "stty size\r" }));
    socket.send(JSON.stringify({ op: "stdin", data: "" }));
    socket.send(JSON.stringify({ op: "stdin", data: "echo grün\rexit\r" }));

    expect((await closed)[0]).toBe(1000);
    expect(frames.join("")).toContain("stty size\r\n30 100\r\nshop:web$ ");
    expect(frames.join("")).toContain("echo grün\r\ngrün\r\n");
  });

  it("is not impressed by frames that are none, or by a script without end", async () => {
    const { id } = await client.createAndDeploy(spec());
    const { body } = await client.call("GET", `/v2/apps/${id}/components/web/exec`);
    const { socket, frames } = await follow(body.url);
    const type = (data: unknown) => socket.send(JSON.stringify({ op: "stdin", data }));
    for (const frame of [
      "",
      "null",
      "7",
      "[]",
      "{",
      '{"op":5}',
      '{"op":"resize","width":"x","height":-1}',
      '{"op":"resize"}',
    ])
      socket.send(frame);
    for (const data of [5, null, { a: 1 }]) type(data);
    socket.send(Buffer.from([0, 255, 1]));
    type(`${"(".repeat(2_000)}${")".repeat(2_000)}\r`);
    type(`${"x".repeat(100_000)}\u0003`);
    type("echo a🎉\u007fb; stty size\r");
    await until(() => frames.join("").includes("24 80\r\n"));

    expect(frames.join("")).toContain("nested too deep");
    expect(frames.join("")).toContain("\r\nab\r\n24 80\r\n");
    expect(frames.join("").length).toBeLessThan(20_000);
    socket.terminate();
  });

  it("needs app:access_console, a running instance and an instance that exists", async () => {
    const { id } = await client.createAndDeploy(spec({ static_sites: [web({ name: "site" })] }));
    const path = (component: string) => `/v2/apps/${id}/components/${component}/exec`;
    const reader = new TestClient(simulator, simulator.addToken(["app:read"]));

    expect((await reader.call("GET", path("web"))).status).toBe(403);
    expect((await client.call("GET", path("site"))).status).toBe(400);
    expect((await client.call("GET", `${path("web")}?instance_name=web-0`)).status).toBe(404);
  });
});

it("drops sockets on demand, as a broken connection or with a code", async () => {
  const { id } = await client.createAndDeploy(spec());
  const open = async () =>
    follow((await client.call("GET", `/v2/apps/${id}/logs?type=RUN&follow=true`)).body.live_url);
  const broken = await open();
  expect(simulator.dropSockets()).toBe(1);
  expect((await broken.closed)[0]).toBe(1006);
  const closed = await open();
  simulator.dropSockets(1011);
  expect((await closed.closed)[0]).toBe(1011);
});

describe("sockets that go wrong on demand", () => {
  const live = async (id: string) =>
    (await client.call("GET", `/v2/apps/${id}/logs?type=RUN&follow=true`)).body.live_url;

  it("break within a frame, of which nothing arrives", async () => {
    const { id } = await client.createAndDeploy(spec());
    const { frames, closed } = await follow(await live(id));
    await until(() => frames.length > 0);
    const before = frames.length;
    simulator.dropSockets("in-frame");

    expect((await closed)[0]).toBe(1006);
    expect(frames).toHaveLength(before);
  });

  it("are refused with any status, so often as was asked", async () => {
    const { id } = await client.createAndDeploy(spec());
    simulator.refuseSockets({ status: 302, location: "http://127.0.0.1:1/", times: 2 });

    for (const _ of [1, 2]) {
      const refused = new WebSocket(((await live(id)) ?? "").replace(/^http/, "ws"));
      const [error] = (await once(refused, "error")) as [Error];
      expect(error.message).toContain("302");
    }
    expect((await follow(await live(id))).socket.readyState).toBe(WebSocket.OPEN);
  });

  it("say nothing more, not even that they live", async () => {
    const { id } = await client.createAndDeploy(spec());
    const { socket, frames } = await follow(await live(id));
    await until(() => frames.length > 0);
    let pongs = 0;
    socket.on("pong", () => pongs++);
    simulator.silenceSockets();
    socket.ping();
    simulator.advance(MINUTE);
    // Another socket, opened later, is answered: so there was time enough.
    const other = await follow(await live(id));
    await until(() => other.frames.length > 0);

    expect([frames.length, pongs, socket.readyState]).toEqual([1, 0, WebSocket.OPEN]);
    socket.terminate();
    other.socket.terminate();
  });

  it("cut the text anywhere, and lose none of it", async () => {
    const emoji = spec({ services: [web({ run_command: "echo 🎉🎉🎉" })] });
    const { id } = await client.createAndDeploy(emoji);
    const whole = await (await fetch((await live(id)) ?? "", { signal: null })).body?.getReader().read();
    simulator.cutSockets(5);
    const { socket, frames } = await follow(await live(id));
    const text = new TextDecoder().decode(whole?.value);
    await until(() => frames.join("") === text);

    expect(frames.every((frame) => frame.length <= 5)).toBe(true);
    expect(frames.some((frame) => !frame.isWellFormed())).toBe(true);
    socket.terminate();
  });
});

it.each(["tail_lines=many", "tail_lines=1e9", "follow=maybe"])("are not asked for with %s", async (query) => {
  const { id } = await client.createAndDeploy(spec());

  expect((await client.call("GET", `/v2/apps/${id}/logs?type=RUN&${query}`)).status).toBe(400);
});

it("writes as often as the spec asks", async () => {
  const envs = [{ key: "SIMULATE_LOG_INTERVAL_MS", value: "10" }];
  const { id } = await client.createAndDeploy(spec({ envs }));
  const { body } = await client.call("GET", `/v2/apps/${id}/logs?type=RUN&follow=true&tail_lines=7`);
  const { socket, frames } = await follow(body.live_url);
  await until(() => frames.length === 1);
  simulator.advance(1_000);
  await until(() => frames.length === 2);

  expect(frames.map((frame) => frame.trimEnd().split("\n").length)).toEqual([7, 100]);
  socket.terminate();
});
