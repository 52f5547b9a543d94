import { bracketInComment } from "./comments.ts";
import { type Mistake, type Reader, replacing, type Span, type TornText } from "./torn-text.ts";
import { openQuote } from "./values.ts";

/** Mistakes between brackets, in JSON above all. */

const CLOSING: Readonly<Record<string, string>> = { "[": "]", "{": "}" };

interface Brackets {
  /** Those that are open at the end, the outermost first. */
  readonly open: readonly number[];
  /** A closing bracket that is not that of the last one opened. */
  readonly wrong: number | undefined;
}

/** Goes through the brackets of a piece of the text; what is in quotes or a comment does not count. */
function readBrackets({ text }: TornText, start: number, end: number): Brackets {
  const open: number[] = [];
  const token = /"(?:[^"\\]|\\[\s\S])*"|(?<=[[{,:\s])'(?:[^']|'')*'|(?<=\s)#[^\n]*|[[\]{}]/g;
  token.lastIndex = start;
  for (let found = token.exec(text); found && found.index < end; found = token.exec(text)) {
    const [sign] = found;
    if (sign === "[" || sign === "{") open.push(found.index);
    else if (sign === "]" || sign === "}") {
      const last = open.at(-1);
      if (last === undefined) return { open, wrong: undefined };
      if (CLOSING[text[last] ?? ""] !== sign) return { open, wrong: found.index };
      open.pop();
    }
  }
  return { open, wrong: undefined };
}

/** Where the mistake reaches: a document of JSON is torn as a whole, brackets on a line only there. */
function reach(text: TornText, start: number, from: number): number {
  if (text.contents?.range?.[0] === start) return text.text.length;
  const line = text.lineAt(from);
  return from < line.end ? line.end : (text.lineBelow(line)?.end ?? line.end);
}

// internal_ports: [80, 81
export const unclosedBracket: Reader = (error, text) => {
  if (!error.message.startsWith("Flow ")) return undefined;
  const at = error.pos[0];
  const start = text.bracketsAt(at) ?? text.bracketsAt(Math.max(at - 1, 0));
  if (start === undefined) return undefined;
  const { open, wrong } = readBrackets(text, start, at + 1);
  const opening = open.at(-1);
  if (opening === undefined) return undefined;
  const [sign, closing] = [text.text[opening] ?? "", CLOSING[text.text[opening] ?? ""] ?? ""];
  const closingOf = (brackets: readonly number[]) =>
    brackets
      .map((one) => CLOSING[text.text[one] ?? ""])
      .toReversed()
      .join("");
  const line = text.lineAt(opening);
  const hidden = bracketInComment(text, opening, closingOf(open.filter((one) => one >= line.start)));
  // Brackets that were open before are not closed by their own then.
  if (hidden) return { ...hidden, until: start < line.start ? text.text.length : at };
  if (wrong !== undefined) {
    const other = text.text[wrong] ?? "";
    return {
      span: [wrong, wrong + 1],
      message: `This \`${other}\` comes before the \`${closing}\` of the \`${sign}\` ${placeOf(text, opening)}. Write \`${closing}\` before it, or remove it.`,
      until: reach(text, start, wrong),
      repairs: [
        replacing(`Write \`${closing}\` before it`, [wrong, wrong], closing),
        replacing(`Write \`${closing}\` instead`, [wrong, wrong + 1], closing),
        replacing(`Remove the \`${other}\``, [wrong, wrong + 1], ""),
        { title: `Close in the right order`, edits: swapped(text, wrong, closing) },
      ],
    };
  }
  const end = text.text.slice(0, at).trimEnd().length;
  return {
    span: [opening, opening + 1],
    message: `This \`${sign}\` is never closed. Write \`${closing}\` behind what belongs to it.`,
    until: reach(text, start, at),
    repairs: [replacing(`Close it with \`${closingOf(open)}\``, [end, end], closingOf(open))],
  };
};

/** `]}` where `}]` belongs. */
function swapped(text: TornText, wrong: number, closing: string) {
  const other = text.text[wrong] ?? "";
  return text.text[wrong + 1] === closing
    ? [{ span: [wrong, wrong + 2] as Span, newText: `${closing}${other}` }]
    : [];
}

function placeOf(text: TornText, offset: number): string {
  const line = text.lineAt(offset);
  const number = text.text.slice(0, offset).split("\n").length;
  return `of line ${number}, column ${offset - line.start + 1}`.replace(/^of /, "in ");
}

// {key: A, value: ${db.HOSTNAME}}
export const bracketInText: Reader = (error, text) => {
  const at = error.pos[0];
  const isItem = error.message.startsWith("Missing , or : between flow seq");
  if (!isItem && !/^Unexpected flow-(?:map|seq)-start/.test(error.message)) return undefined;
  const span = textAround(text, at);
  if (!span) return undefined;
  const sign = text.text[at] ?? "";
  return {
    span,
    message: `Between brackets \`${sign}\` begins a ${sign === "[" ? "list" : "map"} in YAML, in the middle of a text as well. Put the whole value in quotes: ${text.quotedAdvice(span)}.`,
    // The brackets around it end with those in the text, and the tree with them.
    until: isItem ? span[1] : text.text.length,
    again: (next) => (next.pos[0] < span[1] ? undefined : bracketInText(next, text)),
    repairs: [text.quoting(span)],
  };
};

