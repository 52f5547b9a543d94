import type { Hover, Position } from "vscode-languageserver-types";
import { isScalar } from "yaml";
import { DEFAULT_CATALOG } from "../catalog/index.ts";
import { ruleUrl } from "../project.ts";
import { ignoreComments } from "../rules/ignore.ts";
import { RULES } from "../rules/registry.ts";
import type { Span } from "../rules/text-edits.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import type { LanguageContext } from "./context.ts";
import { priceText } from "./hover/component.ts";
import { fieldText } from "./hover/field.ts";
import { referenceText } from "./hover/reference.ts";
import { sizeTable, valueText } from "./hover/value.ts";
import { writtenReferences } from "./names.ts";
import { placeAt } from "./place.ts";
import { type Spot, spotAt } from "./spot.ts";

/**
 * What stands at a position, as Markdown: on a key the field with its bounds, values, default, price and page; on a
 * value what that means (a size, a region, a schedule, a reference, an encrypted secret), then the field. Asks no
 * server, never throws, and shows no secret. `undefined` where nothing is known.
 */
export function hover(
  source: string | SpecDocument,
  position: Position,
  context: LanguageContext = {},
): Hover | undefined {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const offset = document.offsetAt(position);
  const spot = spotAt(document, offset);
  if (!spot) return ignoredRule(document, position) ?? halfWritten(document, position, offset);
  // A text whose closing quote is missing has swallowed what stands below it.
  const isSwallowed = spot.part === "value" && document.text.slice(spot.span[0], offset).includes("\n");
  const written = isSwallowed ? halfWritten(document, position, offset) : undefined;
  if (written) return written;
  const reference = spot.part === "value" ? referenceAt(document, spot, offset) : undefined;
  if (reference) return reference;
  const found = spot.part === "key" ? keyText(document, spot, context) : textOfValue(document, spot, context);
  return found === undefined ? halfWritten(document, position, offset) : made(document, spot.span, found);
}

/** Where the tree says nothing, in a document that is torn, indentation may still tell which field it is. */
function halfWritten(document: SpecDocument, position: Position, offset: number): Hover | undefined {
  if (!document.syntaxProblems.some(({ severity }) => severity === "error") && document.spec.name)
    return undefined;
  const place = placeAt(document.text, position);
  if (!place || place.token.text === "" || offset < place.token.start) return undefined;
  const path = place.kind === "key" ? [...place.path, place.token.text] : place.path;
  const text = fieldText(path);
  return text === undefined ? undefined : made(document, [place.token.start, place.token.end], text);
}

function keyText(document: SpecDocument, { path }: Spot, context: LanguageContext): string | undefined {
  const text = fieldText(path);
  if (text === undefined) return undefined;
  const catalog = context.catalog ?? DEFAULT_CATALOG;
  const price = priceText(document, path, catalog);
  const sizes =
    path.at(-1) === "instance_size_slug"
      ? sizeTable(catalog.sizes.filter((size) => !size.legacy))
      : undefined;
  return [text, price, sizes].filter((part) => part !== undefined).join("\n\n");
}

function textOfValue(document: SpecDocument, { path }: Spot, context: LanguageContext): string | undefined {
  const node = document.nodeAt(path);
  const meaning = valueText(document, path, isScalar(node) ? node.value : undefined, context);
  const price = priceText(document, path, context.catalog ?? DEFAULT_CATALOG);
  const parts = [meaning, price, fieldText(path)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join("\n\n---\n\n");
}

/** The reference inside the value of a variable that an offset lies in. */
function referenceAt(document: SpecDocument, { path }: Spot, offset: number): Hover | undefined {
  if (path.at(-1) !== "value" || path.at(-3) !== "envs") return undefined;
  const reference = writtenReferences(document, path).find(
    ({ at, text }) => at <= offset && offset <= at + text.length,
  );
  if (!reference) return undefined;
  const span: Span = [reference.at, reference.at + reference.text.length];
  return made(document, span, referenceText(document, path, reference));
}

/** The rule that an `# appspec-ignore` comment names. */
function ignoredRule(document: SpecDocument, position: Position): Hover | undefined {
  if (!document.text.includes("appspec-ignore")) return undefined;
  for (const { id, range } of ignoreComments(document).flatMap(({ rules }) => rules)) {
    if (range.start.line !== position.line) continue;
    if (position.character < range.start.character || range.end.character < position.character) continue;
    const rule = RULES.find((one) => one.id === id);
    if (!rule) return undefined;
    const value = `**${rule.title}**\n\n${rule.explanation}\n\n[Documentation](${ruleUrl(id)})`;
    return { contents: { kind: "markdown", value }, range };
  }
  return undefined;
}

function made(document: SpecDocument, span: Span, value: string): Hover {
  return { contents: { kind: "markdown", value }, range: document.rangeBetween(...span) };
}
