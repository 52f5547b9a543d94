import { diffSpecs } from "../spec/diff.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { withoutRunRecord } from "./run-record.ts";

/**
 * Whether the platform's copy of a spec is the one that we would send or have sent. Values of secrets are left out:
 * it keeps them encrypted, so that nobody can compare them.
 */
export function isSameSpec(servers: AppSpec, ours: AppSpec): boolean {
  const changes = diffSpecs(withoutRunRecord(servers), withoutRunRecord(ours));
  return changes.every(({ kind, secret }) => secret && kind === "changed");
}
