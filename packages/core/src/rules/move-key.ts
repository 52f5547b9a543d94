import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import { formatPath, type Path } from "../spec/path.ts";
import { childFields, type FieldType, fieldAt } from "../spec/schema/index.ts";
import { isMap, isScalar, isSeq, type Node } from "../yaml.ts";
import { fixOf } from "./fixes.ts";
import { insertion, removal, renaming } from "./text-edits.ts";
import { code } from "./words.ts";
import { hasAliases } from "./written.ts";

/** Moves a key that its map does not know to the place of the document that does, where there is exactly one, or the nearest above. */
export function moveKey(document: SpecDocument, path: Path): Fix[] {
  const [owner, key] = [path.slice(0, -1), String(path.at(-1))];
  const value = document.nodeAt(path);
  // What is written once and stands for several places cannot go to one of them.
  if (!value || hasAliases(document)) return [];
  const isPlace = (place: Path) => takes(place, key, typeOf(value));
  const [below, above] = [placesBelow(document, owner).filter(isPlace), placesAbove(owner).filter(isPlace)];
  const places = [...below, ...above];
  // What goes up is indented too far: the nearest map that has such a key is meant.
  const written = [...below, ...above.slice(0, 1)].filter((place) => isMap(document.nodeAt(place)));
  const titleOf = (place: Path) =>
    `Move to ${place.length === 0 ? "the top of the spec" : code(formatPath(place))}`;
  if (written.length === 0)
    return places.length > 2
      ? []
      : places.flatMap((place) => createPlace(document, path, place, value, titleOf(place)));
  const [place] = written;
  if (!place || written.length > 1) return [];
  const title = titleOf(place);
  if (document.nodeAt([...place, key])) return [];
  const taken = removal(document, owner, [key]);
  return fixOf(title, taken && [insertion(document, place, key, value), ...taken]);
}

/** Maps that say nothing with a single one of their keys, unless it is the one that they are about. */
const SINGLE_KEYS: Readonly<Record<string, string>> = {
  schedule: "cron",
  ingress: "rules",
  git: "repo_clone_url",
  github: "repo",
  gitlab: "repo",
  bitbucket: "repo",
  image: "",
};

function createPlace(document: SpecDocument, path: Path, place: Path, value: Node, title: string): Fix[] {
  const [key, name] = [String(path.at(-1)), String(place.at(-1))];
  const isBelow = place.length === path.length;
  if (!isBelow || (SINGLE_KEYS[name] ?? key) !== key || document.pairAt(place)) return [];
  return fixOf(title, [renaming(document, path, name, { [key]: value })]);
}

/** The maps directly below a map, and the items of its lists that have one item only. */
function placesBelow(document: SpecDocument, owner: Path): Path[] {
  return childFields(owner).flatMap(({ name, field }) => {
    const place = [...owner, name];
    if (field.type === "object") return [place];
    const list = document.nodeAt(place);
    return isSeq(list) && list.items.length === 1 ? [[...place, 0]] : [];
  });
}

/** The maps that a map lies in, the nearest first. */
function placesAbove(owner: Path): Path[] {
  return owner.map((_, at) => owner.slice(0, at)).reverse();
}

function takes(place: Path, key: string, type: FieldType): boolean {
  const field = fieldAt([...place, key]);
  if (!field || field.suspect || field.deprecated || field.readOnly) return false;
  return field.type === type || (field.type === "number" && type === "integer");
}

function typeOf(node: Node): FieldType {
  if (!isScalar(node)) return isMap(node) ? "object" : "array";
  const { value } = node;
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "boolean" ? "boolean" : "string";
}
