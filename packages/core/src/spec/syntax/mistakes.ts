import type { Node, YAMLError } from "../../yaml.ts";
import {
  bracketInText,
  dashInBrackets,
  missingComma,
  spareBracket,
  spareComma,
  unclosedBracket,
} from "./brackets.ts";
import { colonInValue, missingColon } from "./colons.ts";
import { slashComment, tightComment } from "./comments.ts";
import { diff, invisibleSpace, markdownFence, mergeConflict, tab, templateLine } from "./foreign-text.ts";
import { dashWithoutSpace, documentStart, strayDash, wrongColumn } from "./lines.ts";
import { type Mistake, type Reader, TornText } from "./torn-text.ts";
import {
  badAlias,
  badEscape,
  badStart,
  behindBracketsInValue,
  behindQuotes,
  blockHeader,
  dashOnLine,
  unclosedQuote,
  unknownTag,
} from "./values.ts";

/** The surest first: what a conflict or a tab makes of the lines around it looks like many other mistakes. */
const READERS: readonly Reader[] = [
  mergeConflict,
  diff,
  templateLine,
  markdownFence,
  tab,
  invisibleSpace,
  unclosedQuote,
  badStart,
  badAlias,
  unknownTag,
  badEscape,
  blockHeader,
  tightComment,
  slashComment,
  behindQuotes,
  bracketInText,
  missingComma,
  unclosedBracket,
  spareComma,
  spareBracket,
  dashInBrackets,
  behindBracketsInValue,
  dashWithoutSpace,
  dashOnLine,
  strayDash,
  colonInValue,
  wrongColumn,
  missingColon,
  documentStart,
];

/**
 * The mistakes behind the errors of the parser, each once, in the order of the text. The parser goes on after an
 * error as well as it can, and what it stumbles over then mostly follows from the same mistake.
 */
export function mistakesBehind(text: string, contents: Node | null, errors: readonly YAMLError[]): Mistake[] {
  const torn = new TornText(text, contents);
  const found: Mistake[] = [];
  const told = new Set<string>();
  let until = -1;
  let again: Mistake["again"];
  for (const error of [...errors].sort((a, b) => a.pos[0] - b.pos[0])) {
    const mistake = error.pos[0] > until ? mistakeBehind(error, torn) : again?.(error);
    if (!mistake) continue;
    until = Math.max(until, mistake.until ?? torn.lineAt(mistake.span[1]).end);
    ({ again } = mistake);
    const name = mistake.once ?? `${mistake.span[0]}`;
    if (told.has(name)) continue;
    told.add(name);
    found.push(mistake);
  }
  return found.sort((a, b) => a.span[0] - b.span[0]);
}

function mistakeBehind(error: YAMLError, text: TornText): Mistake {
  return (
    READERS.reduce<Mistake | undefined>((known, read) => known ?? read(error, text), undefined) ??
    unread(error, text)
  );
}

/** An error of the parser that none of the known mistakes explains, in our words, on its first line. */
function unread({ code, pos }: YAMLError, text: TornText): Mistake {
  const { end } = text.lineAt(pos[0]);
  return {
    span: [pos[0], Math.max(Math.min(pos[1], end), pos[0])],
    message:
      WORDS[code] ?? "This is not YAML. Write `key: value` lines, with lists as `- item` below their key.",
  };
}

const WORDS: Readonly<Record<YAMLError["code"], string>> = {
  ALIAS_PROPS:
    "An alias (`*name`) stands for a value as it is, so it cannot have an anchor or a tag. Remove it, or put the text in quotes.",
  BAD_ALIAS: "`*` and `&` begin the name of an anchor in YAML. Put the value in quotes if it is a text.",
  BAD_COLLECTION_TYPE: "This tag does not fit the value behind it. Remove the tag.",
  BAD_DIRECTIVE:
    "A line that begins with `%` instructs the parser, and this is no instruction that it knows. Remove the line.",
  BAD_DQ_ESCAPE:
    "A text in double quotes does not know this escape. Put it in single quotes, or write `\\\\` for a backslash.",
  BAD_INDENT:
    "This line is indented by another number of spaces than its neighbours. Indent it as the line that it belongs beside.",
  BAD_PROP_ORDER: "An anchor or a tag stands behind the dash or colon, before its value. Write it there.",
  BAD_SCALAR_START: "A value cannot begin with this character in YAML. Put it in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A list or a map cannot be a key. Write `key:` on a line of its own, and what belongs to it below, indented by two spaces.",
  BLOCK_IN_FLOW:
    "Between brackets there are no lines with dashes and keys. Write `{key: value, …}` there, or remove the brackets.",
  DUPLICATE_KEY: "This key is written twice in the same map. Keep one of them.",
  IMPOSSIBLE: "This is not YAML. Write `key: value` lines, with lists as `- item` below their key.",
  KEY_OVER_1024_CHARS:
    "A key is at most 1024 characters long. A colon or a quote may be missing here: write `key: value`, or put the value in quotes.",
  MISSING_CHAR:
    "A character is missing here: a colon behind a key, a comma between items, or a space. Write `key: value`, or put the value in quotes.",
  MULTILINE_IMPLICIT_KEY: "A key must be on one line with its colon. Write `key: value`.",
  MULTIPLE_ANCHORS:
    "A value has one anchor at most. Remove one of them, or put the value in quotes if the `&` belongs to it.",
  MULTIPLE_DOCS:
    "The file holds more than one document. Only the first is a spec: remove the `---` and what follows it.",
  MULTIPLE_TAGS:
    "A value has one tag at most. Remove the tags, or put the value in quotes if the `!` belongs to it.",
  NON_STRING_KEY: "A key must be a text. Put it in quotes.",
  RESOURCE_EXHAUSTION:
    "The document is nested too deeply to be read. An App Platform spec needs fewer than 20 levels.",
  TAB_AS_INDENT: "YAML does not allow a tab as indentation. Use two spaces for each level.",
  TAG_RESOLVE_FAILED:
    "`!` begins a tag in YAML, and this one is not known. Remove it, or put the value in quotes if the `!` belongs to it.",
  UNEXPECTED_TOKEN:
    "This does not belong here: the value before it has ended. Put the whole value in quotes, or write this on a line of its own.",
};
