import type { Position, Range, TextEdit, WorkspaceEdit } from "vscode-languageserver-types";
import { kindWord } from "../rules/words.ts";
import { SELF } from "../spec/bindables.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import { formatPath, type Path } from "../spec/path.ts";
import { type Field, fieldAt } from "../spec/schema/index.ts";
import { SPELLINGS } from "../spec/schema/spellings.ts";
import { code } from "../spec/schema/words.ts";
import { isScalar, Scalar } from "../yaml.ts";
import { type Named, nameAt, namedComponentsOf, type Occurrence, occurrencesIn } from "./names.ts";
import { definitionsOf } from "./navigate.ts";
import { aliasesIn } from "./spot.ts";

/** Why something is not renamed: what to tell the author. Nothing is changed then. */
export interface RenameRefusal {
  readonly refused: string;
}

/** The token to type over, and what it says. */
export interface RenamePlace {
  readonly range: Range;
  readonly placeholder: string;
}

/** Whether what stands at a position can be renamed. Never throws. */
export function prepareRename(
  source: string | SpecDocument,
  position: Position,
): RenamePlace | RenameRefusal {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const target = targetAt(document, position);
  if ("refused" in target) return target;
  return { range: document.rangeBetween(...target.at.span), placeholder: target.named.name };
}

/**
 * Renames a component, a database, a variable or a domain wherever the file names it. In the text of a value only
 * the token changes. A name that is not valid, or is another's, is refused with the reason. Never throws.
 */
export function rename(
  source: string | SpecDocument,
  position: Position,
  newName: string,
  uri: string,
): WorkspaceEdit | RenameRefusal {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const target = targetAt(document, position);
  if ("refused" in target) return target;
  const { named } = target;
  if (newName === named.name) return { changes: {} };
  const refused = invalid(named, newName) ?? clash(document, named, newName);
  if (refused !== undefined) return { refused };
  const edits = named.occurrences.filter(({ self }) => !self).map((one) => editOf(document, one, newName));
  return { changes: { [uri]: edits } };
}

function targetAt(
  document: SpecDocument,
  position: Position,
): { at: Occurrence; named: Named } | RenameRefusal {
  const found = nameAt(document, document.offsetAt(position));
  if (!found)
    return { refused: "Only components, databases, environment variables and domains can be renamed." };
  const torn = document.syntaxProblems.find(({ severity }) => severity === "error");
  if (torn)
    return {
      refused: `Line ${torn.range.start.line + 1} has a syntax error, and what stands behind it may not be read: mend it first. ${torn.message}`,
    };
  if (found.at.self)
    return { refused: `\`${SELF}\` stands for the component itself: rename it where its name is written.` };
  const definitions = definitionsOf(found.named);
  const { kind, name } = found.named;
  if (definitions.length === 0) return { refused: `Nothing in this file is called ${code(name)}.` };
  if (kind === "component" && definitions.length > 1)
    return {
      refused: `${definitions.length} components or databases are called ${code(name)}, so what refers to which cannot be told. Give one of them another name by hand.`,
    };
  const elsewhere = sharedWith(document, found.named);
  if (elsewhere !== undefined)
    return {
      refused: `${code(name)} is written once behind an anchor and also stands at ${code(elsewhere)}, which would change with it. Write it out there first.`,
    };
  return found;
}

function invalid({ kind }: Named, newName: string): string | undefined {
  const field = fieldAt(FIELDS[kind]);
  const { pattern = "", minLength = 0, maxLength = Number.POSITIVE_INFINITY, spelling } = field as Field;
  const isValid =
    newName.length >= minLength && newName.length <= maxLength && new RegExp(pattern).test(newName);
  return isValid || !spelling
    ? undefined
    : `${code(newName)} is no valid name: write ${SPELLINGS[spelling].words}.`;
}

/** Where the fields are that a name of each kind must fit. */
const FIELDS: Record<Named["kind"], Path> = {
  component: ["services", 0, "name"],
  variable: ["envs", 0, "key"],
  domain: ["domains", 0, "domain"],
};

function clash(document: SpecDocument, { kind, occurrences }: Named, newName: string): string | undefined {
  if (kind === "component") {
    const other = namedComponentsOf(document.spec).find(({ name }) => name === newName);
    return (
      other &&
      `The ${kindWord(other.list)} at ${code(formatPath(other.path))} is called ${code(newName)} already: names are unique among components and databases.`
    );
  }
  const others = occurrencesIn(document).filter((one) => one.kind === kind && one.name === newName);
  const definitions = others.filter(({ role }) => role === "definition");
  if (kind === "domain")
    return definitions.length > 0 ? `${code(newName)} is a domain of this app already.` : undefined;
  const holders = new Set(occurrences.map(({ holder }) => holder ?? ""));
  // What the app has is seen by all components, and one of a component hides it there.
  const taken = definitions.find(
    ({ holder = "" }) => holder === "" || holders.has("") || holders.has(holder),
  );
  return (
    taken &&
    `The variable ${code(newName)} is there already, at ${code(formatPath(taken.path.slice(0, -1)))}: one would hide the other.`
  );
}

/** A path at which the same text stands as another thing, by an alias of it or of what holds it. */
function sharedWith(document: SpecDocument, named: Named): string | undefined {
  if (!document.text.includes("*")) return undefined;
  const anchors = new Set<string>();
  for (const { path } of named.occurrences) {
    const node = document.nodeAt(path);
    if (isScalar(node) && node.anchor !== undefined) anchors.add(node.anchor);
  }
  if (anchors.size === 0) return undefined;
  for (const { alias, path } of aliasesIn(document)) {
    const place = formatPath(path);
    if (anchors.has(alias.source) && !named.paths.has(place)) return place;
  }
  return undefined;
}

function editOf(document: SpecDocument, { path, span }: Occurrence, newName: string): TextEdit {
  const node = document.nodeAt(path);
  const isWhole = isScalar(node) && node.type === Scalar.PLAIN && node.range?.[0] === span[0];
  const newText = isWhole && NOT_A_TEXT.test(newName) ? `"${newName}"` : newName;
  return { range: document.rangeBetween(...span), newText };
}

/** What one version of YAML or the other does not read as a text unless it stands in quotes. */
const NOT_A_TEXT = /^(?:y|n|yes|no|on|off|true|false|null)$/i;
