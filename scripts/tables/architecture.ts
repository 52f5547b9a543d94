import { CORE_ARROWS, PACKAGE_ARROWS } from "../../test/arrows.ts";

/** The diagrams, from the arrows that a test holds. */
export function architectureTables(): Record<string, string> {
  return {
    packages: mermaid(
      Object.entries(PACKAGE_ARROWS).flatMap(([from, targets]) =>
        targets.map((target) => `${from} --> ${target.split("/")[1]}`),
      ),
    ),
    "core-folders": mermaid(
      Object.entries(CORE_ARROWS).flatMap(([from, targets]) =>
        direct(targets).map((target) => `${from} --> ${target}`),
      ),
    ),
  };
}

/** Without what another target leads to anyway. */
function direct(targets: readonly string[]): string[] {
  return targets.filter((target) => !targets.some((other) => other !== target && reaches(other, target)));
}

function reaches(from: string, to: string): boolean {
  const targets = CORE_ARROWS[from] ?? [];
  return targets.includes(to) || targets.some((target) => reaches(target, to));
}

function mermaid(lines: readonly string[]): string {
  return ["```mermaid", "flowchart TD", ...lines.map((line) => `  ${line}`), "```"].join("\n");
}
