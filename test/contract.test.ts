// What is written in two places is the same in both: manifests, code and READMEs.
import { describe, expect, it } from "vitest";
import { INPUT_DEFAULTS, INPUT_NAMES } from "../packages/action/src/inputs.ts";
import { OUTPUT_NAMES } from "../packages/action/src/outputs.ts";
import { allParts, generatePage, PAGES } from "../scripts/generate-tables.ts";
import { actionManifest } from "./runner/run-action.ts";

describe("the action's contract", () => {
  it("has the inputs and outputs that the code knows", async () => {
    const manifest = await actionManifest();
    expect(Object.keys(manifest.inputs)).toEqual([...INPUT_NAMES]);
    expect(Object.keys(manifest.outputs)).toEqual([...OUTPUT_NAMES]);
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
