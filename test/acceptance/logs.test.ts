// What a job shows of a deployment's logs while it goes on, and what they must not do.
import { describe, expect, it } from "vitest";
import { change, fixture } from "../demo/stories.ts";
import { CANARY } from "../runner/canary.ts";
import { patiently } from "../runner/patient.ts";
import { startProxy } from "../runner/proxy.ts";
import { startScene } from "../runner/scene.ts";
import { deployed } from "./deployed.ts";

const SPEC = ".do/app.yaml";

/** The shop with a secret that the workflow supplies, and that the API prints in every way before it crashes. */
async function carelessShop(): Promise<string> {
  return change(
    await fixture("web-shop"),
    ["run_command: node dist/server.js", "run_command: sh -c 'node dist/server.js; exit 3'"],
    ["        type: SECRET\n", "        type: SECRET\n        value: ${STRIPE_KEY}\n"],
    [
      "      - key: DATABASE_URL",
      '      - { key: SIMULATE_PRINT_ENV, value: "1" }\n      - key: DATABASE_URL',
    ],
  );
}

describe("a deploy", () => {
  it("streams its logs in groups, keeps a crash's last words, and shows no secret in any encoding", async () => {
    await using scene = await startScene({ speed: 0, seed: 7 });
    const job = scene.pushed(scene.pushToMain({ [SPEC]: await carelessShop() }), {
      inputs: { "env-allow": "STRIPE_KEY" },
      env: { STRIPE_KEY: CANARY },
    });
    const run = await patiently(scene, "web-shop", job);
    expect(run.exitCode).toBe(1);
    const lines = run.log.split("\n");
    const groupOf = (line: string) =>
      lines.slice(0, lines.indexOf(line)).findLast((each) => /^::(end)?group::/.test(each));
    expect(groupOf("api │  $ npm run build")).toMatch(/^::group::Build log/);
    expect(groupOf("api │ pulling the image")).toMatch(/^::group::Deploy log/);
    expect(lines.some((line) => /^ \d:\d\d {4}✗ deploy › api › wait/.test(line))).toBe(true);
    // The runner has seen it all, and hidden it.
    expect(run.log).toContain("api │ STRIPE_KEY=***");
    expect(run.log).toContain("api │ STRIPE_KEY in hex: ***");
    expect(run.log).not.toMatch(/^\s*::warning::\*/m);

    expect(run.summary).toContain("End of the RUN log of api");
    expect(run.summary).toContain("container ended with exit code 3");
    expect(run.summary).toContain("Exit code: 3<br>");
    expect(run.summary).toContain("authorization: Basic dXNlcj");
    expect(run.summary).toContain("```mermaid\ngantt\n");
    expect(run.summary).toMatch(/^ {2}api › wait :crit, \d+, \d+$/m);
    expect(run.summary).toMatch(/\| `api` \| commit `[0-9a-f]{40}` \|/);
    expect(run.summary).toMatch(
      /https:\/\/cloud\.digitalocean\.com\/apps\/[0-9a-f-]+\/deployments\/[0-9a-f-]+/,
    );
    expect(run.summary).toContain("Nothing is live: the app has no earlier deployment.");
    // Where the cause most likely is: the command of the component that crashed.
    expect(run.log).toMatch(/^::error title=DeployContainerExitNonZero,file=\.do\/app\.yaml,line=11,/m);
    // No group is left open, into which the annotations would fold.
    const marks = lines.filter((line) => /^::(end)?group::/.test(line));
    expect(marks.filter((mark) => mark === "::endgroup::")).toHaveLength(marks.length / 2);
  });

  it("keeps a crash's last words although the stream drops in the middle of it, and waits out an outage", async () => {
    await using scene = await startScene({ speed: 0, seed: 7 });
    await deployed(scene, await fixture("web-shop"));
    const before = scene.simulator.appNamed("web-shop")?.active?.id;
    const job = scene.pushed(scene.pushToMain({ [SPEC]: await carelessShop() }), {
      inputs: { "env-allow": "STRIPE_KEY" },
      env: { STRIPE_KEY: CANARY },
      onLine: (line) => {
        // The first container has crashed by now, and the platform starts it again.
        if (line.includes("not ready: ")) scene.simulator.dropSockets();
      },
    });
    const run = await patiently(scene, "web-shop", job, {
      onPhase: (phase) => {
        const operation = "apps_get_deployment";
        if (phase === "BUILDING")
          for (const fault of [{ status: 503 }, { status: 500 }, { status: 502, kind: "html" as const }])
            scene.simulator.addFault({ operation, kind: "status", ...fault });
      },
    });
    expect(run.exitCode).toBe(1);
    expect(run.summary).toContain(`Still live: the deployment before, \`${before}\`.`);
    expect(run.log).toMatch(/asking again in \d+ s/);
    expect(run.summary).toContain("End of the RUN log of api");
    expect(run.summary).toContain("container ended with exit code 3");
  });

  it("follows its logs through the proxy that the runner names", async () => {
    await using scene = await startScene({ speed: 0, seed: 7 });
    await using proxy = await startProxy();
    const job = scene.pushed(scene.pushToMain({ [SPEC]: await fixture("functions") }), {
      env: { http_proxy: proxy.url },
    });
    const run = await patiently(scene, "mail-hooks", job);
    expect(run.exitCode, run.log).toBe(0);
    expect(run.log).toContain("::group::Build log");
    expect(proxy.seen.filter((line) => line === "websocket").length).toBeGreaterThan(0);
    expect(proxy.seen).toContain(`CONNECT ${new URL(scene.simulator.url).host}`);
  });

  it("is not waited for without end", async () => {
    await using scene = await startScene({ speed: 1, seed: 7 });
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: await fixture("functions") }), {
      inputs: { timeout: "3s" },
    });
    expect(run.exitCode).toBe(1);
    expect(run.log).toMatch(
      /^::error::mail-hooks: Deployment .* was still PENDING_BUILD after 3 s\. It goes on;/m,
    );
    expect(run.outputs.phase).toBe("PENDING_BUILD");
    expect(scene.simulator.requests.filter(({ operation }) => operation?.includes("cancel"))).toEqual([]);
  });

  it("keeps its logs to itself where the workflow says so", async () => {
    await using scene = await startScene({ speed: 600, seed: 7 });
    const run = await scene.pushed(scene.pushToMain({ [SPEC]: await carelessShop() }), {
      inputs: { "env-allow": "STRIPE_KEY", logs: "never" },
      env: { STRIPE_KEY: CANARY },
    });
    expect(run.exitCode).toBe(1);
    expect(run.log).not.toContain("::group::");
    expect(run.summary).not.toContain("End of the");
    expect(scene.simulator.requests.filter(({ operation }) => operation?.includes("logs"))).toEqual([]);
  });
});
