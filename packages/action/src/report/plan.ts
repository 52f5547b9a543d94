import { type DeployPlan, formatRange, redactSpec } from "@app-platform-toolkit/core";
import { changeLines } from "./changes.ts";
import { costHeadline } from "./cost.ts";

/** The plan as lines of the job log. */
export function planLines(plan: DeployPlan): string[] {
  const { action, appName, appId, changes, cost, secrets, blockers } = plan;
  const verb = action === "create" ? "Create" : "Update";
  const missing = secrets.filter(({ state }) => state === "missing");
  return [
    `Plan: ${verb} ${appName}${appId ? ` (${appId})` : ""}: ${action === "create" ? `${formatRange(cost.after)}/mo` : costHeadline(cost)}`,
    ...(action === "create" ? [] : changeLines(changes).map((line) => `  ${line}`)),
    ...(action === "update" && changes.length === 0
      ? ["  no setting changes; the newest commit is deployed"]
      : []),
    ...(secrets.length ? [`  secrets: ${secretCounts(secrets)}`] : []),
    ...missing.map(
      ({ component, key }) =>
        `    ${component ? `${component}.` : ""}${key} has no value, here or in the live app`,
    ),
    ...blockers.map(({ message }) => `  refused: ${message}`),
  ];
}

/** `1 kept, 2 supplied`. */
function secretCounts(secrets: DeployPlan["secrets"]): string {
  const counts = new Map<string, number>();
  for (const { state } of secrets) counts.set(state, (counts.get(state) ?? 0) + 1);
  return [...counts].map(([state, number]) => `${number} ${state}`).join(", ");
}

/** The plan as the `plan` output: what machines need, and no secret. */
export function planJson({ written, ...plan }: DeployPlan): object {
  return { ...plan, spec: redactSpec(written) };
}