/** The text without quotes that a bracket is in the middle of. */
function textAround(text: TornText, at: number): Span | undefined {
  const { start, end } = text.lineAt(at);
  const before = text.slice([start, at]).replace(IN_TEXT, (found) => "x".repeat(found.length));
  const begun =
    before
      .split(/[[\]{},]|:\s/)
      .at(-1)
      ?.trimStart() ?? "";
  const rest = FROM_BRACKET.exec(text.slice([at, end]))?.[0].trimEnd();
  if (begun === "" || /^["']|[\s:]$/.test(begun) || rest === undefined) return undefined;
  return [at - begun.length, at + rest.length];
}

const IN_BRACKETS = String.raw`\{(?:[^{}]|\{[^{}]*\})*\}|\[[^[\]]*\]`;
const IN_TEXT = new RegExp(String.raw`(?<=[^\s"'[\]{},:])(?:${IN_BRACKETS})+`, "g");
const FROM_BRACKET = new RegExp(String.raw`^(?:${IN_BRACKETS})(?:${IN_BRACKETS}|(?!\s#)[^[\]{},])*`);

// {"name": "shop" "region": "nyc"}
export const missingComma: Reader = (error, text) => {
  const at = error.pos[0];
  const inFlow = /^Missing , (?:or : )?between/.test(error.message);
  const atEnd = /at node end$/.test(error.message);
  if (!inFlow && !atEnd) return undefined;
  const start = text.bracketsAt(Math.max(at - 1, 0)) ?? text.bracketsAt(at);
  if (start === undefined || start >= at) return undefined;
  const opening = readBrackets(text, start, at).open.at(-1);
  if (opening === undefined) return undefined;
  const before = text.text.slice(0, at).trimEnd();
  const token = tokenAt(text, at);
  // `{"name" "shop"}`: what stands before is a key that has no value yet.
  const last = /[[{,:](?=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^\s"'[\]{},:]+)$)/.exec(before.slice(-1000))?.[0];
  const isKey = error.message.includes(" : ") && (last === "{" || last === ",");
  const sign = isKey ? ":" : ",";
  const isTight = before.length === at && /["']$/.test(before);
  if (isTight) return undefined;
  return {
    span: token,
    message: isKey
      ? "A colon is missing between the key and this value. Write `:` before it."
      : "A comma is missing before this. Write `,` behind what stands before it.",
    until: reach(text, start, at),
    // What stands before, a map too, was taken for a key.
    ...(/[\]}]$/.test(before) && { tornFrom: opening }),
    repairs: [replacing(`Write \`${sign}\` before it`, [before.length, before.length], sign)],
  };
};

/** A word or a text in quotes, or a bracket. */
function tokenAt({ text }: TornText, at: number): Span {
  const token = /^(?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[[\]{}]|[^\s,[\]{}]+)/.exec(text.slice(at, at + 1000));
  return [at, at + (token?.[0].length ?? 1)];
}

// [80,, 81]
export const spareComma: Reader = (error, text) => {
  if (!/^Unexpected (?:, in|empty item in) flow/.test(error.message)) return undefined;
  const at = text.text.indexOf(",", error.pos[0]);
  if (at < 0) return undefined;
  return {
    span: [at, at + 1],
    message: "There is nothing before this comma. Remove it, or write what is missing.",
    repairs: [replacing("Remove the comma", [at, at + 1], "")],
  };
};

// services: [{name: web}]]
export const spareBracket: Reader = (error, text) => {
  const at = error.pos[0];
  const sign = text.text[at] ?? "";
  if (!/^Unexpected flow-(?:map|seq)-end/.test(error.message) || !/[\]}]/.test(sign)) return undefined;
  return {
    span: [at, at + 1],
    message: `This \`${sign}\` closes nothing: no \`${sign === "]" ? "[" : "{"}\` is open here. Remove it.`,
    until: text.text.length,
    repairs: [replacing(`Remove the \`${sign}\``, [at, at + 1], "")],
  };
};

// services: [
//   - name: web
// ]
export const dashInBrackets: Reader = (error, text) => {
  if (error.code !== "BLOCK_IN_FLOW") return undefined;
  const at = error.pos[0];
  const start = text.bracketsAt(at) ?? at;
  const quote = /^(?:"[^"\n]*"|'[^'\n]*')(?=\w)/.exec(text.text.slice(at, at + 1000));
  if (quote) return openQuote(text, at, quote[0].charAt(0), reach(text, start, at));
  const isDash = text.text[at] === "-";
  return {
    span: isDash ? [at, at + 1] : tokenAt(text, at),
    message: isDash
      ? "Between brackets the items of a list have no dashes. Remove the brackets around the list, or write its items as `{name: web}` with commas between them."
      : "Between brackets there are no keys on lines of their own. Remove the brackets, or write `{key: value, …}`.",
    until: reach(text, start, at),
  };
};

/** `{"name": "shop"}` with something behind it. */
export function behindBrackets(text: TornText, at: number): Mistake | undefined {
  const { contents } = text;
  const end = contents?.range?.[1] ?? 0;
  const closing = text.text.slice(0, end).trimEnd().at(-1) ?? "";
  if (!/[\]}]/.test(closing)) return undefined;
  return {
    span: tokenAt(text, at),
    message: `The \`${closing}\` above closes the whole document, so nothing can follow it. Write this before the \`${closing}\`, or remove it.`,
    until: text.text.length,
  };
}
