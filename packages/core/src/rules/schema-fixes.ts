import { isScalar, parse } from "yaml";
import type { Fix } from "../diagnostic.ts";
import { componentsOf } from "../spec/components.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import type { SchemaProblem } from "../spec/schema/index.ts";
import { EXAMPLE_SCHEDULE } from "./cron.ts";
import { fixOf, insertKey, quoteValue, removeKey, renameKey, replacement, replaceValue } from "./fixes.ts";
import { moveKey } from "./move-key.ts";
import { insertion, renaming } from "./text-edits.ts";

/** What an editor can offer for a problem that the schema found. */
export function schemaFixes(document: SpecDocument, problem: SchemaProblem, isMissing: boolean): Fix[] {
  const { path, at, suggestion, expected } = problem;
  if (isMissing)
    return insertKey(document, path.slice(0, -1), String(path.at(-1)), exampleFor(document, path));
  if (at === "key")
    return suggestion
      ? renameKey(document, path, suggestion)
      : [...moveKey(document, path), ...removeKey(document, path)];
  if (problem.code === "job-kind-cron") return scheduleJob(document, path);
  // Nobody who wrote a port meant the highest that there is.
  if (problem.code === "port-range" || suggestion === undefined)
    return expected === "string" ? quoteValue(document, path) : [];
  return replaceValue(document, path, suggestedValue(suggestion));
}

/** A suggestion is YAML where it is a map, a switch, a number or in quotes, and plain text otherwise. */
function suggestedValue(suggestion: string): unknown {
  return /^(?:[{"].*[}"]|true|false|-?\d+)$/.test(suggestion) ? parse(suggestion) : suggestion;
}

/** `kind: SCHEDULED` and the schedule that it needs: that of the job, wherever it stands, or one to write over. */
function scheduleJob(document: SpecDocument, kind: Path): Fix[] {
  const job = kind.slice(0, -1);
  const [schedule, cron] = [document.nodeAt([...job, "schedule"]), document.nodeAt([...job, "cron"])];
  const edits = [replacement(document, kind, "SCHEDULED")];
  if (cron && !schedule) edits.push(renaming(document, [...job, "cron"], "schedule", { cron }));
  else if (isScalar(schedule))
    edits.push(renaming(document, [...job, "schedule"], "schedule", { cron: schedule }));
  else if (!schedule) edits.push(insertion(document, job, "schedule", EXAMPLE_SCHEDULE));
  return fixOf("Write `SCHEDULED`", edits);
}

/** Something to write over, of the right form, by the field or by the list that it names an item of. */
const EXAMPLES: Readonly<Record<string, string>> = {
  "services.name": "web",
  "static_sites.name": "site",
  "workers.name": "worker",
  "jobs.name": "job",
  "functions.name": "functions",
  "databases.name": "db",
  "log_destinations.name": "logs",
  "component.name": "web",
  "envs.key": "MY_KEY",
  "headers.key": "X-My-Header",
  "domains.domain": "www.example.com",
  "papertrail.endpoint": "logs.papertrailapp.com:12345",
  "datadog.api_key": "my-api-key",
  "logtail.token": "my-token",
  name: "my-app",
};

function exampleFor({ spec }: SpecDocument, path: Path): string {
  const names = path.filter((step) => typeof step === "string");
  const example = EXAMPLES[names.slice(-2).join(".")] ?? "";
  const components = componentsOf(spec).map(({ name }) => name);
  if (names.at(-2) === "component") return components.find((name) => name !== "") ?? example;
  return names.at(-1) === "name" ? unused(example, components) : example;
}

function unused(name: string, taken: readonly string[]): string {
  if (!taken.includes(name)) return name;
  let number = 2;
  while (taken.includes(`${name}-${number}`)) number++;
  return `${name}-${number}`;
}
