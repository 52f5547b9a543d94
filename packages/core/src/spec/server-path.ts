import type { Range } from "vscode-languageserver-types";
import { COMPONENT_LISTS, indexedRecords } from "./components.ts";
import type { SpecDocument } from "./document.ts";
import { formatPath, type Path, parsePath } from "./path.ts";

/** Where the API's complaint belongs in the document. */
export interface ServerErrorPlace {
  /** Dotted and zero-based, as in a `Diagnostic`. */
  readonly path: string;
  readonly range: Range;
}

/**
 * Finds the place of an error that the API reports. It writes the field either with indexes (`envs.4.value`) or, in
 * the older form, without them (`services.route.paths`): the component is then the one that the text quotes.
 */
export function locateServerError(document: SpecDocument, fieldPath: string, text: string): ServerErrorPlace {
  const path = existing(document, withComponent(document, parsePath(fieldPath), text));
  return { path: formatPath(path), range: document.rangeOf(path) };
}

const LISTS: readonly string[] = [...COMPONENT_LISTS, "databases"];

function withComponent(document: SpecDocument, path: Path, text: string): Path {
  const [list, ...rest] = path;
  if (typeof list !== "string" || !LISTS.includes(list) || typeof rest[0] === "number") return path;
  const quoted = [...text.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
  // Of two components in conflict the text names both; the later one is most likely the one just written.
  const named = indexedRecords(document.spec, list).findLast(({ value }) =>
    quoted.includes(String(value.name)),
  );
  return named ? [list, named.index, ...rest] : path;
}

/** The longest part of a path that the document has; the old form also writes `route` where the key is `routes`. */
function existing(document: SpecDocument, path: Path): Path {
  let known: Path = [];
  for (const step of path) {
    const next = [step, `${step}s`].map((name) => [...known, typeof step === "number" ? step : name]);
    const found = next.find((candidate) => document.nodeAt(candidate) !== undefined);
    if (!found) break;
    known = found;
  }
  return known;
}
