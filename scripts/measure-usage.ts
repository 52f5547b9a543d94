/** Counts in real specs how often each key is written, for the order of completions: packages/core/src/language/usage.ts. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { parseSpec } from "../packages/core/src/spec/document.ts";
import { type FieldNode, rootNode } from "../packages/core/src/spec/schema/fields.ts";

const FILE = resolve(import.meta.dirname, "../packages/core/src/language/usage.ts");
const SHARED = process.env.APP_PLATFORM_SHARED ?? resolve(import.meta.dirname, "../../shared");
const SPECS = resolve(SHARED, "corpus/specs");

/** By what an object is called, how many such objects have each key. */
const counts = new Map<string, Map<string, number>>();

function count(node: FieldNode, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) node.item && count(node.item, item);
  else if (typeof value === "object" && value !== null && node.field.kind) {
    const ofKind = counts.get(node.field.kind) ?? new Map<string, number>();
    counts.set(node.field.kind, ofKind);
    for (const [key, child] of Object.entries(value)) {
      const below = node.keys.get(key);
      if (!below) continue;
      ofKind.set(key, (ofKind.get(key) ?? 0) + 1);
      count(below, child);
    }
  }
}

const files = readdirSync(SPECS);
for (const file of files) count(rootNode(), parseSpec(readFileSync(resolve(SPECS, file), "utf8")).spec);

const rows = [...counts]
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([kind, keys]) => {
    const sorted = [...keys].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
    return `  ${JSON.stringify(kind)}: { ${sorted.map(([key, times]) => `${key}: ${times}`).join(", ")} },`;
  });
writeFileSync(
  FILE,
  `// Written by scripts/${basename(import.meta.filename)} on ${new Date().toISOString().slice(0, 10)} from ${files.length} app specs of public repositories.

/** By the name of an object, in how many of them each key is written. What is not here was never seen. */
export const KEY_USAGE: Readonly<Record<string, Readonly<Record<string, number>>>> = {
${rows.join("\n")}
};
`,
);
