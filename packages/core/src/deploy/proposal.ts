import { parsePath } from "../spec/path.ts";
import { copyPlain, writeAt } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { listSecrets } from "../spec/secrets.ts";

/** What stands for every secret where the platform only checks and prices a spec. */
export const PROPOSED_SECRET = "secret-left-out-of-the-proposal";

/**
 * A copy of a spec for `POST /v2/apps/propose`: every SECRET env and every value that a deploy fills in is a dummy,
 * so that nothing is sent that is not needed. An image whose tag or digest is filled in is proposed by its default.
 *
 * @param filledPaths dotted paths of the values with placeholders
 */
export function proposalSpec(spec: AppSpec, filledPaths: readonly string[] = []): AppSpec {
  const copy = copyPlain(spec) as AppSpec;
  for (const { kind, path } of listSecrets(spec)) if (kind === "env") writeAt(copy, path, PROPOSED_SECRET);
  for (const path of filledPaths.map(parsePath))
    writeAt(copy, path, path.includes("image") ? undefined : PROPOSED_SECRET);
  return copy;
}
