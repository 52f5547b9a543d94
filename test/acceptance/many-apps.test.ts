// Several specs in one run.
import { describe, expect, it } from "vitest";
import { change, fixture } from "../demo/stories.ts";
import { startScene } from "../runner/scene.ts";
import { ON_GITHUB, writesOf } from "./deployed.ts";

const PLATFORM = { ...ON_GITHUB, repository: "acme/platform" };

async function specs() {
  const [docs, hooks, image] = await Promise.all(["monorepo-site", "functions", "image-api"].map(fixture));
  return {
    "apps/docs/app.yaml": docs ?? "",
    "apps/hooks/app.yaml": change(hooks ?? "", ["repo: octo-shop/mail-hooks", "repo: acme/platform"]),
    "apps/image/app.yaml": image ?? "",
  };
}

describe("several apps", () => {
  it("are deployed side by side, and one that fails hides no other", async () => {
    await using scene = await startScene({ ...PLATFORM, speed: 120 });
    const files = await specs();
    const broken = change(files["apps/docs/app.yaml"], ["npm run build", "npm run build && exit 1"]);
    const sha = scene.pushToMain({ ...files, "apps/docs/app.yaml": broken });
    const run = await scene.pushed(sha, { inputs: { "spec-path": "apps/*/app.yaml" } });
    expect(run.exitCode).toBe(1);
    expect(run.log.match(/^::error::.*/gm)).toEqual([expect.stringMatching(/^::error::acme-docs: /)]);
    const apps = JSON.parse(run.outputs.apps ?? "");
    expect(apps.map(({ name, phase }: { name: string; phase: string }) => [name, phase])).toEqual([
      ["acme-docs", "ERROR"],
      ["mail-hooks", "ACTIVE"],
      ["pixel-api", "ACTIVE"],
    ]);
    for (const name of ["acme-docs", "mail-hooks", "pixel-api"]) {
      expect(run.summary).toContain(`\`${name}\``);
      expect(run.log).toMatch(new RegExp(`^${name} │ Created ${name} `, "m"));
    }
    // All are begun before the first is done, and no log is cut by another.
    expect(run.log.lastIndexOf("│ Created")).toBeLessThan(run.log.indexOf("│ Live after"));
    const groups = run.log.match(/^::group::(?:.|\n)*?^::endgroup::/gm) ?? [];
    expect(groups.join("\n")).toContain("::group::acme-docs: End of the BUILD log of docs");
    for (const group of groups) expect(group).not.toMatch(/^[\w-]+ │ (?:Created|Live| \d)/m);
    expect(scene.simulator.requests.filter(({ operation }) => operation === "apps_list")).toHaveLength(1);
  });

  it("are left alone with `changed-only` where the push does not touch them", async () => {
    await using scene = await startScene({ ...PLATFORM, speed: 600 });
    const inputs = { "spec-path": "apps/*/app.yaml", "changed-only": "true" };
    const before = scene.pushToMain(await specs());
    expect((await scene.pushed(before, { inputs })).exitCode).toBe(0);
    const written = writesOf(scene).length;
    expect(written).toBe(3);

    const code = scene.pushToMain({ "packages/hook.js": "// faster" });
    const run = await scene.pushed(code, { inputs, event: { before } });
    expect(run.exitCode, run.log).toBe(0);
    expect(run.log).toContain("left alone: apps/docs/app.yaml, apps/image/app.yaml");
    expect(run.outputs["app-id"]).not.toBe("");
    expect(writesOf(scene)).toHaveLength(written + 1);

    const other = scene.pushToMain({ "README.md": "Hello" });
    const none = await scene.pushed(other, { inputs, event: { before: code } });
    expect(none.exitCode, none.log).toBe(0);
    expect(none.outputs).toMatchObject({ apps: "[]", problems: "0" });
    expect(none.summary).toContain("touches no spec");
    expect(writesOf(scene)).toHaveLength(written + 1);
  });
});
