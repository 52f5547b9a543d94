// npm run fuzz:completions -- [--count 5000] [--seed 1] [--case 4711]
// Random places in specs, written in many ways and half written; each completion there is accepted and must leave the
// document no worse: no new problem of syntax, no unknown key, no value of a wrong type or outside of its enum.
import { parseArgs } from "node:util";
import { complete, type Diagnostic, validateSpec } from "@app-platform-toolkit/core";
import type { Position } from "vscode-languageserver-types";
import { stringify } from "yaml";
import { repaired } from "../../packages/core/src/language/complete/repair.ts";
import { offsetAt, placeAt } from "../../packages/core/src/language/place.ts";
import { accepted } from "../../packages/core/src/language/testing.ts";
import { Random } from "./random.ts";
import { loadSpecs, type SpecFile } from "./specs.ts";

export interface CursorCase {
  readonly text: string;
  readonly position: Position;
}

export interface Harm {
  readonly label: string;
  /** The problems that were not there before. */
  readonly problems: readonly string[];
  readonly after: string;
}

const FORMS: readonly ((spec: SpecFile) => string)[] = [
  ({ text }) => text,
  ({ text }) => text,
  ({ text }) => text.replaceAll(/\r?\n/g, "\r\n"),
  ({ text }) => (/^spec:/m.test(text) ? text : `spec:\n${text.replaceAll(/^(?=[^\r\n])/gm, "  ")}`),
  ({ spec }) => stringify(spec, { lineWidth: 0, indentSeq: false }),
  ({ spec }) => stringify(spec, { lineWidth: 0, indent: 4 }),
  ({ spec }) => JSON.stringify(spec, null, 2),
  ({ spec }) => JSON.stringify(spec),
  ({ spec }) => stringify(spec, { collectionStyle: "flow", lineWidth: 80 }),
];

/** Where the author is: at some offset, or on a line that is being written. */
const PLACES: readonly ((text: string, random: Random) => { text: string; offset: number })[] = [
  (text, random) => ({ text, offset: random.below(text.length + 1) }),
  (text, random) => ({ text, offset: lineEndAt(text, random.below(text.length + 1)) }),
  // A line is begun anew: the rest of it is taken away, but for its first letters.
  (text, random) => {
    const start = text.lastIndexOf("\n", random.below(text.length + 1)) + 1;
    const content = start + (/^[ \t]*(- +)*/.exec(text.slice(start))?.[0].length ?? 0);
    const offset = Math.min(content + random.below(4), lineEndAt(text, content));
    return { text: text.slice(0, offset) + text.slice(lineEndAt(text, content)), offset };
  },
  // A value is begun anew.
  (text, random) => {
    const colons = [...text.matchAll(/:[ \t]/g)].map(({ index }) => index + 2);
    if (colons.length === 0) return { text, offset: 0 };
    const colon = random.pick(colons);
    const end = lineEndAt(text, colon);
    const offset = Math.min(colon + random.below(4), end);
    return { text: text.slice(0, offset) + text.slice(end), offset };
  },
  // An empty line, at any column, perhaps with a dash.
  (text, random) => {
    const at = text.lastIndexOf("\n", random.below(text.length + 1)) + 1;
    const blanks = " ".repeat(random.below(11)) + random.pick(["", "", "", "- ", "-", "e", "na", '"']);
    const newline = text.includes("\r\n") ? "\r\n" : "\n";
    return { text: text.slice(0, at) + blanks + newline + text.slice(at), offset: at + blanks.length };
  },
];

/** The case of a number: the same for the same seed and the same specs. */
export function makeCursorCase(specs: readonly SpecFile[], seed: number, index: number): CursorCase {
  const random = new Random(seed, index);
  const { text, offset } = random.pick(PLACES)(random.pick(FORMS)(random.pick(specs)), random);
  const before = text.slice(0, offset).split("\n");
  return { text, position: { line: before.length - 1, character: before.at(-1)?.length ?? 0 } };
}

