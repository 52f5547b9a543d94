import type { Catalog } from "../catalog/index.ts";
import { type CostDelta, compareCost, estimateCost } from "../cost/index.ts";
import { diffSpecs, type SpecChange } from "../spec/diff.ts";
import { formatPath } from "../spec/path.ts";
import { copyPlain, recordsOf, textOf, writeAt } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { keepLiveSecrets, listSecrets } from "../spec/secrets.ts";
import { type DecideOptions, type DeployAction, decide, type LiveApp } from "./decide.ts";
import { type RunRecord, withoutRunRecord, withRunRecord } from "./run-record.ts";
import { planSecrets, type SecretPlan, type SecretState } from "./secret-plan.ts";
import type { SourcePlan } from "./sources.ts";

/** Why a deploy is refused, and what allows it. */
export interface Blocker {
  readonly code: "secret-change" | "destructive" | "pinned";
  /** Why, and how to keep what would be lost. For those who can ask a person, and have no inputs. */
  readonly reason: string;
  /** The reason, and the input that lifts the refusal. */
  readonly message: string;
}

function liftable(code: Blocker["code"], reason: string, input: string): Blocker {
  return { code, reason: `${reason}.`, message: `${reason}, or set \`${input}\` to go ahead.` };
}

/** What a deploy would do, decided before anything is written. */
export interface DeployPlan {
  readonly action: DeployAction;
  /** Why, in one sentence; absent of a proposal, which knows of no commit. */
  readonly reason?: string;
  readonly appId?: string;
  /** The deployment that is adopted, or that has it all already. */
  readonly deploymentId?: string;
  readonly appName: string;
  /** What is sent: the spec with the live values of secrets that it leaves out. Never to be shown: see `redactSpec`. */
  readonly spec: AppSpec;
  /** The spec as the file has it, with its placeholders: what may be shown, once `redactSpec` has seen it. */
  readonly written: AppSpec;
  readonly changes: readonly SpecChange[];
  /** Components that the merge may have changed by their source; empty in a proposal. */
  readonly sources: readonly SourcePlan[];
  readonly cost: CostDelta;
  readonly secrets: readonly SecretPlan[];
  readonly blockers: readonly Blocker[];
}

export interface PlanOptions {
  readonly catalog?: Catalog;
  /** Dotted paths of the values that came from placeholders: a secret supplied so is confirmed. */
  readonly filledPaths?: readonly string[];
  /** The spec with its placeholders as the file has them: values from outside are never shown. */
  readonly written?: AppSpec;
  /**
   * The spec as the platform rewrites it (`POST /v2/apps/propose`, from `proposalSpec`): what differs from the live
   * spec in our text alone is no change.
   */
  readonly proposed?: AppSpec;
  /** What is known of the commit that is deployed: without it the plan is a proposal, which creates or updates. */
  readonly source?: DecideOptions;
  /** What is written into the app's environment about this deploy. Never a change by itself. */
  readonly record?: RunRecord;
  readonly allowSecretChanges?: boolean;
  readonly allowDestructive?: boolean;
}

const REFUSED_SECRETS: Partial<Record<SecretState, string>> = {
  removed:
    "is a secret of the live app that the spec does not have any more. An update would delete it for good. Keep `type: SECRET` without a value to keep the live one",
  exposed:
    "is a secret of the live app, and the spec turns it into plain text. Write `type: SECRET` beside it",
  changed:
    "has a value in the file that would overwrite the live secret. Leave the value out to keep the live one",
};

/**
 * Compares a spec with the live app and decides what a deploy does: an update replaces the whole spec, so whatever
 * the spec leaves out is removed.
 *
 * @param spec with placeholders filled
 * @param live the app of that name or id; absent where there is none yet
 */
export function planDeploy(spec: AppSpec, live: LiveApp | undefined, options: PlanOptions = {}): DeployPlan {
  const kept = live?.spec ? keepLiveSecrets(spec, live.spec).spec : spec;
  const filledPaths = options.filledPaths ?? [];
  const written = options.written ?? spec;
  const secrets = planSecrets(spec, live?.spec, filledPaths);
  const pricing = options.catalog ? { catalog: options.catalog } : {};
  const changes = changesOf(spec, kept, live?.spec, filledPaths, options);
  const { action, reason, deploymentId, sources } = decision(kept, live, changes, secrets, options);
  return {
    action,
    ...(reason === undefined ? {} : { reason }),
    ...(live?.id === undefined ? {} : { appId: live.id }),
    ...(deploymentId === undefined ? {} : { deploymentId }),
    appName: textOf(spec.name) ?? "",
    spec: options.record ? withRunRecord(kept, options.record) : kept,
    written,
    changes,
    sources,
    cost: compareCost(live?.spec && estimateCost(live.spec, pricing), estimateCost(kept, pricing)),
    secrets,
    blockers: [
      ...(options.allowSecretChanges ? [] : secretBlockers(secrets)),
      ...(options.allowDestructive || !live?.spec ? [] : destructiveBlockers(live.spec, spec)),
      ...pinBlockers(live),
    ],
  };
}

