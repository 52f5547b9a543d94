import type { TextEdit } from "vscode-languageserver-types";
import type { Fix } from "../diagnostic.ts";
import { componentsOf } from "../spec/components.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { isRecord, valueAt } from "../spec/plain.ts";
import {
  checkSchema,
  fieldAt,
  holdsComponents,
  onlyListAt,
  type SchemaProblem,
} from "../spec/schema/index.ts";
import { isMap, isScalar, isSeq, parse, Scalar } from "../yaml.ts";
import { EXAMPLE_SCHEDULE } from "./cron.ts";
import { fixOf, insertKey, quoteValue, removeKey, renameKey, replacement, replaceValue } from "./fixes.ts";
import { gatherKeys } from "./gather-keys.ts";
import { makeList, nameVariable } from "./make-list.ts";
import { moveKey } from "./move-key.ts";
import { unusedName } from "./names.ts";
import { httpsUrl } from "./sources.ts";
import { editOf, insertion, renaming, spanOf } from "./text-edits.ts";
import { unwrap } from "./unwrap.ts";
import { code } from "./words.ts";
import { hasAliases, writtenInline } from "./written.ts";

/** What an editor can offer for a problem that the schema found. */
export function schemaFixes(document: SpecDocument, problem: SchemaProblem): Fix[] {
  const { path, at, suggestion, expected, keyText } = problem;
  if (problem.isMissing)
    return insertKey(document, path.slice(0, -1), String(path.at(-1)), exampleFor(document, path));
  if (problem.isStranger) return [];
  if (problem.isWrapper) return unwrap(document, path);
  if (problem.isComment) return commentSign(document, path);
  if (problem.pair) {
    const { key, value } = problem.pair;
    return fixOf(`Write ${code(`${key}: ${writtenInline(document, value)}`)}`, [
      renaming(document, path, key, commented(value, document.nodeAt(path)?.comment)),
    ]);
  }
  if (problem.gather) return gatherKeys(document, path, problem.gather);
  if (problem.isVariable) return nameVariable(document, path);
  if (keyText !== undefined) return rewriteKey(document, path, keyText);
  if (at === "key" && suggestion?.includes(".")) return nestKey(document, path, suggestion);
  if (expected === "array" && suggestion === undefined) return makeList(document, path);
  if (at === "key")
    return suggestion
      ? renameField(document, path, suggestion)
      : [...moveKey(document, path), ...(holdsApp(document, path) ? [] : removeKey(document, path))];
  if (problem.code === "domain-wildcard" && suggestion !== undefined)
    return flagWildcard(document, path, suggestion);
  if (expected === "object" && isSeq(document.nodeAt(path))) return nestList(document, path);
  if (problem.code === "deploy-on-push-type" && suggestion === "{ enabled: true }") {
    const type = valueAt(document.value, [...path.slice(0, -1), "registry_type"]);
    if (type === "GHCR" || type === "DOCKER_HUB") return removeKey(document, path);
  }
  if (problem.code === "name-pattern" && suggestion !== undefined)
    return replaceValue(document, path, unusedName(suggestion, componentsOf(document.spec)));
  if (problem.code === "job-kind-cron") return scheduleJob(document, path);
  // Nobody who wrote a port meant the highest that there is.
  if (problem.code === "port-range" || suggestion === undefined)
    return expected === "string" && takesText(document, path) ? quoteValue(document, path) : [];
  return replaceValue(document, path, suggestedValue(suggestion));
}

/**
 * Whether a number or boolean fits its field as a text: in quotes `8080` is a value, but no name. A template
 * (`{{ NAME }}`, a map without quotes) is for others to judge.
 */
function takesText(document: SpecDocument, path: Path): boolean {
  const node = document.nodeAt(path);
  if (isMap(node)) return true;
  const { pattern = "", enum: values } = fieldAt(path) ?? {};
  const text = (isScalar(node) && node.source) || "";
  return new RegExp(pattern).test(text) && (values?.includes(text) ?? true);
}

/** Whether the whole app may stand below a key. */
function holdsApp(document: SpecDocument, path: Path): boolean {
  const value = valueAt(document.value, path);
  return path.length === 1 && (holdsComponents(value) || (path[0] === "spec" && value !== null));
}

/** Renames a key, and mends in the same fix a value that does not fit the field of that name. */
function renameField(document: SpecDocument, path: Path, name: string): Fix[] {
  const renamed = renameKey(document, path, name);
  const [place, value] = [[...path.slice(0, -1), name], document.nodeAt(path)];
  const { type } = fieldAt(place) ?? {};
  const [fix] = renamed;
  if (!fix || !value || !type) return renamed;
  if (name === "repo_clone_url" && isScalar(value)) {
    const url = httpsUrl(String(value.value));
    const edit = url ? replacement(document, path, url) : undefined;
    return edit && url !== value.value
      ? fixOf(`Write ${code(`${name}: ${url}`)}`, [...fix.edits, edit])
      : renamed;
  }
  if (type === "array" ? isSeq(value) : type === "object" ? isMap(value) : isScalar(value)) return renamed;
  const after = parseSpec(edited(document, fix));
  const problem = checkSchema(after.value).problems.find(
    (other) => other.at === "value" && other.path.join("\0") === place.join("\0"),
  );
  const [mended] = problem ? schemaFixes(after, problem) : [];
  if (!mended) return renamed;
  const title = mended.title.charAt(0).toLowerCase() + mended.title.slice(1);
  return fixOf(`${fix.title}, and ${title}`, [difference(document, edited(after, mended))]);
}

