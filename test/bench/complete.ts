// npm run bench -- complete
// How often the author's own next token is among the completions of real specs, and what a completion costs, beside
// yaml-language-server with our JSON schema, in one run and on the same cases.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { complete, parseSpec, type SpecDocument, validateSpec } from "@app-platform-toolkit/core";
import { parseDocument } from "yaml";
import { loadSpecs } from "../fuzz/specs.ts";
import { type CursorCase, cursors } from "./cursors.ts";
import { longSpec, quantile, spread } from "./figures.ts";
import { documentOf, languageServer } from "./peer.ts";

const TOP = 10;
/** Spread over all specs: each is measured four times, and a peer takes its time. */
const LATENCY_CASES = 3000;
const LONG_SPEC_CASES = 200;
const WARM_UP_CASES = 500;
const MEMORY_CALLS = 100_000;

/** What must hold. */
const BARS = {
  keys: 0.99,
  values: 0.98,
  top: 0.95,
  "of the peer's p95": 0.6,
  "of parseDocument's p95": 1.3,
  "parsed, of the peer's p95": 0.1,
  "MiB after 100,000 calls": 2,
} as const;

interface Case extends CursorCase {
  readonly file: string;
  /** Why the author's token cannot be asked for: what validation says of it. */
  readonly invalid: string | undefined;
}

