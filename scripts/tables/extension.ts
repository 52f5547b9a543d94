import { readFile } from "node:fs/promises";
import { code, table } from "./table.ts";

interface Manifest {
  contributes: {
    configuration: { properties: Record<string, { default: unknown; markdownDescription: string }> };
    commands: { command: string; title: string }[];
    menus: { commandPalette: { command: string; when: string }[] };
  };
}

/** Settings and commands, from the extension's package.json. */
export async function extensionTables(): Promise<Record<string, string>> {
  const { contributes } = await readJson<Manifest>("package.json");
  const words = await readJson<Record<string, string>>("package.nls.json");
  const said = (text: string) => words[text.replaceAll("%", "")] ?? text;
  const hidden = contributes.menus.commandPalette
    .filter(({ when }) => when === "false")
    .map(({ command }) => command);
  return {
    settings: table(
      ["Setting", "What it is", "Default"],
      Object.entries(contributes.configuration.properties).map(
        ([name, { default: fallback, markdownDescription }]) => [
          code(name),
          said(markdownDescription),
          code(JSON.stringify(fallback)),
        ],
      ),
    ),
    commands: table(
      ["Command", "Where"],
      contributes.commands.map(({ command, title }) => [
        `App Platform: ${said(title)}`,
        hidden.includes(command) ? "Apps view" : "everywhere",
      ]),
    ),
  };
}

async function readJson<T>(file: string): Promise<T> {
  return JSON.parse(await readFile(new URL(`../../packages/vscode/${file}`, import.meta.url), "utf8"));
}
