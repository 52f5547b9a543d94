import { formatChange, type SpecChange } from "@app-platform-toolkit/core";

const SIGNS: Record<SpecChange["kind"], string> = { added: "+", removed: "-", changed: "!" };

/** One line a change, with the signs that a `diff` block colours. */
export function changeLines(changes: readonly SpecChange[]): string[] {
  return changes.map(
    (change) => `${SIGNS[change.kind]} ${formatChange(change).slice(change.kind.length + 1)}`,
  );
}