/** The text of a document after a fix. */
function edited(document: SpecDocument, { edits }: Fix): string {
  const offsetAt = (position: TextEdit["range"]["start"]) => document.offsetAt(position);
  return [...edits]
    .sort((a, b) => offsetAt(b.range.start) - offsetAt(a.range.start))
    .reduce(
      (all, { range, newText }) =>
        all.slice(0, offsetAt(range.start)) + newText + all.slice(offsetAt(range.end)),
      document.text,
    );
}

/** One edit that makes another text of a document. */
function difference(document: SpecDocument, after: string) {
  const { text } = document;
  const most = Math.min(text.length, after.length);
  let start = 0;
  while (start < most && text[start] === after[start]) start++;
  let same = 0;
  while (same < most - start && text.at(-1 - same) === after.at(-1 - same)) same++;
  return editOf(document, [start, text.length - same], after.slice(start, after.length - same));
}

/** `ingress` as a list: its `rules`. */
function nestList(document: SpecDocument, path: Path): Fix[] {
  const [key, list] = [onlyListAt(path), document.nodeAt(path)];
  if (key === undefined || !list || hasAliases(document)) return [];
  return fixOf(`Write it below ${code(key)}`, [
    renaming(document, path, String(path.at(-1)), { [key]: list }),
  ]);
}

/** A text, however deep in maps of one key, with a comment behind it. */
function commented(value: unknown, comment: string | null | undefined): unknown {
  if (isRecord(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, commented(item, comment)]));
  return Object.assign(new Scalar(value), { comment });
}

/** Writes another text in the place of a key, in its quotes, if the document still can be read then. */
function rewriteKey(document: SpecDocument, path: Path, text: string): Fix[] {
  const key = document.pairAt(path)?.key;
  const span = spanOf(key);
  if (!span) return [];
  const quote = isScalar(key) && key.type?.startsWith("QUOTE") ? document.text.charAt(span[0]) : "";
  // In quotes neither a dash nor a colon means anything.
  if (quote && !/^\w+$/.test(text)) return [];
  const written = quote + text + quote;
  const mended = document.text.slice(0, span[0]) + written + document.text.slice(span[1]);
  if (parseSpec(mended).syntaxProblems.length > document.syntaxProblems.length) return [];
  return fixOf(`Write ${code(text)}`, [editOf(document, span, written)]);
}

/** `// text` as `# text`; what ends on its line with a sign of its own is left to its author. */
function commentSign(document: SpecDocument, path: Path): Fix[] {
  const [start] = spanOf(document.pairAt(path)?.key) ?? [];
  if (start === undefined || !document.text.startsWith("//", start)) return [];
  return fixOf("Write `#`", [editOf(document, [start, start + 2], "#")]);
}

/** `component_name: api` as `component: {name: api}`. */
function nestKey(document: SpecDocument, path: Path, place: string): Fix[] {
  const [outer = "", inner = ""] = place.split(".");
  const value = document.nodeAt(path);
  if (!value || hasAliases(document)) return [];
  return fixOf(`Write it below ${code(outer)}`, [renaming(document, path, outer, { [inner]: value })]);
}

/** A suggestion is YAML where it is a map, a switch, a number or in quotes, and plain text otherwise. */
function suggestedValue(suggestion: string): unknown {
  return /^(?:[{["].*[}\]"]|true|false|-?\d+)$/.test(suggestion) ? parse(suggestion) : suggestion;
}

/** `*.example.com` as `example.com` with `wildcard: true`, which mean the same together only. */
function flagWildcard(document: SpecDocument, path: Path, domain: string): Fix[] {
  const place = path.slice(0, -1);
  const flag = document.nodeAt([...place, "wildcard"]);
  return fixOf(`Write ${code(domain)} and \`wildcard: true\``, [
    replacement(document, path, domain),
    ...(isScalar(flag) && flag.value === true
      ? []
      : [
          flag
            ? replacement(document, [...place, "wildcard"], true)
            : insertion(document, place, "wildcard", true),
        ]),
  ]);
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
  const components = componentsOf(spec);
  if (names.at(-2) === "component") return components.find(({ name }) => name !== "")?.name ?? example;
  return names.at(-1) === "name" ? unusedName(example, components) : example;
}
