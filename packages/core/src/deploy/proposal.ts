import { copyPlain, writeAt } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { listSecrets } from "../spec/secrets.ts";

/** What stands for every secret where the platform only checks and prices a spec. */
export const PROPOSED_SECRET = "secret-left-out-of-the-proposal";

/**
 * A copy of a spec for `POST /v2/apps/propose`: every SECRET env has the same dummy value, so that no secret is sent
 * where none is needed.
 */
export function proposalSpec(spec: AppSpec): AppSpec {
  const copy = copyPlain(spec) as AppSpec;
  for (const { kind, path } of listSecrets(spec)) if (kind === "env") writeAt(copy, path, PROPOSED_SECRET);
  return copy;
}
