import type { Hover, MarkupContent, Position } from "vscode-languageserver-types";
import { DEFAULT_CATALOG } from "../catalog/index.ts";
import { ruleUrl } from "../project.ts";
import { ignoreComments } from "../rules/ignore.ts";
import { RULES } from "../rules/registry.ts";
import type { Span } from "../rules/text-edits.ts";
import { type Reference, referencesIn } from "../spec/bindables.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { fieldAt } from "../spec/schema/index.ts";
import { isScalar } from "../yaml.ts";
import type { LanguageContext } from "./context.ts";
import { priceText } from "./hover/component.ts";
import { fieldText } from "./hover/field.ts";
import { referenceText } from "./hover/reference.ts";
import { sizeTable, valueText } from "./hover/value.ts";
import { offsetAt, placeAt } from "./place.ts";
import { Source } from "./source.ts";
import { spotAt } from "./spot.ts";

/** As the protocol has it, without the older forms of its contents. */
export interface MarkdownHover extends Hover {
  contents: MarkupContent;
}

/**
 * What stands at a position, as Markdown: on a key the field with its bounds, values, default, price and page; on a
 * value what that means (a size, a region, a schedule, a reference, an encrypted secret), then the field. Asks no
 * server, never throws, and shows no secret. `undefined` where nothing is known.
 */
export function hover(
  source: string | SpecDocument,
  position: Position,
  context: LanguageContext = {},
): MarkdownHover | undefined {
  const whole = new Source(source);
  const subject = subjectByText(whole.text, position) ?? subjectByTree(whole.document, position);
  if (!subject) return ignoredRule(whole.document, position);
  const { path, part, token, offset } = subject;
  const reference = part === "value" && isEnvValue(path) ? referenceAt(whole.text, token, offset) : undefined;
  if (reference) {
    const at: Span = [token[0] + reference.at, token[0] + reference.at + reference.text.length];
    return made(whole, at, referenceText(whole.document.spec, path, reference));
  }
  const text = part === "key" ? keyText(whole, path, context) : valueAndField(whole, subject, context);
  return text === undefined ? undefined : made(whole, token, text);
}

/** What a hover is about. */
interface Subject {
  readonly path: Path;
  readonly part: "key" | "value";
  /** The token in the text, with its quotes. */
  readonly token: Span;
  /** What a value says. */
  readonly value?: unknown;
  readonly offset: number;
}

/** The field that indentation and brackets tell, which costs no parse and works in torn documents, too. */
function subjectByText(text: string, position: Position): Subject | undefined {
  const place = placeAt(text, position);
  if (!place || place.token.text === "") return undefined;
  const { kind, token } = place;
  const offset = offsetAt(text, position);
  // Anchors, aliases and tags are for the parser.
  if (offset < token.start || offset > token.end || (token.quote === "" && /^[&*!]/.test(token.text)))
    return undefined;
  const path = kind === "key" ? [...place.path, token.text] : place.path;
  const field = fieldAt(path);
  // A text in place of a map may be a pair without braces, which the tree knows.
  if (!field || (kind === "value" && (field.type === "object" || field.type === "array"))) return undefined;
  return { path, part: kind, token: [token.start, token.end], value: token.text, offset };
}

/** The same by the syntax tree, which knows texts of several lines, items of lists, and what is behind anchors. */
function subjectByTree(document: SpecDocument, position: Position): Subject | undefined {
  const offset = document.offsetAt(position);
  const spot = spotAt(document, offset);
  if (!spot || !fieldAt(spot.path)) return undefined;
  const node = document.nodeAt(spot.path);
  return {
    path: spot.path,
    part: spot.part,
    token: spot.span,
    value: isScalar(node) ? node.value : undefined,
    offset,
  };
}

function keyText(source: Source, path: Path, context: LanguageContext): string | undefined {
  const text = fieldText(path);
  if (text === undefined) return undefined;
  const catalog = context.catalog ?? DEFAULT_CATALOG;
  const sizes =
    path.at(-1) === "instance_size_slug"
      ? sizeTable(catalog.sizes.filter((size) => !size.legacy))
      : undefined;
  return [text, priceText(source, path, catalog), sizes].filter((part) => part !== undefined).join("\n\n");
}

function valueAndField(
  source: Source,
  { path, value }: Subject,
  context: LanguageContext,
): string | undefined {
  const meaning = valueText(source, path, value, context);
  const price = priceText(source, path, context.catalog ?? DEFAULT_CATALOG);
  const parts = [meaning, price, fieldText(path)].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join("\n\n---\n\n");
}

function isEnvValue(path: Path): boolean {
  return path.at(-1) === "value" && path.at(-3) === "envs";
}

/** The reference of a token that an offset lies in; its own offset counts from the token. */
function referenceAt(text: string, token: Span, offset: number): Reference | undefined {
  return referencesIn(text.slice(...token)).find(
    ({ at, text }) => token[0] + at <= offset && offset <= token[0] + at + text.length,
  );
}

/** The rule that an `# appspec-ignore` comment names. */
function ignoredRule(document: SpecDocument, position: Position): MarkdownHover | undefined {
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

function made(source: Source, [start, end]: Span, value: string): MarkdownHover {
  return { contents: { kind: "markdown", value }, range: source.rangeBetween(start, end) };
}
