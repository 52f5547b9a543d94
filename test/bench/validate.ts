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
/**
 * What is compared, with the highest accepted median of `validateSpec` / other, of pairs on the same text in the same
 * round. Published, the parser in it is the YAML library's build for browsers; from source it is that for Node, as
 * `parseDocument` is here for whoever imports `yaml`.
 */
const COMPARISONS = [
  { own: "published", other: "yaml parseDocument", atMost: 1.3 },
  { own: "from source", other: "yaml parseDocument", atMost: 1.3 },
  { own: "from source", other: "yaml-language-server", atMost: 1 },
] as const;

type Validator = (text: string) => unknown;

export async function run(): Promise<boolean> {
  const { from, specs } = loadSpecs();
  const texts = specs.map(({ text }) => text);
  const owns = { "from source": validateSpec, published: await published() };
  const others: Record<string, Validator> = {
    "yaml parseDocument": (text) => parseDocument(text),
    "yaml-language-server": await validator(texts),
  };
  console.log(`${specs.length} specs from ${from}, ${ROUNDS} rounds after ${WARM_UP_ROUNDS} to warm up.`);
  let holds = true;
  const rows: Record<string, object> = {};
  for (const { own, other, atMost } of COMPARISONS) {
    const pairs = await measurePairs(texts, owns[own], others[other] as Validator);
    const ratio = quantile(
      pairs.map(({ ownMs, otherMs }) => ownMs / otherMs),
      0.5,
    );
    if (!(ratio <= atMost)) holds = false;
    rows[`${own} / ${other}`] = {
      ...spread(
        "validateSpec ",
        pairs.map(({ ownMs }) => ownMs),
      ),
      ...spread(
        "other ",
        pairs.map(({ otherMs }) => otherMs),
      ),
      ratio: ratio.toFixed(2),
      "at most": atMost,
    };
  }
  console.table(rows);
  return holds;
}

/** `validateSpec` as whoever installs the library gets it. */
async function published(): Promise<Validator> {
  const index = new URL("../../packages/core/dist/index.js", import.meta.url);
  try {
    return (await import(index.href)).validateSpec;
  } catch (cause) {
    throw new Error("The library that is published is not built: run `npm run build` first.", { cause });
  }
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
