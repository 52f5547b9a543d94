// npm run bench -- validate
// What validation costs beside the least that it needs, the parse, and beside an editor's own validation by JSON
// schema. Each is measured in pairs on the same text, so that whatever slows the machine slows both.
import { validateSpec } from "@app-platform-toolkit/core";
import { parseDocument } from "yaml";
import { loadSpecs } from "../fuzz/specs.ts";
import { quantile } from "./figures.ts";
import { documentOf, languageServer } from "./peer.ts";

const WARM_UP_ROUNDS = 5;
const ROUNDS = 20;
/** The highest accepted median of `validateSpec` / other, of pairs on the same text in the same round. */
const BARS = { "yaml parseDocument": 1.3, "yaml-language-server": 1 } as const;

type Other = keyof typeof BARS;
type Validator = (text: string) => unknown;

export async function run(): Promise<boolean> {
  const { from, specs } = loadSpecs();
  const texts = specs.map(({ text }) => text);
  const others: Record<Other, Validator> = {
    "yaml parseDocument": (text) => parseDocument(text),
    "yaml-language-server": await validator(texts),
  };
  console.log(`${specs.length} specs from ${from}, ${ROUNDS} rounds after ${WARM_UP_ROUNDS} to warm up.`);
  let holds = true;
  const rows: Record<string, object> = {};
  for (const [name, bar] of Object.entries(BARS) as [Other, number][]) {
    const pairs = await measurePairs(texts, validateSpec, others[name]);
    const ratio = quantile(
      pairs.map(({ ownMs, otherMs }) => ownMs / otherMs),
      0.5,
    );
    if (!(ratio <= bar)) holds = false;
    rows[name] = {
      ...spread(
        "",
        pairs.map(({ otherMs }) => otherMs),
      ),
      ...spread(
        "validateSpec ",
        pairs.map(({ ownMs }) => ownMs),
      ),
      ratio: ratio.toFixed(2),
      "at most": bar,
    };
  }
  console.table(rows);
  return holds;
}

/** The times of both on each text in each round, one right after the other; who is first changes each time. */
async function measurePairs(texts: readonly string[], own: Validator, other: Validator) {
  const pairs: { ownMs: number; otherMs: number }[] = [];
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++)
    for (const [index, text] of texts.entries()) {
      const isOwnFirst = (round + index) % 2 === 0;
      const firstMs = await timeMs(isOwnFirst ? own : other, text);
      const secondMs = await timeMs(isOwnFirst ? other : own, text);
      const [ownMs, otherMs] = isOwnFirst ? [firstMs, secondMs] : [secondMs, firstMs];
      if (round >= WARM_UP_ROUNDS) pairs.push({ ownMs, otherMs });
    }
  return pairs;
}

async function timeMs(validate: Validator, text: string): Promise<number> {
  const startMs = performance.now();
  await validate(text);
  return performance.now() - startMs;
}

/** The language server's validation, once it has been seen to use the schema. */
async function validator(texts: readonly string[]): Promise<Validator> {
  const service = languageServer();
  const validate = (text: string) => service.doValidation(documentOf(text), false);
  let found = 0;
  for (const text of texts) found += (await validate(text)).length;
  if (found === 0)
    throw new Error("yaml-language-server finds nothing wrong with any spec: it does not use the schema.");
  return validate;
}

function spread(prefix: string, timesMs: readonly number[]) {
  return {
    [`${prefix}p50 ms`]: quantile(timesMs, 0.5).toFixed(2),
    [`${prefix}p95 ms`]: quantile(timesMs, 0.95).toFixed(2),
  };
}
