// Writes the tables of inputs and outputs into README.md from action.yml; with --check it only tells whether they are.
import { readFile, writeFile } from "node:fs/promises";
import { parse } from "yaml";

interface Entry {
  description: string;
  default?: string;
}

const README = new URL("../README.md", import.meta.url);

/** The README's text with its tables as `action.yml` says. */
export async function readmeWithTables(): Promise<{ current: string; generated: string }> {
  const manifest = parse(await readFile(new URL("../action.yml", import.meta.url), "utf8"));
  const current = await readFile(README, "utf8");
  const generated = [
    ["inputs", inputTable(manifest.inputs)],
    ["outputs", outputTable(manifest.outputs)],
  ].reduce((text, [name, table]) => {
    const section = new RegExp(`(<!-- ${name}: [^>]*-->\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!section.test(text)) throw new Error(`README.md has no place for the table of ${name}.`);
    return text.replace(section, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
  }, current);
  return { current, generated };
}

function inputTable(inputs: Record<string, Entry>): string {
  const rows = Object.entries(inputs).map(
    ([name, { description, default: fallback }]) =>
      `| \`${name}\` | ${cell(description)} | ${fallback === undefined ? "" : `\`${fallback}\``} |`,
  );
  return ["| Input | What it is | Default |", "| :-- | :-- | :-- |", ...rows].join("\n");
}

function outputTable(outputs: Record<string, Entry>): string {
  const rows = Object.entries(outputs).map(
    ([name, { description }]) => `| \`${name}\` | ${cell(description)} |`,
  );
  return ["| Output | What it is |", "| :-- | :-- |", ...rows].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();
}

if (import.meta.main) {
  const { current, generated } = await readmeWithTables();
  if (current !== generated) await writeFile(README, generated);
}
