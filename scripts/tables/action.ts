import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { code, table } from "./table.ts";

interface Entry {
  readonly description: string;
  readonly default?: string;
}

/** Inputs and outputs, from action.yml. */
export async function actionTables(): Promise<Record<string, string>> {
  const text = await readFile(new URL("../../action.yml", import.meta.url), "utf8");
  const { inputs, outputs }: Record<"inputs" | "outputs", Record<string, Entry>> = parse(text);
  return {
    inputs: table(
      ["Input", "What it is", "Default"],
      Object.entries(inputs).map(([name, { description, default: fallback }]) => [
        code(name),
        description,
        fallback === undefined ? "" : code(fallback),
      ]),
    ),
    outputs: table(
      ["Output", "What it is"],
      Object.entries(outputs).map(([name, { description }]) => [code(name), description]),
    ),
  };
}
