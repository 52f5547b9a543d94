// The promise of a log tail: whatever happens to its connections, every line comes once, and in its order.
import { tailLogs } from "@app-platform-toolkit/core";
import { expect, it } from "vitest";
import { spec, web } from "../simulator/test-client.ts";
import { Scene } from "./scene.ts";

const LINES = 1_000_000;
const DROPS = 100;
const COMPONENTS = ["web", "api"];
/** A connection that breaks, one that breaks within a frame, and a close that is not the normal one. */
const WAYS_TO_DROP = [undefined, "in-frame", 1011] as const;

it("loses no line of a million over a hundred broken connections, and doubles none", async () => {
  await using scene = await Scene.start();
  const { simulator } = scene;
  const app = await scene.platform.create(
    spec({
      envs: [{ key: "SIMULATE_LOG_INTERVAL_MS", value: "1" }],
      services: COMPONENTS.map((name) => web({ name })),
    }),
  );
  while (!(await scene.platform.app(app.id)).active_deployment) simulator.advance(1_000);

  /** `GET /items/4711 200 …`: the simulator counts its lines, so that loss, doubling and disorder all show. */
  const last = new Map<string, number>();
  const wrong: string[] = [];
  const notices: string[] = [];
  const count = (code: string) => notices.filter((each) => each === code).length;
  let read = 0;
  let written = 1;
  let drops = 0;
  for await (const event of tailLogs(scene.client, {
    appId: app.id,
    type: "RUN",
    follow: true,
    tailLines: 1,
    random: () => 0.5,
  })) {
    if (event.kind === "notice") notices.push(event.code);
    else {
      read++;
      const number = Number(/items\/(\d+)/.exec(event.text)?.[1]);
      const before = last.get(event.component);
      if (before !== undefined && number !== before + 1)
        wrong.push(`${event.component}: ${number} after ${before}`);
      last.set(event.component, number);
    }
    if (wrong.length > 0 || (read >= written && written > LINES && count("connected") > drops)) break;
    if (read < written || count("connected") <= drops) continue;
    // All that was written has come, over as many connections as there were breaks: on with the next stretch.
    const stretch = LINES / DROPS;
    const how = WAYS_TO_DROP[drops % WAYS_TO_DROP.length];
    for (let part = 0; part < 10; part++) simulator.advance(stretch / 10 / COMPONENTS.length);
    written += stretch;
    if (drops++ % 2 === 0) simulator.dropSockets(how);
    else setTimeout(() => simulator.dropSockets(how), drops % 7);
  }

  expect(wrong).toEqual([]);
  expect(read).toBe(LINES + 1);
  expect(last.get("web")).toBe(last.get("api"));
  expect([count("dropped"), count("skipped")]).toEqual([DROPS, 0]);
  expect(scene.clock.backOffsMs).toEqual(Array(DROPS).fill(1_000));
}, 300_000);
