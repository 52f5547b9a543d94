import type { SpecChange } from "../spec/diff.ts";

/** A placeholder that a deploy fills in: `${NAME}` or `${NAME:-default}`. */
const PLACEHOLDER = /(?<!\$)\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-[^}]*)?\}/g;

/**
 * The differences between a live app and the spec of the repository, as far as both are known: what a placeholder
 * stands for is known to a deploy alone. Secrets are compared as everywhere, without being read.
 *
 * @param changes from the live spec to the repository's, as written
 * @param placeholders names that a deploy fills in
 */
export function findDrift(changes: readonly SpecChange[], placeholders: readonly string[]): SpecChange[] {
  const filled = new Set(placeholders);
  return changes.filter(
    ({ before, after }) =>
      before === undefined || typeof after !== "string" || !namesIn(after).some((name) => filled.has(name)),
  );
}

function namesIn(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
}
