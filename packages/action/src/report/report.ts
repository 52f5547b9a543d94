import { formatMoney, formatRange } from "@app-platform-toolkit/core";
import { code, fence, htmlCode, htmlText, inlineText } from "../github/markdown.ts";
import type { AppResult, DeploymentResult } from "../result.ts";
import { changeLines } from "./changes.ts";
import { costHeadline, costTable, KIND_WORDS } from "./cost.ts";
import { count, problemCounts, problemTable } from "./problems.ts";
import { duration, stepName } from "./progress.ts";

/** Where the report is read: for links and for its last line. */
export interface ReportContext {
  /** Base URL of the repository, such as `https://github.com/octo/shop`. */
  readonly repositoryUrl: string;
  /** The commit whose files the lines are of. */
  readonly sha: string;
  readonly runUrl?: string | undefined;
}

/** So that one huge change does not push everything else out of the report. */
const MAX_CHANGES = 100;

/** A piece of the report. Pieces of low priority are left out first where the whole is too long. */
interface Section {
  readonly text: string;
  readonly priority: 1 | 2 | 3;
}

/**
 * Renders what happened to each spec as Markdown, for the comment, the job summary and the `report` output.
 *
 * `limit` is in UTF-16 units: whole sections are left out, the least important first, until the report fits.
 */
export function renderReport(
  results: readonly AppResult[],
  context: ReportContext,
  limit = Number.POSITIVE_INFINITY,
): string {
  const shared = sharedNotes(results);
  const sections = [
    ...results.flatMap((result) => appSections(result, shared, context)),
    ...optional(quote(shared.map(inlineText)), 2),
  ];
  const footer = footerLine(context);
  for (const keep of [3, 2, 1]) {
    const kept = sections.filter(({ priority }) => priority <= keep).map(({ text }) => text);
    const all = context.runUrl ? ` The job summary of the [run](${context.runUrl}) has more.` : "";
    const left = keep < 3 ? [`Parts of this report were too long to be shown here.${all}`] : [];
    const text = [...kept, ...left, footer].join("\n\n");
    if (text.length <= limit) return text;
  }
  // Even the headlines of very many apps can be too long: as many as fit, and the number of the rest.
  const headlines = sections.filter(({ priority }) => priority === 1).map(({ text }) => text);
  let fitting = headlines.length;
  const render = () =>
    [...headlines.slice(0, fitting), `${headlines.length - fitting} more parts were left out.`, footer].join(
      "\n\n",
    );
  while (fitting > 0 && render().length > limit) fitting--;
  return render();
}

function appSections(result: AppResult, shared: readonly string[], context: ReportContext): Section[] {
  const sections: Section[] = [
    { text: `### ${headline(result)}\n\n${statusLine(result)}`, priority: 1 },
    ...optional(deploymentFailure(result.deployment), 2),
    ...optional(result.baseline === "unknown" ? "" : costTable(result.costDelta), 2),
    ...optional(problems(result, context), 2),
    ...optional(refusals(result), 1),
    ...optional(changes(result), 3),
    ...optional(notes(result, shared), 2),
  ];
  return sections;
}

function optional(text: string, priority: Section["priority"]): Section[] {
  return text === "" ? [] : [{ text, priority }];
}

function headline({ name, cost, costDelta, baseline }: AppResult): string {
  if (baseline === "none") return `${code(name)}: new app, ${formatRange(costDelta.after)}/mo`;
  if (baseline !== "unknown") return `${code(name)}: ${costHeadline(costDelta)}`;
  return cost.components.length ? `${code(name)}: ${formatRange(cost.monthly)}/mo` : code(name);
}

/** One row of words: spec, plan, deployment, the platform's own price. */
function statusLine({
  file,
  diagnostics,
  ignored,
  plan,
  changes: changed,
  baseline,
  serverCost,
  deployment,
  failure,
}: AppResult): string {
  const errors = diagnostics.some(({ severity }) => severity === "error");
  const counts = problemCounts(diagnostics);
  const parts = [
    code(file),
    errors ? `❌ ${counts}` : counts ? `⚠️ ${counts}` : "✅ spec is valid",
    ...(ignored ? [`${count(ignored, "problem")} ignored by comments`] : []),
    ...(plan && !plan.blockers.length && !errors && !deployment
      ? [planWords(plan.action, changed.length)]
      : []),
    ...(!plan && baseline === "base-commit"
      ? [changed.length ? count(changed.length, "change") : "no change"]
      : []),
    ...(serverCost === undefined ? [] : [`DigitalOcean says ${formatMoney(serverCost)}/mo`]),
    ...(deployment ? [deploymentWords(deployment)] : []),
  ];
  const told = errors || deployment?.diagnosis !== undefined || deployment?.outcome === "timed-out";
  const reason = failure && !told ? `\n\n❌ ${inlineText(failure)}` : "";
  return parts.join(" · ") + reason;
}

