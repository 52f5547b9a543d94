import type { TextEdit } from "vscode-languageserver-types";
import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { fieldAt } from "../spec/schema/index.ts";
import { isMap, isScalar, isSeq, type Pair, type Scalar, type YAMLMap } from "../yaml.ts";
import { fixOf } from "./fixes.ts";
import { editOf, renaming, spanOf } from "./text-edits.ts";
import { hasAliases, isJson, writtenInline } from "./written.ts";

/** Makes a list of a map that stands where one belongs. */
export function makeList(document: SpecDocument, path: Path): Fix[] {
  const map = document.nodeAt(path);
  if (!isMap(map) || map.items.length === 0 || hasAliases(document)) return [];
  if (fieldAt([...path, 0, "key"])) return listVariables(document, path, map);
  const names = map.items.map(({ key }) => (isScalar(key) ? String(key.value) : ""));
  if (!fieldAt([...path, 0, "name"])) return [];
  // One item without its dash.
  if (names.includes("name"))
    return map.flow || !isItem(map, path) ? [] : fixOf("Begin the item with a dash", dashed(document, map));
  return listNamed(document, path, map);
}

/** `FOO: bar` as `- key: FOO` and `value: bar`, each where it stands, with its comments. */
function listVariables(document: SpecDocument, path: Path, map: YAMLMap): Fix[] {
  const pairs = map.items as Pair[];
  const isVariable = ({ key, value }: Pair) =>
    isScalar(key) &&
    /^[A-Za-z_]\w*$/.test(String(key.value)) &&
    (value === null || isOnLine(document, value));
  if (!pairs.every(isVariable)) return [];
  const title = "Write each variable as an item with `key` and `value`";
  if (map.flow) {
    const list = pairs.map(({ key, value }) => ({
      key: String((key as Scalar).value),
      ...(isScalar(value) && value.value !== null && { value: textOf(value) }),
    }));
    return fixOf(title, [renaming(document, path, String(path.at(-1)), list)]);
  }
  return fixOf(
    title,
    pairs.flatMap(({ key, value }) => {
      const [name, text] = [spanOf(key), spanOf(value)];
      if (!name) return [undefined];
      const indent = " ".repeat(columnOf(document, name[0]) + 2);
      const written = document.text.slice(...name);
      const edits: (TextEdit | undefined)[] = [
        editOf(document, name, `- key: ${written}${newline(document)}${indent}value`),
      ];
      if (isScalar(value) && typeof value.value !== "string" && value.value !== null && text)
        edits.push(editOf(document, text, JSON.stringify(textOf(value))));
      return edits;
    }),
  );
}

/** `web:` with its fields below as `- name: web`, where they line up with it. */
function listNamed(document: SpecDocument, path: Path, map: YAMLMap): Fix[] {
  if (map.flow) return [];
  const pairs = map.items as Pair[];
  return fixOf(
    "Write each as an item with its `name`",
    pairs.flatMap(({ key, value }) => {
      const [name, fields] = [spanOf(key), spanOf(value)];
      if (!name || !fields || !isMap(value) || value.flow) return [undefined];
      if (
        !isItem(value, path) ||
        value.has("name") ||
        columnOf(document, fields[0]) !== columnOf(document, name[0]) + 2
      )
        return [undefined];
      const colon = document.text.indexOf(":", name[1]);
      return [editOf(document, [name[0], colon + 1], `- name: ${document.text.slice(...name)}`)];
    }),
  );
}

/** Whether a map reads as an item of the list at a path: what is written for others only gets more mistakes of it. */
function isItem({ items }: YAMLMap, path: Path): boolean {
  return items.every(({ key, value }) => {
    const field = isScalar(key) ? fieldAt([...path, 0, String(key.value)]) : undefined;
    if (!field) return false;
    return isMap(value)
      ? field.type === "object"
      : isSeq(value)
        ? field.type === "array"
        : field.type !== "object";
  });
}

function dashed(document: SpecDocument, map: YAMLMap): (TextEdit | undefined)[] {
  const span = spanOf(map);
  if (!span) return [undefined];
  const { text } = document;
  const edits = [editOf(document, [span[0], span[0]], "- ")];
  for (let at = text.indexOf("\n", span[0]) + 1; at > 0 && at < span[1]; at = text.indexOf("\n", at) + 1)
    if (/[^\r\n]/.test(text[at] ?? "")) edits.push(editOf(document, [at, at], "  "));
  return edits;
}

function isOnLine(document: SpecDocument, value: unknown): boolean {
  const span = spanOf(value);
  return isScalar(value) && !!span && !document.text.slice(...span).includes("\n");
}

/** The text of a value, as it is written. */
function textOf({ value, source }: Scalar): string {
  return typeof value === "string" ? value : (source ?? String(value));
}

function columnOf(document: SpecDocument, offset: number): number {
  return document.rangeBetween(offset, offset).start.character;
}

function newline({ text }: SpecDocument): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** `DATABASE_URL: postgres://…`, alone in an item of `envs`, as `key` and `value`. */
export function nameVariable(document: SpecDocument, path: Path): Fix[] {
  const item = document.nodeAt(path.slice(0, -1));
  const pair = document.pairAt(path);
  const [name, value] = [spanOf(pair?.key), pair?.value];
  if (!isMap(item) || item.items.length !== 1 || !name || !(value === null || isOnLine(document, value)))
    return [];
  const key = String(path.at(-1));
  const written = writtenInline(document, key);
  const [keyWord, valueWord] = isJson(document) ? ['"key"', '"value"'] : ["key", "value"];
  const behind = item.flow ? ", " : `${newline(document)}${" ".repeat(columnOf(document, name[0]))}`;
  const span = spanOf(value);
  const quotes =
    isScalar(value) && typeof value.value !== "string" && value.value !== null && span
      ? [editOf(document, span, JSON.stringify(textOf(value)))]
      : [];
  return fixOf("Write it as `key` and `value`", [
    editOf(document, name, `${keyWord}: ${written}${behind}${valueWord}`),
    ...quotes,
  ]);
}