/** A label with what typing is compared with. */
interface Offer {
  readonly label: string;
  readonly filter: string;
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

export async function run(): Promise<boolean> {
  const { from, specs } = loadSpecs();
  const cases = specs.flatMap(({ name, text }) => casesOf(name, text));
  const files = new Set(cases.map(({ file }) => file)).size;
  console.log(`${cases.length} cursor cases in ${files} of ${specs.length} specs from ${from}.`);
  const long = longSpec(specs.map(({ spec }) => spec));
  const longCases = spread(casesOf("long", long), LONG_SPEC_CASES);
  const results = [
    await hits(cases),
    await latency("the specs", spread(cases, LATENCY_CASES)),
    await latency(`a spec of ${long.split("\n").length} lines`, longCases),
    memory(spread(cases, 2000)),
  ];
  return results.every((holds) => holds);
}

function casesOf(file: string, text: string): Case[] {
  const problems = validateSpec(text).map(({ code, path }) => ({ code, path }));
  return cursors(text).map((one) => {
    const whole = one.kind === "key" ? [...one.path, one.want] : one.path;
    const path = (whole[0] === "spec" ? whole.slice(1) : whole).join(".");
    const problem = problems.find(
      ({ code, path: at }) =>
        (at === path && REFUSED[one.kind].has(code)) ||
        (path.startsWith(`${at}.`) && REFUSED.above.has(code)),
    );
    return { ...one, file, invalid: problem?.code };
  });
}

/** The codes of problems that say that a token does not belong where it stands. */
const REFUSED = {
  key: new Set(["unknown-field"]),
  value: new Set([
    "enum",
    "region-slug",
    "size-unknown",
    "job-kind-cron",
    "alert-component-level",
    "domain-type-case",
    "unknown-field",
  ]),
  above: new Set(["unknown-field", "type", "worker-http"]),
} as const;

async function hits(cases: readonly Case[]): Promise<boolean> {
  const valid = cases.filter(({ invalid }) => invalid === undefined);
  const excluded = countBy(cases, ({ invalid }) => invalid);
  console.log(`Not valid at their place, so not counted: ${list(excluded)}.`);

  const peer = languageServer();
  const engines: Record<string, (one: Case) => Promise<Offer[]> | Offer[]> = {
    ours: ({ text, line, character }) =>
      complete(text, { line, character }).map(({ label, filterText }) => ({
        label,
        filter: filterText ?? label,
      })),
    "yaml-language-server": async ({ text, line, character }) => {
      const { items } = await peer.doComplete(documentOf(text), { line, character }, false);
      return items
        .toSorted((a, b) => (a.sortText ?? a.label).localeCompare(b.sortText ?? b.label))
        .map(({ label, filterText }) => ({ label: String(label), filter: filterText ?? String(label) }));
    },
  };
  let holds = true;
  const rows: Record<string, object> = {};
  for (const [name, offersAt] of Object.entries(engines)) {
    const found: { one: Case; rank: number }[] = [];
    for (const one of valid) found.push({ one, rank: rankOf(one, await offersAt(one)) });
    const share = (kind: string, typed: number, limit = Number.POSITIVE_INFINITY) => {
      const of = found.filter(({ one }) => one.kind === kind && one.prefix.length === typed);
      return of.filter(({ rank }) => rank < limit).length / of.length;
    };
    const top = found.filter(({ rank }) => rank < TOP).length / found.length;
    rows[name] = {
      "keys, nothing typed": percent(share("key", 0)),
      "keys, one letter": percent(share("key", 1)),
      "values, nothing typed": percent(share("value", 0)),
      "values, one letter": percent(share("value", 1)),
      all: percent(found.filter(({ rank }) => rank < Number.POSITIVE_INFINITY).length / found.length),
      [`top ${TOP}`]: percent(top),
    };
    if (name !== "ours") continue;
    holds =
      [share("key", 0), share("key", 1)].every((one) => one >= BARS.keys) &&
      [share("value", 0), share("value", 1)].every((one) => one >= BARS.values) &&
      top >= BARS.top;
    const missed = found.filter(({ rank }) => rank === Number.POSITIVE_INFINITY);
    console.log(`Missed: ${list(countBy(missed, ({ one }) => tokenOf(one))) || "nothing"}.`);
    const low = found.filter(({ rank }) => rank >= TOP && rank < Number.POSITIVE_INFINITY);
    console.log(
      `Found behind the first ${TOP}: ${list(countBy(low, ({ one }) => tokenOf(one))) || "nothing"}.`,
    );
  }
  console.table(rows);
  return holds;
}

/** Where the wanted token stands among those that go on from what is typed. */
function rankOf({ want, prefix }: Case, offers: readonly Offer[]): number {
  if (!offers.some(({ label }) => label === want)) return Number.POSITIVE_INFINITY;
  const typed = prefix.toLowerCase();
  const left = offers.filter(({ filter }) => filter.toLowerCase().startsWith(typed));
  const rank = left.findIndex(({ label }) => label === want);
  return rank < 0 ? offers.length : rank;
}

/** Each case right after the other of the others, who is first changing each time. */
async function latency(title: string, cases: readonly Case[]): Promise<boolean> {
  const peer = languageServer();
  const contenders = {
    ours: (one: Case) => complete(one.text, one),
    parsed: (one: Case, document: SpecDocument) => complete(document, one),
    peer: ({ text, line, character }: Case) => peer.doComplete(documentOf(text), { line, character }, false),
    parse: ({ text }: Case) => parseDocument(text),
  };
  const names = Object.keys(contenders) as (keyof typeof contenders)[];
  const times: Record<keyof typeof contenders, number[]> = { ours: [], parsed: [], peer: [], parse: [] };
  const warmUp = spread(cases, WARM_UP_CASES);
  for (const [index, one] of [...warmUp, ...cases].entries()) {
    const document = parseSpec(one.text);
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(index + turn) % names.length] ?? "ours";
      const startMs = performance.now();
      await contenders[name](one, document);
      const tookMs = performance.now() - startMs;
      if (index >= warmUp.length) times[name].push(tookMs);
    }
  }
  const p95 = (name: keyof typeof contenders) => quantile(times[name], 0.95);
  const ratios = {
    "of the peer's p95": p95("ours") / p95("peer"),
    "of parseDocument's p95": p95("ours") / p95("parse"),
    "parsed, of the peer's p95": p95("parsed") / p95("peer"),
  };
  console.log(`Latency on ${title}, ${cases.length} cases, in ms:`);
  console.table(
    Object.fromEntries(
      names.map((name) => [name, { p50: quantile(times[name], 0.5).toFixed(3), p95: p95(name).toFixed(3) }]),
    ),
  );
  return report(ratios);
}

function report(figures: { readonly [name in keyof typeof BARS]?: number }): boolean {
  const entries = Object.entries(figures) as [keyof typeof BARS, number][];
  console.table(
    Object.fromEntries(
      entries.map(([name, figure]) => [name, { is: figure.toFixed(3), "at most": BARS[name] }]),
    ),
  );
  return entries.every(([name, figure]) => figure <= BARS[name]);
}

/** What is held after a hundred thousand calls beyond what was held after the first ones. */
function memory(cases: readonly Case[]): boolean {
  const call = (count: number) => {
    for (let index = 0; index < count; index++) {
      const one = cases[index % cases.length];
      if (one) complete(one.text, one);
    }
    collectGarbage();
    return process.memoryUsage().heapUsed / 1024 ** 2;
  };
  const before = call(cases.length);
  const after = call(MEMORY_CALLS);
  return report({ "MiB after 100,000 calls": after - before });
}

function tokenOf({ kind, want, path, file }: Case): string {
  const place = path.filter((step) => typeof step === "string").join(".");
  return kind === "key" ? `${place || file}: ${want}` : `${place}: ${want}`;
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function list(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${name} (${count})`)
    .join(", ");
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}