/** The completions of a case that make the document worse, and how many there were. */
export function harmsOf({ text, position }: CursorCase, limit = Number.POSITIVE_INFINITY, random?: Random) {
  const all = complete(text, position);
  const items = all.length <= limit || !random ? all : Array.from({ length: limit }, () => random.pick(all));
  if (items.length === 0) return { count: 0, harms: [] };
  // What is half written hides what is wrong behind it: so it counts what was wrong without it, or with its end.
  const place = placeAt(text, position);
  const { token } = place ?? {};
  const variants = [
    text,
    ...(place && token ? [text.slice(0, token.start) + text.slice(token.end), repaired(text, place)] : []),
  ];
  const allowed = variants.map(problemsOf);
  // Where the syntax is torn either way, what is wrong behind the tear is not known: it must not be torn more.
  const isTorn = allowed.every((before) => before.has(SYNTAX));
  const harms: Harm[] = [];
  for (const item of items) {
    const after = accepted(text, item);
    const problems = [...problemsOf(after)].flatMap(([problem, count]) =>
      allowed.some((before) => count <= (before.get(problem) ?? 0)) || (isTorn && problem !== SYNTAX)
        ? []
        : [problem],
    );
    if (problems.length > 0) harms.push({ label: item.label, problems, after });
  }
  return { count: items.length, harms };
}

/** Of those kinds that a completion must not add to, how often each is there, by its place without list indexes. */
function problemsOf(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code, path } of validateSpec(text).filter(isHarm)) {
    const problem = code === SYNTAX ? SYNTAX : `${code} ${path.replaceAll(/\.\d+/g, "[]")}`;
    counts.set(problem, (counts.get(problem) ?? 0) + 1);
  }
  return counts;
}

const SYNTAX = "yaml-syntax";

const HARMS: ReadonlySet<string> = new Set([
  SYNTAX,
  "unknown-field",
  "type",
  "enum",
  "deploy-on-push-type",
  "log-array",
  "env-value-string",
  "domain-tls-string",
  "db-version-string",
  "region-slug",
  "ingress-redirect-values",
  "size-unknown",
]);

function isHarm({ code, severity }: Diagnostic): boolean {
  return HARMS.has(code) && severity !== "info";
}

function lineEndAt(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  if (end < 0) return text.length;
  return end > offset && text[end - 1] === "\r" ? end - 1 : end;
}

if (import.meta.main) {
  const text = { type: "string" } as const;
  const { values } = parseArgs({ options: { seed: text, count: text, case: text } });
  const [seed, count] = [Number(values.seed ?? 1), Number(values.count ?? 5000)];
  const { from, specs } = loadSpecs();
  const first = values.case === undefined ? 0 : Number(values.case);
  const last = values.case === undefined ? count : first + 1;
  const kinds = new Map<string, number>();
  let [acceptedCount, places] = [0, 0];
  for (let index = first; index < last; index++) {
    const one = makeCursorCase(specs, seed, index);
    const { count: tried, harms } = harmsOf(one);
    acceptedCount += tried;
    if (tried > 0) places++;
    for (const { label, problems, after } of harms) {
      const kind = `${index}`;
      const seen = kinds.get(kind) ?? 0;
      kinds.set(kind, seen + 1);
      if (seen > 0 && values.case === undefined) continue;
      const offset = offsetAt(one.text, one.position);
      const around = `${one.text.slice(Math.max(0, offset - 120), offset)}█${one.text.slice(offset, offset + 80)}`;
      console.log(`FAILED case ${index}, "${label}": ${problems.join(" / ")}\n${around}\n--- after`);
      console.log(`${after.slice(Math.max(0, offset - 120), offset + 160)}\n===`);
    }
    if (index % 500 === 499) console.log(`${index + 1} of ${count}`);
  }
  const harmful = [...kinds.values()].reduce((sum, one) => sum + one, 0);
  console.log(
    `${last - first} places in ${specs.length} specs from ${from}, seed ${seed}: ${places} with completions, ${acceptedCount} accepted, ${harmful} made the document worse.`,
  );
  process.exitCode = harmful === 0 ? 0 : 1;
}
