import { parseSpec } from "@app-platform-toolkit/core";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { type CheckedSpec, checkSpec, isReadable, offlineResult } from "./check.ts";
import { errorsFailure } from "./failure.ts";

/** Validates and prices a spec without asking DigitalOcean; a pull request and a merge group are compared with their base. */
export async function validate(file: SpecFile, services: Services): Promise<AppResult> {
  const checked = checkSpec(file, services);
  return { ...(await compareWithBase(checked, services)), ...errorsFailure(checked.diagnostics) };
}

/** Prices and changes against the file at the base commit of the pull request or the merge group, where there is one. */
export async function compareWithBase(checked: CheckedSpec, services: Services): Promise<AppResult> {
  const { pullRequest, mergeGroupBaseSha } = services.context;
  const sha = pullRequest?.baseSha ?? mergeGroupBaseSha;
  if (sha === undefined) return offlineResult(checked, undefined, "unknown");
  const base = await services.readFileAt(checked.file.path, sha);
  if (!base.ok) return offlineResult(checked, undefined, "unknown");
  if (base.text === undefined) return offlineResult(checked, undefined, "none");
  const document = parseSpec(base.text);
  return isReadable(document)
    ? offlineResult(checked, document.spec, "base-commit")
    : offlineResult(checked, undefined, "unknown");
}
