// A spec that was deployed is no change, whatever the platform has made of it.
import { AppPlatformClient, InvalidSpec, planDeploy } from "@app-platform-toolkit/core";
import { expect, it } from "vitest";
import { loadSpecs } from "../fuzz/specs.ts";
import { startSimulator } from "../simulator/index.ts";

it("finds nothing to change in what it has just deployed, over real specs", async () => {
  await using simulator = await startSimulator({
    speed: 0,
    rateLimits: { perMinute: 100_000, perHour: 100_000 },
  });
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const { from, specs } = loadSpecs();
  const noise: Record<string, string[]> = {};
  let deployed = 0;
  for (const file of specs) {
    const spec = { ...file.spec, name: `app-${deployed}` };
    const app = await client.apps.create({ spec }).catch((error: unknown) => {
      if (error instanceof InvalidSpec) return undefined;
      throw error;
    });
    if (!app) continue;
    deployed++;
    // A secret that is written in the file cannot be compared with the one that the platform has encrypted.
    const changes = planDeploy(spec, app).changes.filter(({ secret }) => !secret);
    if (changes.length > 0) noise[file.name] = changes.map(({ path, kind }) => `${kind} ${path}`);
  }
  expect(noise).toEqual({});
  expect(deployed, `specs of ${from} that the simulator takes`).toBeGreaterThan(
    from.includes("corpus") ? 40 : 3,
  );
});
