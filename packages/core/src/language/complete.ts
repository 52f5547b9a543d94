import type { CompletionItem, Position, TextEdit } from "vscode-languageserver-types";
import type { SpecDocument } from "../spec/document.ts";
import { nodeAt } from "../spec/schema/fields.ts";
import { MAX_SPEC_BYTES } from "../spec/size.ts";
import { levelSuggestions } from "./complete/level.ts";
import { Scene } from "./complete/scene.ts";
import type { Suggestion } from "./complete/suggestion.ts";
import { valueSuggestions } from "./complete/value.ts";
import type { LanguageContext } from "./context.ts";
import { lineStart } from "./lines.ts";
import { offsetAt, type Place, placeAt } from "./place.ts";

/**
 * What can be written at a position: keys that are allowed there and not there yet (the required ones first, then by
 * how often real specs have them, deprecated ones last), with a snippet that leaves a valid block, or the values of a
 * field. Works in half-written documents; asks no server and never throws.
 *
 * Each item has one edit that replaces the token at the position, with the whitespace before it where the line was
 * indented otherwise, and is to be inserted as it is. In a list of JSON a second edit may add a comma.
 */
export function complete(
  source: string | SpecDocument,
  position: Position,
  context: LanguageContext = {},
): CompletionItem[] {
  const text = typeof source === "string" ? source : source.text;
  const place = text.length > MAX_SPEC_BYTES ? undefined : placeAt(text, position);
  const node = place && nodeAt(place.path);
  if (!place || !node || goesOverLines(text, place)) return [];
  const scene = new Scene(source, place, context);
  const cursor = offsetAt(text, position);
  const suggestions =
    place.kind === "key" ? levelSuggestions(scene, node, cursor) : valueSuggestions(scene, node, cursor);
  const lines = { line: position.line, start: lineStart(text, cursor) };
  const commas = missingCommas(text, place, lines);
  return suggestions.map((suggestion, index) => itemOf(suggestion, index, place, lines, commas));
}

/** A text in quotes may: what replaces it would have to, too, and an editor takes no such edit. */
function goesOverLines(text: string, { token }: Place): boolean {
  return /[\r\n]/.test(text.slice(token.start, token.end));
}

/** The line of the cursor and where it begins. */
interface CursorLine {
  readonly line: number;
  readonly start: number;
}

/** The commas that brackets want between their entries: one before the token, perhaps on a line above, and one behind it. */
interface Commas {
  readonly before: TextEdit[];
  /** Where the one before stands right at the token, so that they are one edit. */
  readonly attached: string;
  readonly behind: string;
}

function missingCommas(text: string, { flow, token }: Place, { line, start }: CursorLine): Commas {
  const at = flow?.commaAt;
  const behind = flow?.value ? "" : (flow?.closing ?? "");
  if (at === undefined) return { before: [], attached: "", behind };
  if (at === token.start) return { before: [], attached: ", ", behind };
  const linesBetween = at < start ? text.slice(at, start).split("\n").length - 1 : 0;
  const position = { line: line - linesBetween, character: at - lineStart(text, at) };
  return { before: [{ range: { start: position, end: position }, newText: "," }], attached: "", behind };
}

function itemOf(
  {
    label,
    kind,
    text,
    isSnippet,
    span,
    filter,
    detail,
    aside,
    documentation,
    deprecated,
    goesOn,
  }: Suggestion,
  index: number,
  { token }: Place,
  { line, start: lineAt }: CursorLine,
  { before, attached, behind }: Commas,
): CompletionItem {
  const [start, end] = span ?? [token.start, token.end];
  const at = (offset: number) => ({ line, character: offset - lineAt });
  return {
    label,
    kind,
    sortText: String(index).padStart(4, "0"),
    filterText: filter ?? label,
    insertTextFormat: isSnippet ? SNIPPET : PLAIN_TEXT,
    insertTextMode: AS_IS,
    textEdit: { range: { start: at(start), end: at(end) }, newText: attached + text + behind },
    ...(before.length > 0 && { additionalTextEdits: before }),
    ...(detail && { detail }),
    ...(aside && { labelDetails: { description: aside } }),
    ...(documentation && { documentation: { kind: "markdown", value: documentation } }),
    ...(deprecated && { tags: [DEPRECATED] }),
    ...(goesOn && { command: { title: "Suggest", command: "editor.action.triggerSuggest" } }),
  };
}

const PLAIN_TEXT = 1;
const SNIPPET = 2;
const AS_IS = 1;
const DEPRECATED = 1;
