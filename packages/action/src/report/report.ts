import { formatRange, sumCost } from "@app-platform-toolkit/core";
import { code, details, fence, htmlCode, inlineText } from "../github/markdown.ts";
import type { AppResult } from "../result.ts";
import { budgetLines } from "./budget.ts";
import { changeLines } from "./changes.ts";
import { costHeadline, costTable, KIND_WORDS } from "./cost.ts";
import { checkList, deployedTable, failureFacts, rollbackLines } from "./deployed.ts";
import { failureBlock } from "./failure.ts";
import { planBlock } from "./plan.ts";
import { previewFailure, previewNotes } from "./preview.ts";
import { count, problemCounts, problemTable } from "./problems.ts";
import { failureLine, statusRow } from "./status.ts";
import { timeline } from "./timeline.ts";

/** Where the report is read: for links and for its last line. */
export interface ReportContext {
  /** Base URL of the repository, such as `https://github.com/octo/shop`. */
  readonly repositoryUrl: string;
  /** The commit whose files the lines are of. */
  readonly sha: string;
  readonly runUrl?: string | undefined;
  /** How many problems of a spec are listed. Default 50. */
  readonly maxProblems?: number;
  /** The run goes on, and the report will be replaced. */
  readonly unfinished?: boolean;
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
  if (results.length === 0)
    return `### App Platform\n\nThis change touches no spec.\n\n${footerLine(context)}`;
  const shared = sharedNotes(results);
  const quiet = results.length > 1 ? results.filter((result) => isQuiet(result, shared)) : [];
  const sections = [
    ...optional(totalLine(results), 1),
    ...results
      .filter((result) => !quiet.includes(result))
      .flatMap((result) => appSections(result, shared, context)),
    ...optional(quietLine(quiet), 2),
    ...optional(quote(shared.map(inlineText)), 2),
  ];
  const footer = footerLine(context);
  const whereAllIs = context.runUrl ? ` The job summary of the [run](${context.runUrl}) has more.` : "";
  for (const keep of [3, 2, 1]) {
    const kept = sections.filter(({ priority }) => priority <= keep).map(({ text }) => text);
    const left = keep < 3 ? [`Parts of this report were too long to be shown here.${whereAllIs}`] : [];
    const text = [...kept, ...left, footer].join("\n\n");
    if (text.length <= limit) return text;
  }
  // Even the headlines of very many apps can be too long: as many as fit, and the number of the rest.
  const headlines = sections.filter(({ priority }) => priority === 1).map(({ text }) => text);
  let fitting = headlines.length;
  const render = () => {
    const left = `${headlines.length - fitting} more parts of this report were too long to be shown here.${whereAllIs}`;
    return [...headlines.slice(0, fitting), left, footer].join("\n\n");
  };
  while (fitting > 0 && render().length > limit) fitting--;
  return render();
}

function appSections(result: AppResult, shared: readonly string[], context: ReportContext): Section[] {
  const { deployment, preview, baseline, costDelta } = result;
  const head = [`### ${headline(result)}`, statusRow(result, fileUrl(result, context)), failureLine(result)];
  return [
    { text: head.filter(Boolean).join("\n\n"), priority: 1 },
    ...optional(refusals(result), 1),
    ...optional(budgetLines(result.budget), 1),
    ...optional(
      failureBlock(deployment?.diagnosis, deployment?.logTail, {
        open: true,
        more: failureFacts(result, fileUrl(result, context)),
      }),
      2,
    ),
    ...optional(rollbackLines(deployment?.rollback), 1),
    ...optional(checkList(deployment?.checks), 2),
    ...optional(baseline === "unknown" ? "" : costTable(costDelta), 2),
    ...optional(problems(result, context), 2),
    ...optional(planBlock(result.plan), 3),
    ...optional(changes(result), 3),
    ...optional(deployedTable(result), 2),
    ...optional(timeline(deployment?.steps), 3),
    ...optional(preview ? previewFailure(preview) : "", 2),
    ...optional(preview ? previewNotes(preview) : "", preview?.state === "refused" ? 1 : 3),
    ...optional(quote(notes(result, shared)), 2),
  ];
}

