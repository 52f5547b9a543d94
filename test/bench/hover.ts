// npm run bench -- hover
// What a hover and the lenses cost on real specs, beside yaml-language-server's hover with our JSON schema and one
// parse of the same text, in one run and on the same places.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { parseSpec, type SpecDocument } from "@app-platform-toolkit/core";
import { codeLenses, hover } from "@app-platform-toolkit/core/language";
import type { Position } from "vscode-languageserver-types";
import { isScalar, type Node, type Pair, parseDocument, visit } from "yaml";
import { loadSpecs } from "../fuzz/specs.ts";
import { longSpec, quantile, spread } from "./figures.ts";
import { documentOf, languageServer } from "./peer.ts";

const CASES = 1500;
const LONG_SPEC_CASES = 60;
const WARM_UP_ROUNDS = 1;
/** Of each case the fastest round counts: what else the machine does is nobody's merit. */
const ROUNDS = 3;
const MEMORY_CALLS = 100_000;
const NOW = new Date("2026-10-01T12:00:00Z");

/** What must hold, of 95th percentiles. */
const BARS = { "of the peer's": 0.6, "of parseDocument's": 1.3, "parsed, of the peer's": 0.1 } as const;
const MIB_BAR = 2;

interface Place {
  readonly text: string;
  readonly position: Position;
}

type Contender = (place: Place, parsed: SpecDocument) => unknown;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

export async function run(): Promise<boolean> {
  const { from, specs } = loadSpecs();
  const texts = specs.map(({ text }) => text);
  const places = texts.flatMap(tokensOf);
  const long = longSpec(specs.map(({ spec }) => spec));
  console.log(`${places.length} tokens of ${specs.length} specs from ${from}, ${CASES} of them in turn.`);
  await seeHits(spread(places, CASES));
  const results = [
    await compare("the corpus", spread(places, CASES)),
    await compare(`a spec of ${long.split("\n").length} lines`, spread(tokensOf(long), LONG_SPEC_CASES)),
    memory(spread(places, CASES)),
  ];
  return results.every((holds) => holds);
}

/** Every key and every value on one line, in its middle. */
function tokensOf(text: string): Place[] {
  const document = parseSpec(text);
  const places: Place[] = [];
  const add = (node: Node | null) => {
    const range = isScalar(node) ? node.range : undefined;
    if (!range || range[0] === range[1]) return;
    const offset = Math.floor((range[0] + range[1]) / 2);
    places.push({ text, position: document.rangeBetween(offset, offset).start });
  };
  if (document.yaml)
    visit(document.yaml, {
      Pair: (_, pair: Pair) => {
        add(pair.key as Node | null);
        add(pair.value as Node | null);
      },
    });
  return places;
}

/** How many places get an answer at all: being fast and silent is no merit. */
async function seeHits(places: readonly Place[]): Promise<void> {
  const peer = languageServer();
  let [own, theirs] = [0, 0];
  for (const { text, position } of places) {
    if (hover(text, position)) own++;
    if (await peer.doHover(documentOf(text), position)) theirs++;
  }
  const share = (count: number) => `${((count / places.length) * 100).toFixed(1)} %`;
  console.log(`Places with a hover: ours ${share(own)}, yaml-language-server ${share(theirs)}.`);
}

async function compare(title: string, places: readonly Place[]): Promise<boolean> {
  const peer = languageServer();
  const times = await measure(places, {
    "yaml-language-server hover": ({ text, position }) => peer.doHover(documentOf(text), position),
    parseDocument: ({ text }) => parseDocument(text),
    hover: ({ text, position }) => hover(text, position, { now: NOW }),
    "hover, parsed": ({ position }, parsed) => hover(parsed, position, { now: NOW }),
    lenses: ({ text }) => codeLenses(text),
    "lenses, parsed": (_, parsed) => codeLenses(parsed),
  });
  console.log(`On ${title}, ${places.length} places, ms of each:`);
  console.table(
    Object.fromEntries(
      Object.entries(times).map(([name, of]) => [
        name,
        { p50: quantile(of, 0.5).toFixed(3), p95: quantile(of, 0.95).toFixed(3) },
      ]),
    ),
  );
  const p95 = (name: keyof typeof times) => quantile(times[name], 0.95);
  const ratios = (["hover", "lenses"] as const).map((name) => ({
    what: name,
    "of the peer's": p95(name) / p95("yaml-language-server hover"),
    "of parseDocument's": p95(name) / p95("parseDocument"),
    "parsed, of the peer's": p95(`${name}, parsed`) / p95("yaml-language-server hover"),
  }));
  console.table([
    ...ratios.map(({ what, ...figures }) => ({
      what,
      ...Object.fromEntries(Object.entries(figures).map(([bar, is]) => [bar, is.toFixed(3)])),
    })),
    { what: "at most", ...BARS },
  ]);
  return ratios.every((figures) =>
    Object.entries(BARS).every(([bar, most]) => figures[bar as keyof typeof BARS] <= most),
  );
}

/** The fastest time of each contender at each place; they follow one another there, each being first in turn. */
async function measure<Name extends string>(
  places: readonly Place[],
  contenders: Record<Name, Contender>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(contenders) as Name[];
  const times = Object.fromEntries(
    names.map((name) => [name, places.map(() => Number.POSITIVE_INFINITY)]),
  ) as Record<Name, number[]>;
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++)
    for (const [index, place] of places.entries()) {
      const parsed = parseSpec(place.text);
      for (let turn = 0; turn < names.length; turn++) {
        const name = names[(index + round + turn) % names.length] as Name;
        const startMs = performance.now();
        await contenders[name](place, parsed);
        const tookMs = performance.now() - startMs;
        if (round >= WARM_UP_ROUNDS) times[name][index] = Math.min(times[name][index] ?? 0, tookMs);
      }
    }
  return times;
}

/** What is held after a hundred thousand calls beyond what was held after the first ones. */
function memory(places: readonly Place[]): boolean {
  const heldMib = (calls: number) => {
    for (let index = 0; index < calls; index++) {
      const place = places[index % places.length];
      if (!place) continue;
      hover(place.text, place.position, { now: NOW });
      codeLenses(place.text);
    }
    collectGarbage();
    return process.memoryUsage().heapUsed / 1024 ** 2;
  };
  const before = heldMib(places.length);
  const grownMib = heldMib(MEMORY_CALLS) - before;
  console.log(
    `Held after ${MEMORY_CALLS} calls of each: ${grownMib.toFixed(2)} MiB more (at most ${MIB_BAR}).`,
  );
  return grownMib <= MIB_BAR;
}
