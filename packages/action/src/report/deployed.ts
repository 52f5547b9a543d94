import type { ExitCode, VerifyCheck } from "@app-platform-toolkit/core";
import { code, inlineText } from "../github/markdown.ts";
import type { AppResult, DeploymentResult, RollbackResult } from "../result.ts";

const MARKS: Readonly<Record<VerifyCheck["verdict"], string>> = { passed: "✅", failed: "❌", unknown: "❔" };

/** Further facts of a failed deployment: where in the spec to look, and what users get now. */
export function failureFacts({ deployment, file }: AppResult, fileUrl: string): string[] {
  const { suspect, stillServing, exit } = deployment ?? {};
  const line = (suspect?.range.start.line ?? 0) + 1;
  return [
    ...(exit ? [inlineText(exitWords(exit))] : []),
    ...(suspect
      ? [
          `Where to look: [${code(`${file}:${line}`)}](${fileUrl}#L${line})${suspect.clue ? `. ${inlineText(suspect.clue)}` : ""}`,
        ]
      : []),
    ...(stillServing === undefined ? [] : [servingWords(stillServing, code)]),
  ];
}

export function exitWords({ code: number, meaning }: ExitCode): string {
  return `Exit code: ${number}${meaning ? ` (${meaning})` : ""}`;
}

/** Whether users still get the version before, as a sentence. */
export function servingWords(stillServing: string, show: (id: string) => string = (id) => id): string {
  return stillServing === "nothing"
    ? "Nothing is live: the app has no earlier deployment."
    : `Still live: the deployment before, ${show(stillServing)}.`;
}

/** What was looked at once the deployment was live. */
export function checkList(checks: readonly VerifyCheck[] = []): string {
  return checks.map(({ verdict, message }) => `- ${MARKS[verdict]} ${inlineText(message)}`).join("\n");
}

export function rollbackLines(rollback: RollbackResult | undefined): string {
  if (!rollback) return "";
  const done = rollback.state === "committed" || rollback.state === "pinned";
  return [
    `**${done ? "↩️" : rollback.state === "possible" ? "🔍" : "❌"} ${inlineText(rollback.message)}**`,
    ...rollback.warnings.map((warning) => `- ⚠️ ${inlineText(warning)}`),
  ].join("\n");
}

const CONTROL_PANEL = "https://cloud.digitalocean.com/apps";
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The commit or the image of each component, and links into the control panel. */
export function deployedTable({ deployment, appId }: AppResult): string {
  if (!deployment) return "";
  const rows = (deployment.sources ?? []).map(
    ({ component, kind, id }) =>
      `| ${code(component)} | ${kind === "commit" ? "commit" : "image"} ${code(id)} |`,
  );
  const table = rows.length > 0 ? ["| Component | Deployed from |", "| :-- | :-- |", ...rows].join("\n") : "";
  return [table, panelLinks(appId, deployment)].filter(Boolean).join("\n\n");
}

function panelLinks(appId: string | undefined, { id }: DeploymentResult): string {
  // What the platform calls an id becomes part of a URL only where it is one.
  if (appId === undefined || !UUID.test(appId) || !UUID.test(id)) return "";
  const app = `${CONTROL_PANEL}/${appId}`;
  return `In the control panel: [deployment](${app}/deployments/${id}) · [app](${app})`;
}
