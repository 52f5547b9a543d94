import type { Diagnostic } from "@app-platform-toolkit/core";
import { count } from "../report/problems.ts";

/** The failure of a spec that has errors; nothing for one that has none. */
export function errorsFailure(diagnostics: readonly Diagnostic[]): { failure?: string } {
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  return errors === 0 ? {} : { failure: `The spec has ${count(errors, "error")}.` };
}
