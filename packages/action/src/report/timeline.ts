import type { StepTime } from "@app-platform-toolkit/core";
import { details, fence } from "../github/markdown.ts";
import { duration, stepName } from "./progress.ts";

/** GitHub draws no diagram whose text is longer than 50,000 characters, and nobody reads a longer picture. */
const MAX_STEPS = 60;
const MAX_NAME_LENGTH = 60;

/** How a step is drawn: grey, blue or red. */
const TAGS: Readonly<Record<string, string>> = { SUCCESS: "done, ", RUNNING: "active, ", ERROR: "crit, " };

/** The steps of a deployment as a Gantt chart of their real times, which GitHub draws; empty where there are none. */
export function timeline(steps: readonly StepTime[] = []): string {
  const drawn = steps.filter(({ path }) => path.length > 0).slice(0, MAX_STEPS);
  if (drawn.length === 0) return "";
  const begins = Math.min(...steps.map(({ startedAtMs }) => startedAtMs));
  const ends = Math.max(...steps.map(({ startedAtMs, endedAtMs = startedAtMs }) => endedAtMs));
  const lines = [
    "gantt",
    "  dateFormat x",
    "  axisFormat %H:%M:%S",
    `  title ${duration(ends - begins)} in all`,
  ];
  let section = "";
  for (const { path, status, startedAtMs, endedAtMs = ends } of drawn) {
    const [stage = "", ...rest] = path;
    if (stage !== section) lines.push(`  section ${plain(stage)}`);
    section = stage;
    // A step of no length would not be drawn.
    const to = Math.max(endedAtMs, startedAtMs + 1);
    lines.push(
      `  ${plain(stepName(rest.length > 0 ? rest : path))} :${TAGS[status] ?? ""}${startedAtMs}, ${to}`,
    );
  }
  const left = steps.length - drawn.length;
  const more = left > 0 ? `\n\n… and ${left} more steps` : "";
  return details("Steps", fence(lines.join("\n"), "mermaid") + more, true);
}

/** Only what cannot mean anything in the diagram's language. */
function plain(name: string): string {
  return (
    name
      .replaceAll(/[^\p{L}\p{N} ._›-]+/gu, " ")
      .slice(0, MAX_NAME_LENGTH)
      .trim() || "step"
  );
}
