import { type AppSpec, parseSpec, validateSpec } from "@app-platform-toolkit/core";
import { UsageError } from "./usage-error.ts";

/** In the place of a path. */
export const STANDARD_INPUT = "-";

export interface SpecFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The spec in a file, to price or to compare it. Mistakes in it are `validate`'s business.
 *
 * @throws UsageError where there is nothing to read: broken YAML, or another kind of file
 */
export function readSpec({ path, text }: SpecFile): AppSpec {
  const document = parseSpec(text);
  const { value, syntaxProblems } = document;
  if (syntaxProblems.length === 0 && typeof value === "object" && value !== null && !Array.isArray(value))
    return document.spec;
  const problem = syntaxProblems[0] ?? validateSpec(document)[0];
  const place = problem ? `:${problem.range.start.line + 1}:${problem.range.start.character + 1}` : "";
  throw new UsageError(`${path}${place}: ${problem?.message ?? "This is no app spec."}`);
}
