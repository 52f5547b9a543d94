import { type DeployAction, formatMoney, formatRange } from "@app-platform-toolkit/core";
import { code, inlineText, link } from "../github/markdown.ts";
import type { AppResult, DeploymentResult } from "../result.ts";
import { budgetWords } from "./budget.ts";
import { previewCell } from "./preview.ts";
import { count, problemCounts } from "./problems.ts";
import { duration } from "./progress.ts";

/** One row that says how each part stands: the spec, its cost, the plan or the deployment, and the preview. */
export function statusRow(result: AppResult, fileUrl: string): string {
  const { deployment, preview } = result;
  const columns: readonly (readonly [title: string, cell: string])[] = [
    ["Spec", specCell(result, fileUrl)],
    ["Cost", costCell(result)],
    ["Plan", deployment ? "" : planCell(result)],
    ["Deployment", deployment ? deploymentWords(deployment) : ""],
    ["Preview", preview ? previewCell(preview) : ""],
  ];
  const shown = columns.filter(([, cell]) => cell !== "");
  return [
    row(shown.map(([title]) => title)),
    row(shown.map(() => ":--")),
    row(shown.map(([, cell]) => cell)),
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function specCell({ file, diagnostics, ignored }: AppResult, fileUrl: string): string {
  const errors = diagnostics.some(({ severity }) => severity === "error");
  const counts = problemCounts(diagnostics);
  const verdict = errors ? `❌ ${counts}` : counts ? `⚠️ ${counts}` : "✅ spec is valid";
  const silenced = ignored ? `<br>${count(ignored, "problem")} ignored by comments` : "";
  return `${verdict}${silenced}<br>[${code(file)}](${fileUrl})`;
}

function costCell({ cost, serverCost, budget }: AppResult): string {
  if (cost.components.length === 0 && serverCost === undefined) return "";
  return [
    `${formatRange(cost.monthly)}/mo`,
    ...(serverCost === undefined ? [] : [`DigitalOcean says ${formatMoney(serverCost)}/mo`]),
    budgetWords(budget),
  ]
    .filter(Boolean)
    .join("<br>");
}

function planCell({ plan, changes, baseline, diagnostics }: AppResult): string {
  if (plan?.blockers.length) return "❌ refused";
  const errors = diagnostics.some(({ severity }) => severity === "error");
  if (plan && !errors) return planWords(plan.action, changes.length);
  if (!plan && baseline === "base-commit")
    return changes.length ? count(changes.length, "change") : "no change";
  return "";
}

function planWords(action: DeployAction, changed: number): string {
  if (action === "create") return "a merge creates the app";
  if (action === "none") return "nothing to deploy";
  return changed
    ? `a merge changes ${count(changed, "setting")}`
    : "a merge deploys the new commit, no setting changes";
}

function deploymentWords(deployment: DeploymentResult): string {
  const took = duration(deployment.durationMs);
  switch (deployment.outcome) {
    case "active": {
      const url = link(deployment.liveUrl);
      return `🚀 ${deployment.already ? "already live" : `live after ${took}`}${url && `: ${url}`}`;
    }
    case "superseded":
      return "⏭️ superseded by a newer deployment";
    case "canceled":
      return "🚫 the deployment was canceled";
    case "unknown":
      return "❔ the deployment was not watched to its end";
    case "timed-out":
      return `⌛ still ${code(deployment.phase)} after ${took}`;
    case "error":
      return `❌ the deployment failed after ${took}`;
  }
}

/** The failure of a plan that is not to be carried out: the report lists the reasons. */
export const REFUSED = "A deploy of this spec would be refused.";

/** Why the step fails because of this app, where nothing else in the report tells it. */
export function failureLine(result: AppResult): string {
  const { failure, diagnostics, deployment, budget, plan, preview } = result;
  const told =
    diagnostics.some(({ severity }) => severity === "error") ||
    deployment?.diagnosis !== undefined ||
    deployment?.outcome === "timed-out" ||
    (failure !== undefined && preview?.failure === failure) ||
    failure === REFUSED ||
    plan?.blockers.some(({ message }) => failure?.includes(message)) === true ||
    budget?.some(({ fails, message }) => fails && failure?.includes(message)) === true;
  return failure && !told ? `❌ ${inlineText(failure)}` : "";
}
