import {
  type DeployAction,
  type DeployPlan,
  describeImage,
  formatRange,
  type ImageOverride,
  redactSpec,
  type SecretPlan,
  type SecretState,
  type SourcePlan,
} from "@app-platform-toolkit/core";
import { details, fence, htmlText, inlineText } from "../github/markdown.ts";
import { changeLines } from "./changes.ts";
import { costHeadline } from "./cost.ts";

const VERBS: Readonly<Record<DeployAction, string>> = {
  create: "Create",
  update: "Update",
  deploy: "Deploy",
  adopt: "Follow the deployment of",
  none: "Nothing to do for",
};

/** The plan as lines of the job log. */
export function planLines(plan: DeployPlan, images: readonly ImageOverride[] = []): string[] {
  const { action, appName, appId, changes, cost, blockers } = plan;
  return [
    `Plan: ${VERBS[action]} ${appName}${appId ? ` (${appId})` : ""}: ${action === "create" ? `${formatRange(cost.after)}/mo` : costHeadline(cost)}`,
    ...(plan.reason ? [`  ${plan.reason}`] : []),
    ...(action === "create" ? [] : changeLines(changes).map((line) => `  ${line}`)),
    ...partLines(plan, images).map((line) => `  ${line}`),
    ...blockers.map(({ message }) => `  refused: ${message}`),
  ];
}

/** Why a deploy does what it does, and what becomes of code, images and secrets; nothing for a proposal. */
export function planBlock(plan: DeployPlan | undefined, images: readonly ImageOverride[] = []): string {
  if (!plan?.reason) return "";
  const lines = partLines(plan, images);
  if (lines.length === 0) return `**Plan:** ${inlineText(plan.reason)}`;
  return details(`Plan: ${htmlText(plan.reason)}`, fence(lines.join("\n")));
}

function partLines(plan: DeployPlan, images: readonly ImageOverride[]): string[] {
  const { action, sources, secrets } = plan;
  return [
    // All of a new app is new.
    ...(action === "create" ? [] : sources.filter(({ state }) => state !== "current").map(sourceLine)),
    ...images.map((image) => `image of ${describeImage(plan.written, image)}`),
    ...secrets.map(secretLine),
  ];
}

function sourceLine({ component, before, after, state }: SourcePlan): string {
  const from = before === undefined ? "nothing" : shortSource(before);
  if (state === "moving") return `image of ${component}: the tag can move (${from} is live)`;
  if (state === "newer") return `code of ${component}: ${from} is live, which is newer`;
  return `code of ${component}: ${from} → ${shortSource(after ?? "")}`;
}

/** Enough of a commit or a digest to tell it by. */
function shortSource(source: string): string {
  return source.startsWith("sha256:") ? source.slice(0, 19) : source.slice(0, 7);
}

function secretLine({ component, key, state }: SecretPlan): string {
  return `secret ${key}${component ? ` of ${component}` : ""}: ${SECRET_WORDS[state]}`;
}

const SECRET_WORDS: Readonly<Record<SecretState, string>> = {
  kept: "kept as it is live",
  supplied: "supplied by the workflow",
  added: "added",
  missing: "has no value, here or in the live app",
  changed: "changed by the file",
  exposed: "turned into plain text",
  removed: "removed",
};

/** The plan as the `plan` output: what machines need, and no secret. */
export function planJson({ written, ...plan }: DeployPlan): object {
  return { ...plan, spec: redactSpec(written) };
}
