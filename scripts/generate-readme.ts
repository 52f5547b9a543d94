// Writes the generated tables of the READMEs: inputs and outputs from action.yml, settings and commands from the
// extension's package.json.
import { readFile, writeFile } from "node:fs/promises";
import { parse } from "yaml";

interface Entry {
  description: string;
  default?: string;
}

const at = (path: string) => new URL(`../${path}`, import.meta.url);

/** Files with generated tables. */
export const READMES = ["README.md", "packages/vscode/README.md"] as const;

/** A README's text with its tables as their sources say. */
export async function readmeWithTables(
  path: (typeof READMES)[number],
): Promise<{ current: string; generated: string }> {
  const current = await readFile(at(path), "utf8");
  const tables = path === "README.md" ? await actionTables() : await extensionTables();
  const generated = Object.entries(tables).reduce((text, [name, table]) => {
    const section = new RegExp(`(<!-- ${name}: [^>]*-->\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!section.test(text)) throw new Error(`${path} has no place for the table of ${name}.`);
    return text.replace(section, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
  }, current);
  return { current, generated };
}

async function actionTables(): Promise<Record<string, string>> {
  const manifest = parse(await readFile(at("action.yml"), "utf8"));
  return { inputs: inputTable(manifest.inputs), outputs: outputTable(manifest.outputs) };
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

interface Manifest {
  contributes: {
    configuration: { properties: Record<string, { default: unknown; markdownDescription: string }> };
    commands: { command: string; title: string }[];
    menus: { commandPalette: { command: string; when: string }[] };
  };
}

async function extensionTables(): Promise<Record<string, string>> {
  const { contributes }: Manifest = JSON.parse(await readFile(at("packages/vscode/package.json"), "utf8"));
  const words: Record<string, string> = JSON.parse(
    await readFile(at("packages/vscode/package.nls.json"), "utf8"),
  );
  const said = (text: string) => words[text.replaceAll("%", "")] ?? text;
  const settings = Object.entries(contributes.configuration.properties).map(
    ([name, { default: fallback, markdownDescription }]) =>
      `| \`${name}\` | ${cell(said(markdownDescription))} | \`${JSON.stringify(fallback)}\` |`,
  );
  const hidden = contributes.menus.commandPalette
    .filter(({ when }) => when === "false")
    .map(({ command }) => command);
  const commands = contributes.commands.map(
    ({ command, title }) =>
      `| App Platform: ${said(title)} | ${hidden.includes(command) ? "Apps view" : "everywhere"} |`,
  );
  return {
    settings: ["| Setting | What it is | Default |", "| :-- | :-- | :-- |", ...settings].join("\n"),
    commands: ["| Command | Where |", "| :-- | :-- |", ...commands].join("\n"),
  };
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s+/g, " ").trim();
}

if (import.meta.main)
  for (const path of READMES) {
    const { current, generated } = await readmeWithTables(path);
    if (current !== generated) await writeFile(at(path), generated);
  }
