import { type AppSpec, normaliseSpec, redactSpec } from "@app-platform-toolkit/core";
import { type Pair, type Scalar, stringify } from "yaml";

/** What names a thing comes first, as people write it. */
const FIRST = ["name", "key", "domain", "rule", "region"];

/**
 * A spec for people, without its secrets: as the platform reads it and in a fixed order, so that two can be compared
 * line by line.
 */
export function comparableText(spec: AppSpec): string {
  return stringify(redactSpec(normaliseSpec(spec)), { sortMapEntries: byName, lineWidth: 0 });
}

function byName(a: Pair, b: Pair): number {
  const rank = (pair: Pair) => {
    const at = FIRST.indexOf(keyOf(pair));
    return at < 0 ? FIRST.length : at;
  };
  return rank(a) - rank(b) || keyOf(a).localeCompare(keyOf(b));
}

function keyOf({ key }: Pair): string {
  return String((key as Scalar | undefined)?.value ?? key);
}
