// Every workflow of the documentation: GitHub's own parser finds nothing wrong with it, and its steps do what the text
// around them says, with the inputs, the events and the permissions that are written there.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { run, USAGE } from "../../packages/cli/src/run.ts";
import { REPOSITORY_URL, readRuleConfiguration, validateSpec } from "../../packages/core/src/index.ts";
import { actionManifest } from "../runner/run-action.ts";
import { ROOT, readPages } from "./markdown.ts";
import { play } from "./play.ts";
import { eventsOf, OUR_ACTION, readSamples, type Workflow, workflowOf } from "./samples.ts";
import { loadWorkflowParser } from "./workflow-parser.ts";

/** How a run says that its token may not do something. */
const MISSING = "Add to the job in the workflow file";

/** A call of the command: at the start of a line, after a prompt or a pipe, or as a CI's step. */
const COMMAND_LINE =
  /^[ \t]*(?:[$-] |- run: |.* \| )?(?:app-platform|npx (?:--yes )?@app-platform-toolkit\/cli(?:@\d)?) ((?:validate|cost|diff|schema)\b[^|>#\n]*)/gm;

const samples = await readSamples();
const workflows = samples
  .filter(({ kind }) => kind === "workflow" || kind === "steps" || kind === "with")
  .map((sample) => ({ ...sample, workflow: workflowOf(sample) }));
const { inputs } = await actionManifest();
const findProblems = await loadWorkflowParser();

it("GitHub's parser finds what is wrong", async () => {
  expect(await findProblems("on: pusch\njobs: {}\n")).not.toEqual([]);
});

it("are found", () => {
  expect(workflows.length).toBeGreaterThan(10);
});

describe.each(workflows)("$title", ({ kind, workflow: text }) => {
  const workflow: Workflow = parse(text);
  const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);

  it("is a workflow to GitHub's parser", async () => {
    expect(await findProblems(text)).toEqual([]);
  });

  it("uses our action, with inputs that it has", () => {
    const ours = steps.filter(({ uses }) => uses === OUR_ACTION);
    expect(ours.length > 0 || text.includes("@app-platform-toolkit/cli ")).toBe(true);
    for (const step of ours)
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})));
    const named = text.match(/app-platform-toolkit\/app-platform-toolkit@\S+/g) ?? [];
    expect(named.filter((uses) => uses !== OUR_ACTION)).toEqual([]);
  });

  it.runIf(kind === "workflow")("keeps runs from meeting, and its token small", () => {
    expect(workflow.concurrency).toBeDefined();
    expect(Object.keys(workflow.permissions ?? {})).not.toEqual([]);
  });
});

/** Each workflow that uses our action, once for each of its events. */
const plays = workflows
  .map(({ title, workflow: text }) => ({ title, text, workflow: parse(text) as Workflow }))
  .filter(({ text }) => text.includes(OUR_ACTION))
  .flatMap((sample) => Object.keys(eventsOf(sample.workflow)).map((event) => ({ ...sample, event })));

describe.concurrent("does what it says, with the permissions that it asks for", () => {
  it.each(plays)("$title, on $event", async ({ text, workflow, event }) => {
    // The change that is played is dearer than any budget that a page would give as an example.
    const isOverBudget = text.includes("max-monthly-increase");
    const runs = await play(workflow, event);
    expect(runs.length).toBeGreaterThan(0);
    for (const run of runs) {
      expect(run.exitCode, run.log).toBe(isOverBudget ? 1 : 0);
      if (isOverBudget) expect(run.log).toContain("that a change may add");
      expect(run.log).not.toContain(MISSING);
      expect(run.summary).not.toBe("");
    }
  });
});

it("a permission that a workflow forgets is found", async () => {
  const [first] = workflows;
  if (!first) throw new Error("There is no workflow.");
  const workflow: Workflow = { ...parse(first.workflow), permissions: { contents: "read" } };
  const [run] = await play(workflow, "pull_request");
  expect(run?.log).toContain(MISSING);
});

const others = (kind: string) => samples.filter((sample) => sample.kind === kind);

it.each(others("spec"))("$title: has fields that there are", ({ text }) => {
  const { length } = validateSpec(text).filter(({ code }) =>
    ["unknown-field", "yaml-syntax", "type", "enum"].includes(code),
  );
  expect(length).toBe(0);
});

it.each(others("levels"))("$title: has rules that there are", ({ text }) => {
  expect(readRuleConfiguration(text).diagnostics).toEqual([]);
});

const calls = (await readPages()).flatMap(({ path, text }) =>
  [...text.matchAll(COMMAND_LINE)].map(([line = "", args = ""]) => ({ path, line: line.trim(), args })),
);

it.each(calls)("$path: $line is a call that can be carried out", async ({ args }) => {
  const complaints: string[] = [];
  const code = await run(args.trim().split(/\s+/), {
    version: "",
    readFile: async () => "name: shop",
    readInput: async () => "name: shop",
    print: () => {},
    complain: (text) => complaints.push(text),
  });
  expect(complaints).toEqual([]);
  expect(code).not.toBe(USAGE);
});

it("the hook of pre-commit is the published command, of this version", async () => {
  const read = (path: string) => readFile(join(ROOT, path), "utf8");
  const [hook] = parse(await read(".pre-commit-hooks.yaml"));
  const { name, version } = JSON.parse(await read("packages/cli/package.json"));
  expect(hook.entry).toBe(`npx --yes ${name}@${version} validate`);
  expect(new RegExp(hook.files).test("apps/api/.do/app.yaml")).toBe(true);
  const repositories = others("pre-commit").flatMap(({ text }) => parse(text).repos);
  expect(repositories.length).toBeGreaterThan(0);
  for (const repository of repositories) {
    expect(repository.repo).toBe(REPOSITORY_URL);
    expect(repository.rev).toBe(`v${version}`);
    expect(repository.hooks).toEqual([{ id: hook.id }]);
  }
});