/** What several apps cost together; empty for one, and where one of them cannot be compared. */
function totalLine(results: readonly AppResult[]): string {
  if (results.length < 2 || results.some(({ baseline }) => baseline === "unknown")) return "";
  const total = sumCost(results.map(({ costDelta }) => costDelta));
  const words = total.before ? costHeadline(total) : `all new, ${formatRange(total.after)}/mo`;
  return `### ${results.length} apps: ${words}`;
}

/** Nothing about it wants to be read: it is only named. */
function isQuiet(result: AppResult, shared: readonly string[]): boolean {
  const { baseline, changes, diagnostics, costDelta, budget = [] } = result;
  return (
    (baseline === "live" || baseline === "base-commit") &&
    changes.length + diagnostics.length === 0 &&
    costDelta.components.every(({ change }) => change === "unchanged") &&
    budget.every(({ verdict }) => verdict === "within") &&
    result.notes.every((note) => shared.includes(note)) &&
    !result.failure &&
    !result.plan?.blockers.length &&
    !result.deployment &&
    !result.preview
  );
}

function quietLine(results: readonly AppResult[]): string {
  const names = results.map(({ name, costDelta }) => `${code(name)} (${formatRange(costDelta.after)}/mo)`);
  return names.length === 0 ? "" : `Without a change: ${names.join(", ")}.`;
}

function optional(text: string, priority: Section["priority"]): Section[] {
  return text === "" ? [] : [{ text, priority }];
}

function headline({ name, cost, costDelta, baseline }: AppResult): string {
  if (baseline === "none") return `${code(name)}: new app, ${formatRange(costDelta.after)}/mo`;
  if (baseline !== "unknown") return `${code(name)}: ${costHeadline(costDelta)}`;
  return cost.components.length ? `${code(name)}: ${formatRange(cost.monthly)}/mo` : code(name);
}

function fileUrl({ file }: AppResult, { repositoryUrl, sha }: ReportContext): string {
  const path = file.split("/").map((part) => encodeURIComponent(part).replaceAll(/[()]/g, percentEncoded));
  return `${repositoryUrl}/blob/${sha}/${path.join("/")}`;
}

/** A bracket would end a Markdown link. */
function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16)}`;
}

function problems(result: AppResult, context: ReportContext): string {
  const { diagnostics, file } = result;
  if (diagnostics.length === 0) return "";
  const url = fileUrl(result, context);
  return details(
    `Problems in ${htmlCode(file)}: ${problemCounts(diagnostics)}`,
    problemTable(diagnostics, (line) => `${url}#L${line}`, context.maxProblems),
    diagnostics.some(({ severity }) => severity === "error"),
  );
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

function notes({ cost, notes: said }: AppResult, shared: readonly string[]): string[] {
  const notCounted = cost.components
    .filter(({ counted }) => !counted)
    .map(({ kind, name }) => `${KIND_WORDS[kind]} ${code(name)}`);
  return [
    ...(notCounted.length
      ? [
          `Not counted, because the spec does not tell its price: ${notCounted.join(", ")}, outbound transfer.`,
        ]
      : []),
    ...said.filter((note) => !shared.includes(note)).map(inlineText),
  ];
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

function footerLine({ repositoryUrl, sha, runUrl, unfinished }: ReportContext): string {
  const commit = `[${sha.slice(0, 7)}](${repositoryUrl}/commit/${sha})`;
  const run = runUrl ? ` · [run](${runUrl})` : "";
  return `<sub>App Platform Toolkit at ${commit}${run}${unfinished ? " · not finished yet" : ""}</sub>`;
}

/** The report of a run that found nothing to report on. */
export function renderFailure(message: string, context: ReportContext): string {
  return `### App Platform\n\n❌ ${inlineText(message)}\n\n${footerLine(context)}`;
}
