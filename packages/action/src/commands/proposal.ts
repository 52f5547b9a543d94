import {
  type AppPlatformClient,
  AppPlatformError,
  type DeployPlan,
  InvalidSpec,
  type LiveApp,
  type Proposal,
  proposalSpec,
} from "@app-platform-toolkit/core";
import type { CheckedSpec } from "./check.ts";

/** What the platform says of a plan before anything is written. */
export type ProposalAnswer =
  | { readonly kind: "answered"; readonly proposal: Proposal }
  /** The spec has an error that only the platform finds. */
  | { readonly kind: "invalid"; readonly error: InvalidSpec }
  /** The name belongs to an app that the token cannot see. */
  | { readonly kind: "name-taken"; readonly message: string }
  | { readonly kind: "failed"; readonly error: AppPlatformError };

/** Lets the platform check, price and normalise the spec of a plan. No secret is sent, and nothing is changed. */
export async function askPlatform(
  platform: AppPlatformClient,
  plan: DeployPlan,
  live: LiveApp | undefined,
  checked: CheckedSpec,
  signal: AbortSignal,
): Promise<ProposalAnswer> {
  try {
    const spec = proposalSpec(plan.spec, checked.filledPaths);
    const body = { spec, ...(live?.id === undefined ? {} : { app_id: live.id }) };
    const proposal = await platform.apps.propose(body, { signal });
    if (!live && proposal.app_name_available === false)
      return { kind: "name-taken", message: nameTaken(plan.appName, proposal.app_name_suggestion) };
    return { kind: "answered", proposal };
  } catch (error) {
    if (error instanceof InvalidSpec) return { kind: "invalid", error };
    if (error instanceof AppPlatformError) return { kind: "failed", error };
    throw error;
  }
}

function nameTaken(name: string, suggestion: string | undefined): string {
  const next = suggestion ? `Free is, for example, "${suggestion}".` : "Choose another name.";
  return `The name "${name}" is taken by an app that this token cannot see. ${next}`;
}
