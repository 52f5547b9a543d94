import type { Range } from "vscode-languageserver-types";
import type { SpecDocument } from "./document.ts";
import { formatPath, type Path, parsePath } from "./path.ts";
import { isRecord, valueAt } from "./plain.ts";

/** Where the API's complaint belongs in the document. */
export interface ServerErrorPlace {
  /** Dotted and zero-based, as in a `Diagnostic`. */
  readonly path: string;
  readonly range: Range;
}

/**
 * Finds the place of an error that the API reports. It writes the field either with indexes (`envs.4.value`) or, in
 * the older form, without them (`services.route.paths`): the item of a list is then one that the text quotes, by its
 * name or by the value in question. What the document does not have gets the nearest place above it.
 */
export function locateServerError(document: SpecDocument, fieldPath: string, text: string): ServerErrorPlace {
  const quoted = new Set([...text.matchAll(/"([^"]*)"/g)].map((match) => match[1] ?? ""));
  const path = follow(document.value, parsePath(fieldPath), quoted);
  return { path: formatPath(path), range: document.rangeOf(path) };
}

/** The longest part of a path that there is below a value. */
function follow(value: unknown, steps: Path, quoted: ReadonlySet<string>): Path {
  const [step, ...rest] = steps;
  if (step === undefined) return [];
  if (Array.isArray(value) && typeof step === "string") {
    const index = itemMeant(value, steps, quoted);
    return index === undefined ? [] : [index, ...follow(value[index], steps, quoted)];
  }
  const key = spellings(step).find((name) => valueAt(value, [name]) !== undefined);
  return key === undefined ? [] : [key, ...follow(valueAt(value, [key]), rest, quoted)];
}

/** The old form also writes `route` for `routes`, and `paths` for `path`. */
function spellings(step: string | number): (string | number)[] {
  return typeof step === "number" ? [step] : [step, `${step}s`, step.replace(/s$/, "")];
}

/**
 * Of two items in conflict the text names both: the later one is most likely the one just written. The value in
 * question tells more than a name, for of two components that are named only one may have it.
 */
function itemMeant(items: readonly unknown[], steps: Path, quoted: ReadonlySet<string>): number | undefined {
  if (items.length === 1) return 0;
  const scores = items.map((item) => {
    const isNamed = isRecord(item) && ["name", "key", "domain"].some((key) => quoted.has(String(item[key])));
    const place = follow(item, steps, quoted);
    const found = valueAt(item, place);
    const hasValue = place.length > 0 && typeof found !== "object" && quoted.has(String(found));
    return (hasValue ? 2 : 0) + (isNamed ? 1 : 0);
  });
  const best = Math.max(...scores);
  return best > 0 ? scores.lastIndexOf(best) : undefined;
}
