import type { Diagnostic } from "../diagnostic.ts";
import { componentsOf, indexedRecords, type UncheckedComponent } from "../spec/components.ts";
import type { SpecDocument } from "../spec/document.ts";
import { formatPath, type Path } from "../spec/path.ts";
import { valueAt } from "../spec/plain.ts";
import { type Clue, findClue } from "./clues.ts";
import type { Diagnosis } from "./diagnose.ts";
import { findReasonCode } from "./reason-codes.ts";

/** Where in a spec the cause of a failure most likely is. */
export interface Suspect extends Diagnostic {
  /** What the log says about it, in one sentence or two; absent where only the reason code speaks. */
  readonly clue?: string;
}

/** Unless `http_port` is set. */
const DEFAULT_PORT = 8080;

/**
 * The place of a spec that is most likely to blame for a failed deployment: by the reason code, the component, and
 * the last lines of its log. `undefined` where nothing in the spec belongs to the failure.
 *
 * @param lines the end of the log that tells, without terminal sequences
 */
export function suspectIn(
  document: SpecDocument,
  diagnosis: Diagnosis,
  lines: readonly string[] = [],
): Suspect | undefined {
  const known = diagnosis.code === undefined ? undefined : findReasonCode(diagnosis.code);
  const component = componentsOf(document.spec).find(
    ({ name }) => name !== "" && name === diagnosis.component,
  );
  if (!component) return databaseIn(document, diagnosis, known?.fields ?? []);
  const clue = findClue(lines, diagnosis);
  const variable =
    clue?.variable === undefined ? undefined : variablePath(document, component, clue.variable);
  const fields = [...(clue?.fields ?? []), ...(known?.fields ?? []), "name"];
  const field = fields
    .map((name): Path => [...component.path, ...name.split(".")])
    .find((path) => document.pairAt(path));
  return at(document, variable ?? field ?? component.path, diagnosis, clueText(clue, component, variable));
}

function clueText(clue: Clue | undefined, { value }: UncheckedComponent, variable: Path | undefined) {
  if (!clue) return undefined;
  if (clue.variable !== undefined)
    return variable
      ? `${clue.says} It is here: look at its value and its scope.`
      : `${clue.says} The spec does not set it.`;
  if (clue.port === undefined) return clue.says;
  const asked = [valueAt(value, ["health_check", "port"]), valueAt(value, ["http_port"]), DEFAULT_PORT];
  const port = asked.find((each) => typeof each === "number");
  // A program that listens where it is asked has another problem.
  return port === clue.port
    ? undefined
    : `${clue.says} The health check asks port ${port}: write \`http_port: ${clue.port}\`, or let the program listen on \`$PORT\`.`;
}

function variablePath(document: SpecDocument, { path }: UncheckedComponent, key: string): Path | undefined {
  for (const holder of [path, []]) {
    const found = indexedRecords(valueAt(document.spec, holder), "envs").find(
      ({ value }) => value.key === key,
    );
    if (found) return [...holder, "envs", found.index];
  }
  return undefined;
}

/** A failure before the components belongs to a database, where its message names one or the spec has one cluster. */
function databaseIn(
  document: SpecDocument,
  diagnosis: Diagnosis,
  fields: readonly string[],
): Suspect | undefined {
  if (!diagnosis.code?.includes("Database")) return undefined;
  const clusters = indexedRecords(document.spec, "databases");
  const named = clusters.filter(({ value }) =>
    [value.cluster_name, value.name].some(
      (name) => typeof name === "string" && name !== "" && diagnosis.message?.includes(`"${name}"`),
    ),
  );
  const [only, ...others] = named.length > 0 ? named : clusters;
  if (!only || others.length > 0) return undefined;
  const base: Path = ["databases", only.index];
  const path = fields.map((field): Path => [...base, field]).find((each) => document.pairAt(each));
  return at(document, path ?? base, diagnosis, undefined);
}

function at(
  document: SpecDocument,
  path: Path,
  { code, title, hint }: Diagnosis,
  clue: string | undefined,
): Suspect {
  return {
    ...(clue === undefined ? {} : { clue }),
    code: code ?? "deployment-failed",
    severity: "error",
    path: formatPath(path),
    range: document.rangeOf(path),
    message: [title, clue ?? hint].filter(Boolean).join(" "),
  };
}
