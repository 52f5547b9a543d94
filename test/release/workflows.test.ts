// What the workflows of this repository may do, and whose code they run.
import { readdir, readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type FindProblems, loadWorkflowParser } from "../documents/workflow-parser.ts";

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  "timeout-minutes"?: number;
  permissions?: Record<string, string>;
  steps: Step[];
}

const FOLDER = new URL("../../.github/workflows/", import.meta.url);
const NAMES = (await readdir(FOLDER)).filter((name) => name.endsWith(".yml"));

let problemsOf: FindProblems;
beforeAll(async () => {
  problemsOf = await loadWorkflowParser();
});

describe.each(NAMES)("%s", async (name) => {
  const text = await readFile(new URL(name, FOLDER), "utf8");
  const workflow: { permissions: Record<string, string>; jobs: Record<string, Job> } = parse(text);
  const jobs = Object.entries(workflow.jobs);

  it("is a workflow to GitHub's own parser", async () => {
    expect(await problemsOf(text)).toEqual([]);
  });

  it("runs actions by their digest, with the version beside it", () => {
    const uses = text.split("\n").filter((line) => /\buses:/.test(line));
    for (const line of uses) expect(line).toMatch(/uses: [\w.-]+\/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(uses.length).toBeGreaterThan(0);
  });

  it("has a limit of time for each job, and no permission to write that is not a job's own", () => {
    for (const [job, { "timeout-minutes": minutes }] of jobs) expect(minutes, job).toBeLessThanOrEqual(40);
    expect(Object.values(workflow.permissions)).not.toContain("write");
  });

  it("puts nothing that somebody else may write into a script", () => {
    const scripts = jobs.flatMap(([, { steps }]) => steps.flatMap(({ run = [] }) => run));
    for (const script of scripts) expect(script).not.toContain("${{");
  });
});

describe("release.yml", async () => {
  const text = await readFile(new URL("release.yml", FOLDER), "utf8");
  const { jobs }: { jobs: Record<string, Job> } = parse(text);

  it("restores no cache", () => {
    expect(text).not.toMatch(/actions\/cache|[\s{]cache:/);
    const setups = Object.values(jobs).flatMap(({ steps }) =>
      steps.filter(({ uses }) => uses?.includes("setup-node")),
    );
    expect(setups.map((step) => step.with?.["package-manager-cache"])).toEqual(setups.map(() => false));
  });

  it("says why for each permission", () => {
    const given = text.split("\n").filter((line) => /^ {6}[a-z-]+: (read|write)\b/.test(line));
    expect(given.length).toBeGreaterThan(4);
    for (const line of given) expect(line).toMatch(/: (read|write) # \S/);
  });

  it("signs every file that it attaches to the release, and makes the release once", () => {
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    const [attest] = steps.filter(({ uses }) => uses?.startsWith("actions/attest@"));
    const script = steps.find(({ run }) => run?.includes("gh release create"))?.run ?? "";
    const attached = script.match(/build\/release\/artifacts\/(?!notes-)\S+/g) ?? [];
    expect(attached.length).toBeGreaterThan(3);
    expect(String(attest?.with?.["subject-path"]).split(/\s+/)).toEqual(expect.arrayContaining(attached));
    expect(script).toMatch(/gh release view "v\$version" .*\|\|\s+gh release create/);
  });

  it("gives no job the code to read that does not check it out", () => {
    for (const { permissions, steps } of Object.values(jobs))
      expect(permissions?.contents !== undefined).toBe(
        steps.some(({ uses }) => uses?.startsWith("actions/checkout@")),
      );
  });

  it("runs no package of others where it may write to the repository", () => {
    const writers = Object.values(jobs).filter(({ permissions }) => permissions?.contents === "write");
    expect(writers).toHaveLength(1);
    for (const { steps } of writers)
      for (const { run = "" } of steps) expect(run).not.toMatch(/npm (ci|install)|npx/);
  });
});
