// A whole release of what is committed here, into a bare repository and a folder, and then what users do with it.
import { execFile } from "node:child_process";
import { appendFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { linkModules } from "../../scripts/release/build.ts";
import { run } from "../../scripts/release/run.ts";
import { fixture } from "../demo/stories.ts";
import { startScene } from "../runner/scene.ts";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));
const SPEC = ".do/app.yaml";

let folder = "";
let version = "";

beforeAll(async () => {
  vi.spyOn(console, "log").mockImplementation(() => {});
  folder = await mkdtemp(join(tmpdir(), "release-"));
  await script(REPOSITORY, "--out", join(folder, "out"), "--modules-of", REPOSITORY);
  ({ version } = JSON.parse(await readFile(join(folder, "out/checkout/package.json"), "utf8")));
}, 600_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("the tag", () => {
  it("is an action that deploys: its tree has action.yml on its top, and the bundle", async () => {
    const actionFolder = await checkout(`v${version.split(".")[0]}`);
    await using scene = await startScene({ repository: "pixelworks/resize", speed: 600 });
    const sha = scene.pushToMain({ [SPEC]: await fixture("image-api") });
    const ran = await scene.pushed(sha, { actionFolder });
    expect(ran.exitCode, ran.log).toBe(0);
    expect(ran.outputs).toMatchObject({ phase: "ACTIVE", "monthly-cost": "229.00" });
  });

  it("has the bundle in a commit of its own, on no branch", async () => {
    const remote = join(folder, "out/remote.git");
    const git = (...args: string[]) => run("git", args, { cwd: remote });
    expect(await git("diff", "--name-only", "main", `v${version}`)).toMatch(
      /^(packages\/action\/dist\/\S+\s*)+$/,
    );
    expect(await git("rev-parse", `v${version}^{}~1`)).toBe(await git("rev-parse", "main"));
    expect(await git("branch", "--contains", `v${version}`)).toBe("");
  });

  it("holds the bundle that another build in another folder makes, to the byte", async () => {
    const again = join(folder, "elsewhere", "and", "deeper");
    await run("git", ["clone", "--quiet", "--branch", "main", join(folder, "out/remote.git"), again], {
      cwd: folder,
    });
    await linkModules(again, REPOSITORY);
    await run(process.execPath, ["scripts/bundle-action.ts"], { cwd: again });
    const released = join(folder, "out/artifacts/action-dist");
    const files = await readdir(released);
    expect(files).toContain("THIRD-PARTY-LICENSES");
    expect(await readdir(join(again, "packages/action/dist"))).toEqual(files);
    for (const file of files)
      expect(await readFile(join(again, "packages/action/dist", file)), file).toEqual(
        await readFile(join(released, file)),
      );
  });

  it("is finished by the same again, where only the major's was not moved", async () => {
    const [remote, major] = [join(folder, "out/remote.git"), `v${version.split(".")[0]}`];
    const tags = () => run("git", ["show-ref", "--tags", "--dereference"], { cwd: remote });
    const before = await tags();
    await run("git", ["tag", "--delete", major], { cwd: remote });
    await tagAgain();
    expect(await tags()).toBe(before);
  });

  it("is not made without the notes of its version", async () => {
    const notes = join(folder, `out/artifacts/notes-${version}.md`);
    expect(await readFile(notes, "utf8")).toMatch(/^### Added\n\n- /);
    await rename(notes, `${notes}.away`);
    await expect(tagAgain()).rejects.toThrow(`has no notes-${version}.md`);
    await rename(`${notes}.away`, notes);
  });

  it("is never moved: tagging again changes nothing, and with another bundle is refused", async () => {
    const remote = join(folder, "out/remote.git");
    const tags = () => run("git", ["show-ref", "--tags", "--dereference"], { cwd: remote });
    const before = await tags();
    await tagAgain();
    expect(await tags()).toBe(before);
    await appendFile(join(folder, "out/artifacts/action-dist/index.mjs"), "// something else");
    await expect(tagAgain()).rejects.toThrow(
      `v${version} is released already, and what was released never changes.`,
    );
    expect(await tags()).toBe(before);
  });
});

describe("the bill of materials", () => {
  it("has every package that is passed on, with its licence and digest, and nothing else", async () => {
    const bill: Bill = JSON.parse(await readFile(join(folder, "out/artifacts/sbom.cdx.json"), "utf8"));
    const dists = ["action", "vscode", "cli"].map((name) =>
      join(folder, `out/checkout/packages/${name}/dist`),
    );
    const texts = await Promise.all(
      dists.map((dist) => readFile(join(dist, "THIRD-PARTY-LICENSES"), "utf8")),
    );
    const licensed = texts.flatMap((text) => [...text.matchAll(/^(\S+ \d+\.\d+\.\S+) \(.+\)$/gm)]);
    const shipped = new Set(licensed.map(([, name]) => name));
    expect(shipped.size).toBeGreaterThan(20);
    const others = bill.components.filter(({ hashes }) => hashes);
    expect(new Set(others.map((other) => `${other.name} ${other.version}`))).toEqual(shipped);
    expect(bill.components.filter(({ hashes }) => !hashes).map((our) => our["bom-ref"])).toEqual(
      ["action", "vscode", "cli", "core"].map((name) => `packages/${name}`),
    );
    expect(bill.metadata.component).toMatchObject({ name: "app-platform-toolkit", version });
    expect(bill.serialNumber).toMatch(/^urn:uuid:/);
    for (const { licenses, hashes } of others) {
      expect(licenses).toHaveLength(1);
      expect(hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/);
    }
    const references = bill.dependencies.map(({ ref }) => ref);
    expect(references.toSorted()).toEqual(
      ["toolkit", ...bill.components.map((each) => each["bom-ref"])].toSorted(),
    );
    const core = bill.dependencies.find(({ ref }) => ref === "packages/core");
    expect(core?.dependsOn).toEqual(expect.arrayContaining([expect.stringContaining("pkg:npm/zod@")]));
  });
});

describe("the registry", () => {
  it("has a library and a command that an empty project installs and uses", async () => {
    const project = join(folder, "project");
    const registry = join(folder, "out/registry");
    const packages = (await readdir(registry)).filter((file) => file.endsWith(".tgz"));
    await run("git", ["init", "--quiet", project], { cwd: folder });
    await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
    const install = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    await run("npm", [...install, ...packages.map((file) => join(registry, file))], { cwd: project });
    await writeFile(join(project, "app.yaml"), await fixture("web-shop"));
    await writeFile(join(project, "use.js"), USE_CORE);
    expect(await run(process.execPath, ["use.js"], { cwd: project })).toBe("web-shop 0 24");
    const command = ["node_modules/@app-platform-toolkit/cli/dist/app-platform.cjs", "validate", "app.yaml"];
    await run(process.execPath, command, { cwd: project });
    await writeFile(join(project, "app.yaml"), "name: Web Shop\n");
    await expect(run(process.execPath, command, { cwd: project })).rejects.toThrow("app.yaml:1:7");
  });
});

const USE_CORE = `
import { readFileSync } from "node:fs";
import { estimateCost, parseSpec, validateSpec } from "@app-platform-toolkit/core";
const document = parseSpec(readFileSync("app.yaml", "utf8"));
const errors = validateSpec(document).filter(({ severity }) => severity === "error");
console.log(document.spec.name, errors.length, estimateCost(document.spec).monthly.high);
`;

interface Bill {
  readonly serialNumber: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly {
    readonly "bom-ref": string;
    readonly name: string;
    readonly version: string;
    readonly licenses: readonly unknown[];
    readonly hashes?: readonly { readonly content: string }[];
  }[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

/** The stage of that name, as a job that is run again has it. */
async function tagAgain(): Promise<string> {
  const source = join(folder, "out/checkout");
  await run("git", ["checkout", "--quiet", `v${version}^{}~1`], { cwd: source });
  return script(source, "tag", "--remote", join(folder, "out/remote.git"), "--out", join(folder, "out"));
}

/** As `uses: owner/repository@reference` has it. */
async function checkout(reference: string): Promise<string> {
  const path = join(folder, `action-${reference}`);
  const remote = join(folder, "out/remote.git");
  await run(
    "git",
    ["clone", "--quiet", "--depth=1", "--branch", reference, pathToFileURL(remote).href, path],
    {
      cwd: folder,
    },
  );
  return path;
}

async function script(cwd: string, ...args: string[]): Promise<string> {
  const main = join(REPOSITORY, "scripts/release/main.ts");
  const { stdout } = await promisify(execFile)(process.execPath, ["--conditions=source", main, ...args], {
    cwd,
  });
  return stdout;
}
