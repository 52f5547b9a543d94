import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { type AppSpec, parseSpec } from "@app-platform-toolkit/core";

export interface SpecFile {
  readonly name: string;
  readonly text: string;
  readonly spec: AppSpec;
}

const FIXTURES = resolve(import.meta.dirname, "../fixtures/specs");
const SHARED = process.env.APP_PLATFORM_SHARED ?? resolve(import.meta.dirname, "../../../shared");
const CORPUS = resolve(SHARED, "corpus/specs");

/** Specs of real repositories where they are at hand, our own examples otherwise; and where they were found. */
export function loadSpecs(): { from: string; specs: readonly SpecFile[] } {
  const folder = existsSync(CORPUS) ? CORPUS : FIXTURES;
  const specs = readdirSync(folder)
    .sort()
    .map((name) => readSpec(resolve(folder, name)));
  return { from: folder === CORPUS ? "the shared corpus" : "test/fixtures/specs", specs };
}

/** Our own examples: the same ones everywhere. */
export function loadFixtures(): readonly SpecFile[] {
  return readdirSync(FIXTURES)
    .sort()
    .map((name) => readSpec(resolve(FIXTURES, name)));
}

function readSpec(path: string): SpecFile {
  const text = readFileSync(path, "utf8");
  return { name: basename(path), text, spec: parseSpec(text).spec };
}
