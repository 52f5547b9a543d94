// The YAML of the documentation, by what it is: workflows, which can be parsed and played, and files of other kinds.
import { parse } from "yaml";
import project from "../../package.json" with { type: "json" };
import { REPOSITORY_URL } from "../../packages/core/src/index.ts";
import { type Page, readPages } from "./markdown.ts";

/** As samples name it: by its major version. */
export const OUR_ACTION = `${new URL(REPOSITORY_URL).pathname.slice(1)}@v${project.version.split(".")[0]}`;

export type SampleKind = "workflow" | "steps" | "with" | "spec" | "levels" | "pre-commit" | "other-ci";

export interface Sample {
  /** Page and heading, such as `docs/previews.md, Sweep`. */
  readonly title: string;
  readonly page: string;
  readonly kind: SampleKind;
  readonly text: string;
}

/** Pages that are generated together with their examples, which their generators' tests check. */
const GENERATED = ["docs/rules.md"];

export async function readSamples(): Promise<Sample[]> {
  const pages = (await readPages()).filter(
    ({ path }) => /^(?:README\.md|docs\/|packages\/)/.test(path) && !GENERATED.includes(path),
  );
  return pages.flatMap(samplesOf);
}

function samplesOf({ path, blocks }: Page): Sample[] {
  const yaml = blocks.filter(({ language }) => /^ya?ml$/.test(language));
  const seen = new Map<string, number>();
  return yaml.map(({ text, heading }) => {
    const count = (seen.get(heading) ?? 0) + 1;
    seen.set(heading, count);
    const title = `${path}, ${heading}${count > 1 ? `, no. ${count}` : ""}`;
    return { title, page: path, kind: kindOf(text, title), text };
  });
}

/** Files tell by their first key, or by their name in a comment on top. */
function kindOf(text: string, title: string): SampleKind {
  const [, file = ""] = /^# (\S+)$/m.exec(text.split("\n")[0] ?? "") ?? [];
  if (/(?:^|\/)\.do\/rules\.yaml$/.test(file)) return "levels";
  if (/(?:^|\/)\.do\/[\w.-]+\.yaml$/.test(file)) return "spec";
  if (/\.(?:gitlab-ci|circleci)/.test(file)) return "other-ci";
  const value: unknown = parse(text);
  if (Array.isArray(value)) return "steps";
  if (/(?:^|\/)\.pre-commit-config\.yaml$/.test(file)) return "pre-commit";
  const keys = Object.keys(value ?? {});
  if (keys.includes("jobs")) return "workflow";
  if (keys.includes("with")) return "with";
  throw new Error(`${title}: what kind of file is this? Name it in a comment on its first line.`);
}

/** A sample as a whole workflow; what is a part of one gets the rest around it. */
export function workflowOf({ kind, page, text }: Sample): string {
  const event = /pull-requests|previews|budgets/.test(page) ? "pull_request" : "push";
  const indented = (spaces: number) => text.replaceAll(/^(?=.)/gm, " ".repeat(spaces));
  const around = `on: ${event}\npermissions: { contents: read, pull-requests: write, deployments: write }\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n`;
  switch (kind) {
    case "workflow":
      return text;
    case "steps":
      return `${around}${indented(6)}\n`;
    case "with":
      return `${around}      - uses: ${OUR_ACTION}\n${indented(8)}\n`;
    default:
      throw new Error(`A sample of the kind "${kind}" is no workflow.`);
  }
}

export interface Step {
  readonly uses?: string;
  readonly id?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, unknown>>;
}

export interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}

export interface Workflow {
  readonly on: string | readonly string[] | Readonly<Record<string, Trigger | null>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

export interface Trigger {
  readonly types?: readonly string[];
  readonly inputs?: Readonly<Record<string, { readonly default?: unknown }>>;
}

export function eventsOf({ on }: Workflow): Readonly<Record<string, Trigger | null>> {
  if (typeof on === "string") return { [on]: null };
  return isList(on) ? Object.fromEntries(on.map((name) => [name, null])) : on;
}

/** `Array.isArray` does not tell readonly lists from records. */
function isList(on: Workflow["on"]): on is readonly string[] {
  return Array.isArray(on);
}
