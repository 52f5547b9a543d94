// Collects the texts that the extension shows into packages/vscode/l10n/bundle.l10n.json, from which a translation
// into LANGUAGE is made beside it as bundle.l10n.LANGUAGE.json; those of its manifest are in package.nls.json.
import { glob, mkdir, readFile, writeFile } from "node:fs/promises";

const SOURCES = "packages/vscode/src/**/*.ts";
const BUNDLE = "packages/vscode/l10n/bundle.l10n.json";

const CALL = /\bl10n\.t\(/g;
/** The text has to be in the call itself: VS Code looks it up by its words. */
const LITERAL = /\bl10n\.t\(\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g;

/** Each text under itself, as VS Code's own bundles are, and where a text is not written in the call. */
export async function exportTexts(): Promise<{ bundle: string; unclear: string[] }> {
  const texts = new Set<string>();
  const unclear: string[] = [];
  for await (const path of glob(SOURCES, { exclude: (name) => name.endsWith(".test.ts") })) {
    const source = await readFile(path, "utf8");
    const found = [...source.matchAll(LITERAL)];
    if (found.length !== (source.match(CALL) ?? []).length) unclear.push(path);
    for (const [, double, single = ""] of found)
      texts.add(JSON.parse(`"${double ?? single.replaceAll('"', '\\"')}"`));
  }
  const entries = [...texts].toSorted().map((text) => [text, text]);
  return { bundle: `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`, unclear };
}

export async function currentTexts(): Promise<string> {
  return readFile(BUNDLE, "utf8").catch(() => "");
}

if (import.meta.main) {
  await mkdir("packages/vscode/l10n", { recursive: true });
  await writeFile(BUNDLE, (await exportTexts()).bundle);
}
