// The command as it ships: one file, run by whatever Node is there.
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, openSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const BUNDLE = fileURLToPath(new URL("../packages/cli/dist/app-platform.cjs", import.meta.url));
const SPEC = fileURLToPath(new URL("fixtures/specs/web-shop.yaml", import.meta.url));

it("prices a spec", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [BUNDLE, "cost", SPEC]);
  expect(stdout).toContain("web-shop.yaml: $24.00/mo");
});

it("exits with 2 where a file is not there", async () => {
  const failed = promisify(execFile)(process.execPath, [BUNDLE, "validate", "gone.yaml"]);
  await expect(failed).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringContaining("There is no file gone.yaml."),
  });
});

it("ends quietly, with its code, where nobody reads the end", async () => {
  const child = spawn(process.execPath, [BUNDLE, "schema"], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.destroy();
  let said = "";
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  expect(await once(child, "close")).toEqual([0, null]);
  expect(said).toBe("");
});

it.skipIf(!existsSync("/dev/full"))("exits with 2 where the disk is full", async () => {
  const child = spawn(process.execPath, [BUNDLE, "schema"], {
    stdio: ["ignore", openSync("/dev/full", "w"), "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said += chunk;
  });
  expect(await once(child, "close")).toEqual([2, null]);
  expect(said).toMatch(/^The output cannot be written: ENOSPC.*\n$/);
});
