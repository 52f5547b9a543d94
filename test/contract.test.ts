// What is written in two places is the same in both: manifests, code and READMEs.
import { describe, expect, it } from "vitest";
import { INPUT_DEFAULTS, INPUT_NAMES, readInputs } from "../packages/action/src/inputs.ts";
import { OUTPUT_NAMES } from "../packages/action/src/outputs.ts";
import { allParts, generatePage, PAGES } from "../scripts/generate-tables.ts";
import { actionManifest } from "./runner/run-action.ts";

describe("the action's contract", () => {
  it("has the inputs and outputs that the code knows", async () => {
    const manifest = await actionManifest();
    expect(Object.keys(manifest.inputs)).toEqual([...INPUT_NAMES]);
    expect(Object.keys(manifest.outputs)).toEqual([...OUTPUT_NAMES]);
  });

  it("describes each value of an input that takes one of a few", async () => {
    const { inputs } = await actionManifest();
    const few = INPUT_NAMES.flatMap((name) => {
      try {
        readInputs((asked) => (asked === name ? "none of them" : ""));
        return [];
      } catch (error) {
        const [, values] = /It takes one of: ([^;]*?)[.;]/.exec(String(error)) ?? [];
        return values ? [[name, values.split(", ")] as const] : [];
      }
    });
    expect(few.map(([name]) => name)).toContain("command");
    const missing = few.flatMap(([name, values]) =>
      values
        .filter((value) => !inputs[name]?.description.includes(`\`${value}\``))
        .map((value) => `${name}: ${value}`),
    );
    expect(missing).toEqual([]);
  });

  it("has the defaults that the code knows", async () => {
    const { inputs } = await actionManifest();
    // The job's own token: an expression, which only the runner can work out.
    const { "github-token": githubToken, ...others } = Object.fromEntries(
      Object.entries(inputs).map(([name, { default: fallback = "" }]) => [name, fallback]),
    );
    expect({ ...others, "github-token": "" }).toEqual(INPUT_DEFAULTS);
    expect(githubToken).toBe("${{ github.token }}");
  });
});

describe("documents; `npm run docs` brings them up to date", () => {
  it.each(PAGES)("%s says what the code says", async (path) => {
    const { current, generated } = await generatePage(path);
    expect(current).toBe(generated);
  });

  it("have a place for everything that is generated", async () => {
    const texts = await Promise.all(PAGES.map(async (path) => (await generatePage(path)).current));
    const missing = Object.keys(await allParts()).filter(
      (name) => !texts.some((text) => text.includes(`<!-- /${name} -->`)),
    );
    expect(missing).toEqual([]);
  });
});
