// The action's manifest, its code and the README say the same.
import { describe, expect, it } from "vitest";
import { INPUT_NAMES } from "../packages/action/src/inputs.ts";
import { OUTPUT_NAMES } from "../packages/action/src/outputs.ts";
import { readmeWithTables } from "../scripts/generate-readme.ts";
import { actionManifest } from "./runner/run-action.ts";

describe("the action's contract", () => {
  it("has the inputs and outputs that the code knows", async () => {
    const manifest = await actionManifest();
    expect(Object.keys(manifest.inputs)).toEqual([...INPUT_NAMES]);
    expect(Object.keys(manifest.outputs)).toEqual([...OUTPUT_NAMES]);
  });

  it("is what the README's tables show; `npm run docs` brings them up to date", async () => {
    const { current, generated } = await readmeWithTables();
    expect(current).toBe(generated);
  });
});
