import type { SpecDocument } from "../spec/document.ts";
import { Document, isCollection, isMap, isScalar, isSeq, type Node, visit } from "../yaml.ts";

/** What can be written: plain data, and in it nodes of the document, whose quotes and comments are kept. */
export type Writable = unknown;

/** Whether a document is JSON, so that what is written into it must be JSON as well. */
export function isJson({ yaml }: SpecDocument): boolean {
  const root = yaml?.contents;
  const key = isMap(root) && root.flow ? root.items[0]?.key : undefined;
  return isScalar(key) && key.type === "QUOTE_DOUBLE";
}

/** A value as it is written in the document between brackets, or as a scalar; JSON breaks its lines at an indent. */
export function writtenInline(document: SpecDocument, value: Writable, indent?: string): string {
  if (isJson(document)) {
    const lines = JSON.stringify(
      value,
      undefined,
      indent === undefined ? undefined : styleOf(document).jsonIndent,
    );
    return lines.replaceAll("\n", `${newlineOf(document)}${indent}`);
  }
  const root = new Document(value).clone();
  visit(root, {
    Node: (_, node) => {
      node.comment = node.commentBefore = null;
      if (isCollection(node)) node.flow = true;
    },
  });
  return root.toString({ lineWidth: 0, flowCollectionPadding: false }).trimEnd();
}

/** `key: value` as it is written in the document on lines of its own, of which all but the first are indented. */
export function writtenBlock(document: SpecDocument, key: string, value: Writable, indent: string): string {
  const root = new Document({ [key]: value }).clone();
  const { unit, indentSeq } = styleOf(document);
  const text = root.toString({ lineWidth: 0, indent: unit, indentSeq, flowCollectionPadding: false });
  // A comment keeps the CR of its line end.
  return text
    .trimEnd()
    .replaceAll(/\r?\n/g, newlineOf(document))
    .replaceAll(/\n(?=.)/g, `\n${indent}`);
}

/** `key: value` between braces. */
export function writtenPair(document: SpecDocument, key: string, value: Writable, indent?: string): string {
  return `${writtenKey(document, key)}: ${writtenInline(document, value, indent)}`;
}

export function writtenKey(document: SpecDocument, key: string): string {
  return isJson(document) ? JSON.stringify(key) : key;
}

/** Whether parts of a document are written once and stand in several places. */
export function hasAliases(document: SpecDocument): boolean {
  return styleOf(document).hasAliases;
}

export function newlineOf(document: SpecDocument): string {
  return styleOf(document).newline;
}

/** How far a map is indented below its key. */
export function indentOf(document: SpecDocument): string {
  return " ".repeat(styleOf(document).unit);
}

interface Style {
  readonly newline: string;
  /** How far a map is indented below its key. */
  readonly unit: number;
  /** Whether the dashes of a list are indented below its key. */
  readonly indentSeq: boolean;
  /** The same between the braces of JSON. */
  readonly jsonIndent: number;
  readonly hasAliases: boolean;
}

/** Read once for each document: one with many problems has many fixes. */
const STYLES = new WeakMap<SpecDocument, Style>();

function styleOf(document: SpecDocument): Style {
  const known = STYLES.get(document);
  if (known) return known;
  const style = readStyle(document);
  STYLES.set(document, style);
  return style;
}

function readStyle({ text, yaml }: SpecDocument): Style {
  let unit: number | undefined;
  let dash: number | undefined;
  let hasAliases = false;
  const columnOf = (offset: number) => offset - text.lastIndexOf("\n", offset - 1) - 1;
  if (yaml)
    visit(yaml, {
      Alias: () => {
        hasAliases = true;
      },
      Pair: (_, pair) => {
        const [key, value] = [pair.key as Node | null, pair.value as Node | null];
        if (!key?.range || !value?.range || !isCollection(value) || value.flow) return;
        const depth = columnOf(value.range[0]) - columnOf(key.range[0]);
        if (isSeq(value)) dash ??= Math.max(depth, 0);
        else if (depth > 0) unit ??= depth;
      },
    });
  return {
    newline: text.includes("\r\n") ? "\r\n" : "\n",
    unit: unit ?? (dash || 2),
    indentSeq: dash === undefined || dash > 0,
    jsonIndent: /\n( +)"/.exec(text)?.[1]?.length ?? 2,
    hasAliases,
  };
}
