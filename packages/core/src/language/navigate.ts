import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type Location,
  type Position,
  type Range,
} from "vscode-languageserver-types";
import { spanOf } from "../rules/text-edits.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import { isAlias } from "../yaml.ts";
import { type Named, nameAt, type Occurrence } from "./names.ts";
import { stepsAt } from "./spot.ts";

/**
 * Where the component, database, variable or domain at a position is written, or the anchor of an alias. Several
 * places for a variable of the app that components have their own of. Empty where nothing has a name. Never throws.
 */
export function definition(source: string | SpecDocument, position: Position, uri: string): Location[] {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const offset = document.offsetAt(position);
  const anchor = anchorAt(document, offset);
  if (anchor) return [{ uri, range: anchor }];
  return definitionsOf(nameAt(document, offset)?.named).map(({ span }) => ({
    uri,
    range: document.rangeBetween(...span),
  }));
}

/** Every place in the file that names what stands at a position, in the order of the text. Never throws. */
export function references(
  source: string | SpecDocument,
  position: Position,
  uri: string,
  options: { readonly includeDeclaration: boolean } = { includeDeclaration: true },
): Location[] {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const found = nameAt(document, document.offsetAt(position))?.named.occurrences ?? [];
  return found
    .filter(({ role }) => options.includeDeclaration || role === "reference")
    .map(({ span }) => ({ uri, range: document.rangeBetween(...span) }));
}

/** The same places for the editor to mark: where it is written, and where it is read. Never throws. */
export function documentHighlights(source: string | SpecDocument, position: Position): DocumentHighlight[] {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const found = nameAt(document, document.offsetAt(position))?.named.occurrences ?? [];
  return found.map(({ role, span }) => ({
    range: document.rangeBetween(...span),
    kind: role === "definition" ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}

export function definitionsOf(named: Named | undefined): Occurrence[] {
  return named?.occurrences.filter(({ role }) => role === "definition") ?? [];
}

/** What an alias at an offset stands for. */
function anchorAt(document: SpecDocument, offset: number): Range | undefined {
  const node = stepsAt(document, offset).at(-1)?.node;
  const span = spanOf(node);
  if (!isAlias(node) || !span || offset < span[0] || !document.yaml) return undefined;
  const target = spanOf(node.resolve(document.yaml));
  if (!target) return undefined;
  const firstLine = document.text.slice(...target).search(/\r?\n|$/);
  return document.rangeBetween(target[0], target[0] + firstLine);
}