type Verdict = Pick<DeployPlan, "action" | "sources" | "reason" | "deploymentId">;

function decision(
  kept: AppSpec,
  live: LiveApp | undefined,
  changes: readonly SpecChange[],
  secrets: readonly SecretPlan[],
  { source, record }: PlanOptions,
): Verdict {
  if (!source) return { action: live ? "update" : "create", sources: [] };
  const verdict = {
    changed: changes.length > 0 || secrets.some(({ state }) => CHANGING_SECRETS.includes(state)),
    // The record, too, can be sent with the spec only.
    mustBeSent: record !== undefined || secrets.some(({ state }) => state === "supplied"),
  };
  return decide(kept, live, verdict, source);
}

const CHANGING_SECRETS: readonly SecretState[] = ["added", "changed", "exposed", "removed"];

function changesOf(
  spec: AppSpec,
  kept: AppSpec,
  live: AppSpec | undefined,
  filledPaths: readonly string[],
  { written = spec, proposed }: PlanOptions,
): SpecChange[] {
  if (!live) return diffSpecs(undefined, kept, written);
  const before = withoutRunRecord(live);
  const comparable = (ours: AppSpec) => withoutRunRecord(withoutSupplied(ours, live, filledPaths));
  const changes = diffSpecs(before, comparable(spec), comparable(written));
  if (!proposed) return changes;
  const confirmed = new Set(diffSpecs(before, proposed).map(({ path }) => path));
  return changes.filter(
    ({ path, secret }) => secret || LEFT_OUT_OF_PROPOSALS.test(path) || confirmed.has(path),
  );
}

/** A proposal is made without secrets and without what is filled in, so it can say nothing of these fields. */
const LEFT_OUT_OF_PROPOSALS = /(?:^|\.)(?:envs|image)(?:[.[]|$)/;

/** A supplied secret is sent each time, and nobody can tell whether it differs: it is listed apart, and is no change. */
function withoutSupplied(spec: AppSpec, live: AppSpec, filledPaths: readonly string[]): AppSpec {
  const copy = copyPlain(spec) as AppSpec;
  for (const { path } of listSecrets(spec))
    if (filledPaths.includes(formatPath(path))) writeAt(copy, path, undefined);
  return keepLiveSecrets(copy, live).spec;
}

function secretBlockers(secrets: readonly SecretPlan[]): Blocker[] {
  return secrets.flatMap(({ component, key, state }) => {
    const reason = REFUSED_SECRETS[state];
    if (!reason) return [];
    const name = component === undefined ? `\`${key}\`` : `\`${key}\` of \`${component}\``;
    return [liftable("secret-change", `${name} ${reason}`, "allow-secret-changes")];
  });
}

/** A rollback that is neither committed nor reverted: the platform refuses every deployment until then. */
function pinBlockers(live: LiveApp | undefined): Blocker[] {
  const id = live?.pinned_deployment?.id;
  if (!id) return [];
  const reason = `A rollback pins the app to deployment ${id}: App Platform deploys nothing until the rollback is committed or reverted, in the control panel or through its API.`;
  return [{ code: "pinned", reason, message: reason }];
}

function destructiveBlockers(live: AppSpec, spec: AppSpec): Blocker[] {
  const databases = new Set(recordsOf(spec.databases).map(({ name }) => name));
  const dropped = recordsOf(live.databases)
    .map(({ name }) => textOf(name))
    .filter((name) => name !== undefined && !databases.has(name));
  const blockers = dropped.map((name) =>
    liftable(
      "destructive",
      `Database \`${name}\` of the live app is not in the spec. A dev database is deleted with its data: put it back to keep it`,
      "allow-destructive",
    ),
  );
  const [from, to] = [textOf(live.region), textOf(spec.region)];
  if (from !== undefined && to !== undefined && from !== to)
    blockers.push(
      liftable(
        "destructive",
        `The app would move from region \`${from}\` to \`${to}\`: write \`region: ${from}\` to stay`,
        "allow-destructive",
      ),
    );
  return blockers;
}