function planWords(action: "create" | "update", changed: number): string {
  if (action === "create") return "a merge creates the app";
  return changed
    ? `a merge changes ${count(changed, "setting")}`
    : "a merge deploys the new commit, no setting changes";
}

function deploymentWords(deployment: DeploymentResult): string {
  const took = duration(deployment.durationMs);
  switch (deployment.outcome) {
    case "active":
      return `🚀 live after ${took}${liveLink(deployment.liveUrl)}`;
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

/** The platform's own URL, made into a link only where it is one. */
function liveLink(url: string | undefined): string {
  const href = URL.parse(url ?? "")?.href;
  return href && /^https?:\/\/[^\s()<>]+$/.test(href) ? `: [${inlineText(new URL(href).host)}](${href})` : "";
}

function problems({ diagnostics, file }: AppResult, context: ReportContext): string {
  if (diagnostics.length === 0) return "";
  const open = diagnostics.some(({ severity }) => severity === "error") ? " open" : "";
  const path = file.split("/").map(encodeURIComponent).join("/");
  const table = problemTable(
    diagnostics,
    (line) => `${context.repositoryUrl}/blob/${context.sha}/${path}#L${line}`,
  );
  return details(`Problems in ${htmlCode(file)}: ${problemCounts(diagnostics)}`, table, open);
}

function deploymentFailure(deployment: DeploymentResult | undefined): string {
  if (!deployment?.diagnosis) return "";
  const { diagnosis, logTail } = deployment;
  const facts = [
    `**${inlineText(diagnosis.title)}**`,
    diagnosis.stepPath.length ? `Failed step: ${code(stepName(diagnosis.stepPath))}` : "",
    diagnosis.code
      ? `Reason: ${code(diagnosis.code)}${diagnosis.message ? `, ${inlineText(diagnosis.message)}` : ""}`
      : "",
    diagnosis.hint ? `What to do: ${inlineText(diagnosis.hint)}` : "",
  ].filter(Boolean);
  const log = logTail?.lines.length
    ? `\n\n${details(htmlText(logTail.title), fence(logTail.lines.join("\n")), " open")}`
    : "";
  return facts.join("<br>\n") + log;
}

function refusals({ plan }: AppResult): string {
  if (!plan?.blockers.length) return "";
  return [
    "**A deploy of this spec is refused:**",
    ...plan.blockers.map(({ message }) => `- ${inlineText(message)}`),
  ].join("\n");
}

function changes({ changes: changed, baseline }: AppResult): string {
  if (changed.length === 0 || (baseline !== "live" && baseline !== "base-commit")) return "";
  const against = baseline === "live" ? "the live app" : "the base commit";
  return details(
    `${count(changed.length, "change")} against ${against}`,
    fence(capped(changeLines(changed), MAX_CHANGES).join("\n"), "diff"),
  );
}

function capped(lines: readonly string[], most: number): string[] {
  const left = lines.length - most;
  return left > 0 ? [...lines.slice(0, most), `… and ${left} more`] : [...lines];
}

function notes({ cost, notes: said }: AppResult, shared: readonly string[]): string {
  const notCounted = cost.components
    .filter(({ counted }) => !counted)
    .map(({ kind, name }) => `${KIND_WORDS[kind]} ${code(name)}`);
  return quote([
    ...(notCounted.length
      ? [
          `Not counted, because the spec does not tell its price: ${notCounted.join(", ")}, outbound transfer.`,
        ]
      : []),
    ...said.filter((note) => !shared.includes(note)).map(inlineText),
  ]);
}

/** What is said of every app is said once, at the end. */
function sharedNotes(results: readonly AppResult[]): string[] {
  const [first, ...others] = results;
  if (!first || others.length === 0) return [];
  return first.notes.filter((note) => others.every(({ notes: said }) => said.includes(note)));
}

function quote(lines: readonly string[]): string {
  return lines.map((line) => `> ${line}`).join("\n>\n");
}

function details(summary: string, body: string, open = ""): string {
  return `<details${open}>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function footerLine({ sha, runUrl }: ReportContext): string {
  const run = runUrl ? ` · [run](${runUrl})` : "";
  return `<sub>App Platform Toolkit at ${sha.slice(0, 7)}${run}</sub>`;
}

/** The report of a run that found nothing to report on. */
export function renderFailure(message: string, context: ReportContext): string {
  return `### App Platform\n\n❌ ${inlineText(message)}\n\n${footerLine(context)}`;
}
