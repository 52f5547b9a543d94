// npm run bench -- validate
// What validation costs beside the least that it needs, the parse, and beside an editor's own validation by JSON
// schema. The three run in turns on each text, so that whatever slows the machine slows all of them.
import { validateSpec } from "@app-platform-toolkit/core";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parseDocument } from "yaml";
import { getLanguageService } from "yaml-language-server";
import { appSpecJsonSchema } from "../../packages/core/src/spec/json-schema.ts";
import { loadSpecs } from "../fuzz/specs.ts";

const WARM_UP_ROUNDS = 5;
const ROUNDS = 20;
/** The highest accepted median of `validateSpec` / other, of pairs on the same text in the same round. */
const BARS = { "yaml parseDocument": 1.3, "yaml-language-server": 1 } as const;

type Other = keyof typeof BARS;
type Validator = (text: string) => unknown;

export async function run(): Promise<boolean> {
  const { from, specs } = loadSpecs();
  const others: Record<Other, Validator> = {
    "yaml parseDocument": (text) => parseDocument(text),
    "yaml-language-server": await languageServer(specs.map(({ text }) => text)),
  };
  const timesMs = await measure(
    specs.map(({ text }) => text),
    { validateSpec, ...others },
  );

  console.log(`${specs.length} specs from ${from}, ${ROUNDS} rounds after ${WARM_UP_ROUNDS} to warm up.`);
  const own = timesMs.validateSpec ?? [];
  let holds = true;
  const rows: Record<string, object> = { validateSpec: spread(own) };
  for (const [name, bar] of Object.entries(BARS)) {
    const ratios = (timesMs[name] ?? []).map((otherMs, pair) => (own[pair] ?? Number.NaN) / otherMs);
    const ratio = quantile(ratios, 0.5);
    if (!(ratio <= bar)) holds = false;
    rows[name] = { ...spread(timesMs[name] ?? []), "validateSpec / this": ratio.toFixed(2), "at most": bar };
  }
  console.table(rows);
  return holds;
}

/** The times of each validator, one for each text and round; the order of the validators changes with each. */
async function measure(texts: readonly string[], validators: Readonly<Record<string, Validator>>) {
  const entries = Object.entries(validators);
  const timesMs: Record<string, number[]> = Object.fromEntries(entries.map(([name]) => [name, []]));
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++)
    for (const [index, text] of texts.entries()) {
      const times: Record<string, number> = {};
      for (let turn = 0; turn < entries.length; turn++) {
        const entry = entries[(turn + index + round + WARM_UP_ROUNDS) % entries.length];
        if (!entry) continue;
        const [name, validate] = entry;
        const startMs = performance.now();
        await validate(text);
        times[name] = performance.now() - startMs;
      }
      if (round >= 0) for (const [name, timeMs] of Object.entries(times)) timesMs[name]?.push(timeMs);
    }
  return timesMs;
}

/** The YAML extension's language server with our JSON schema, set up as an editor does it. */
async function languageServer(texts: readonly string[]): Promise<Validator> {
  const service = getLanguageService({
    schemaRequestService: (uri) => Promise.reject(new Error(`${uri} is not to be fetched.`)),
    workspaceContext: { resolveRelativePath: (path) => path },
  });
  service.configure({
    validate: true,
    customTags: [],
    schemas: [
      { uri: "file:///app-spec.json", fileMatch: ["*.yaml"], schema: appSpecJsonSchema({ draft: "07" }) },
    ],
  });
  let version = 0;
  const validate = (text: string) =>
    service.doValidation(TextDocument.create("file:///app.yaml", "yaml", ++version, text), false);
  let found = 0;
  for (const text of texts) found += (await validate(text)).length;
  if (found === 0)
    throw new Error("yaml-language-server finds nothing wrong with any spec: it does not use the schema.");
  return validate;
}

function spread(timesMs: readonly number[]) {
  return { "p50 ms": quantile(timesMs, 0.5).toFixed(2), "p95 ms": quantile(timesMs, 0.95).toFixed(2) };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
}
