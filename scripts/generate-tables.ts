// Writes what Markdown files say about the code: between `<!-- name: … -->` and `<!-- /name -->` stands what the code
// says itself.
import { readFile, writeFile } from "node:fs/promises";
import { actionTables } from "./tables/action.ts";
import { architectureTables } from "./tables/architecture.ts";
import { commandTables } from "./tables/command.ts";
import { costTables } from "./tables/costs.ts";
import { dependencyTables } from "./tables/dependencies.ts";
import { extensionTables } from "./tables/extension.ts";
import { troubleTables } from "./tables/troubles.ts";

/** Pages with generated parts. */
export const PAGES = [
  "docs/reference.md",
  "docs/costs.md",
  "docs/troubleshooting.md",
  "docs/architecture.md",
  "docs/security.md",
  "packages/cli/README.md",
  "packages/vscode/README.md",
] as const;

const at = (path: string) => new URL(`../${path}`, import.meta.url);
const PART = /(<!-- ([\w-]+): generated from [^>]*-->\n)[\s\S]*?(<!-- \/\2 -->)/g;

/** A page's text with its generated parts as the code says. */
export async function generatePage(path: string): Promise<{ current: string; generated: string }> {
  const parts = await allParts();
  const current = await readFile(at(path), "utf8");
  const generated = current.replaceAll(PART, (_, begin: string, name: string, end: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`${path} asks for "${name}", which nothing generates.`);
    return `${begin}\n${part}\n\n${end}`;
  });
  return { current, generated };
}

/** Every part by its name; a name has one place at least, which a test looks for. */
export async function allParts(): Promise<Record<string, string>> {
  return {
    ...(await actionTables()),
    ...(await extensionTables()),
    ...(await dependencyTables()),
    ...commandTables(),
    ...costTables(),
    ...troubleTables(),
    ...architectureTables(),
  };
}

if (import.meta.main)
  for (const path of PAGES) {
    const { current, generated } = await generatePage(path);
    if (current !== generated) await writeFile(at(path), generated);
  }
