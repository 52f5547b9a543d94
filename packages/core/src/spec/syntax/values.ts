import { isScalar } from "../../yaml.ts";
import { code } from "../schema/words.ts";
import { behindBrackets } from "./brackets.ts";
import { dashesOf } from "./line-parts.ts";
import {
  indentedBy,
  type Mistake,
  type Reader,
  type Repair,
  replacing,
  type Span,
  type TornText,
} from "./torn-text.ts";

/** Values that YAML reads otherwise than they are meant, for they need quotes or have too few of them. */

// region: "nyc
export const unclosedQuote: Reader = (error, text) => {
  if (!error.message.startsWith("Missing closing ")) return undefined;
  const quote = error.message.includes('"') ? '"' : "'";
  const scalar = text.nodesAt(Math.max(error.pos[0] - 1, 0)).at(-1);
  const start =
    isScalar(scalar) && scalar.range ? scalar.range[0] : text.text.lastIndexOf(quote, error.pos[0] - 1);
  if (start < 0) return undefined;
  return shallowText(text, start, quote) ?? openQuote(text, start, quote, error.pos[0]);
};

// run_command: "npm ci &&
// npm start"
function shallowText(text: TornText, start: number, quote: string): Mistake | undefined {
  const line = text.lineAt(start);
  const below = text.lineBelow(line);
  const column = line.indent + dashesOf(line);
  if (!below || below.indent > column || below.body.split(quote).length !== 2 || !below.body.endsWith(quote))
    return undefined;
  const word = /^\S+/.exec(below.body)?.[0] ?? "";
  return {
    span: [below.start + below.indent, below.start + below.indent + word.length],
    message: `The text in quotes goes on in this line, which must be indented further than its key. ${indentedBy(column + 2)}.`,
    until: below.end,
    repairs: [
      replacing(indentedBy(column + 2), [below.start, below.start + below.indent], " ".repeat(column + 2)),
    ],
  };
}

/** A text whose closing quote is missing: behind the key, before the comma, or at the end of its line. */
export function openQuote(text: TornText, start: number, quote: string, until: number): Mistake {
  const { end } = text.lineAt(start);
  const rest = text.text.slice(start, end);
  const colon = /^["'][\w-]+(?=:(?:\s|$))/.exec(rest)?.[0];
  const comma = text.bracketsAt(start) === undefined ? undefined : /^["'][^"',]+(?=,\s)/.exec(rest)?.[0];
  const close = colon === undefined && comma === undefined ? end : start + (colon ?? comma ?? "").length;
  return {
    span: [start, start + 1],
    message: `This quote is never closed, so the text goes on ${close < end ? "behind its end" : "over the lines below"}. Write \`${quote}\` ${colon ? "behind the key" : "at its end"}.`,
    until: Math.max(until, end),
    repairs: [replacing(`Close it with \`${quote}\``, [close, close], quote)],
  };
}

// run_command: 'echo don't'
export const behindQuotes: Reader = (error, text) => {
  const isEnd = /^Unexpected .* at node end$/.test(error.message);
  if (!isEnd && !/^Missing , or : between/.test(error.message)) return undefined;
  const at = error.pos[0];
  const line = text.lineAt(at);
  const end = text.text.slice(0, at).trimEnd().length;
  if (!isEnd && end < at) return undefined;
  const scalar = text
    .nodesAt(end - 1)
    .findLast((node) => isScalar(node) && node.type?.startsWith("QUOTE") && node.range?.[1] === end);
  const start = scalar?.range?.[0];
  if (start === undefined) return undefined;
  const quote = text.text[start] ?? "";
  // A text in quotes may have swallowed the lines before.
  if (start < line.start || text.slice([start, at]).includes(": "))
    return openQuote(text, start, quote, text.bracketsAt(start) === undefined ? line.end : text.text.length);
  const span = text.valueFrom(start);
  const inner = text.slice(span);
  const isWhole = inner.length > 2 && inner.endsWith(quote) && quote === "'" && !/["\\]/.test(inner);
  return {
    span,
    message: `The text in quotes ends before this value does. Put the whole value in quotes: ${isWhole ? adviceOf(text, span, `"${inner.slice(1, -1)}"`) : text.quotedAdvice(span)}.`,
    isLocal: true,
    repairs: [isWhole ? requoting(span, `"${inner.slice(1, -1)}"`) : text.quoting(span)],
  };
};

function adviceOf(text: TornText, span: Span, written: string): string {
  return text.quotedAdvice(span) === "`'…'`" ? '`"…"`' : code(written);
}

function requoting(span: Span, newText: string): Repair {
  return replacing("Put it in quotes", span, newText);
}

// value: [a-z]+
export const behindBracketsInValue: Reader = (error, text) => {
  if (!/at node end$/.test(error.message)) return undefined;
  const at = error.pos[0];
  const line = text.lineAt(at);
  const start = text.bracketsAt(text.text.slice(0, at).trimEnd().length - 1);
  if (at === line.start + line.indent && (start === undefined || text.contents?.range?.[0] === start))
    return indentedStart(text, at) ?? behindBrackets(text, at);
  if (start === undefined || start < line.start) return undefined;
  const span = text.valueFrom(start);
  const whole: Span = [start, Math.max(span[1], line.end)];
  return {
    span: whole,
    message: `\`${text.text[start]}\` begins a ${text.text[start] === "[" ? "list" : "map"} in YAML, and text follows it. Put the whole value in quotes: ${text.quotedAdvice(whole)}.`,
    isLocal: true,
    repairs: [text.quoting(whole)],
  };
};

//  name: shop
// region: nyc
function indentedStart(text: TornText, at: number): Mistake | undefined {
  const first = text.lineAt(text.contents?.range?.[0] ?? 0);
  const line = text.lineAt(at);
  if (first.indent <= line.indent) return undefined;
  return {
    span: [
      first.start + first.indent,
      first.start + first.indent + (/^[^\s:]*/.exec(first.body)?.[0].length || 1),
    ],
    message: `This line is indented further than \`${/^[\w-]+/.exec(line.body)?.[0] ?? "the key"}\` below it, and both belong to the same map. ${indentedBy(line.indent)}.`,
    until: text.text.length,
    repairs: [
      {
        title: indentedBy(line.indent),
        edits: [...text.linesAbove(line)].map(({ start, indent }) => ({
          span: [start, start + Math.min(indent, first.indent - line.indent)],
          newText: "",
        })),
      },
    ],
  };
}

// value: @acme/shop
export const badStart: Reader = (error, text) => {
  if (error.code !== "BAD_SCALAR_START") return undefined;
  const at = error.pos[0];
  const sign = text.text[at] ?? "";
  const span = text.valueFrom(at);
  return {
    span,
    message: `A value cannot begin with ${sign === "`" ? "a backtick" : `\`${sign}\``} in YAML. Put it in quotes: ${text.quotedAdvice(span)}.`,
    isLocal: true,
    repairs: [text.quoting(span)],
  };
};

// value: *
export const badAlias: Reader = (error, text) => {
  if (error.code !== "BAD_ALIAS" && error.code !== "ALIAS_PROPS") return undefined;
  const { start, end } = text.lineAt(error.pos[0]);
  const at = Math.max(text.text.lastIndexOf("*", error.pos[0]), text.text.lastIndexOf("&", error.pos[0]));
  if (at < start || at > end) return undefined;
  const span = text.valueFrom(at);
  return {
    span,
    message: `${text.text[at] === "*" ? "`*` begins an alias" : "`&` begins an anchor"} in YAML, not a text. Put it in quotes: ${text.quotedAdvice(span)}.`,
    isLocal: true,
    repairs: [text.quoting(span)],
  };
};

// value: !important
export const unknownTag: Reader = (error, text) => {
  if (
    error.code !== "TAG_RESOLVE_FAILED" &&
    error.code !== "MULTIPLE_TAGS" &&
    error.code !== "BAD_COLLECTION_TYPE"
  )
    return undefined;
  const at = text.text.lastIndexOf("!", error.pos[0]);
  const line = text.lineAt(error.pos[0]);
  if (at < line.start) return undefined;
  const start = text.text[at - 1] === "!" ? at - 1 : at;
  const span = text.valueFrom(start);
  return {
    span: [start, start + (/^\S+/.exec(text.slice(span))?.[0].length ?? 1)],
    message: `\`!\` begins a tag in YAML, which is not sent with the value, and a spec has no use for tags. Put the value in quotes if the \`!\` belongs to it: ${text.quotedAdvice(span)}; otherwise remove the tag.`,
    isLocal: true,
    repairs: [text.quoting(span)],
  };
};

// source_dir: "C:\Users"
export const badEscape: Reader = (error, text) => {
  if (error.code !== "BAD_DQ_ESCAPE") return undefined;
  const at = text.text.indexOf("\\", error.pos[0]);
  const scalar = text.nodesAt(at).findLast(isScalar)?.range;
  if (at < 0 || !scalar) return undefined;
  const [start, end] = scalar;
  const inner = text.slice([start + 1, end - 1]);
  const isPlain = !/\\["\\]|'|\n/.test(inner);
  return {
    span: [at, at + 2],
    message: `${code(text.slice([at, at + 2]))} is no escape that a text in double quotes knows. Put the text in single quotes, where a backslash is only itself, or write \`\\\\\` for each.`,
    until: end,
    isLocal: true,
    repairs: [
      ...(isPlain ? [replacing("Put it in single quotes", [start, end] as const, `'${inner}'`)] : []),
      replacing(
        "Write each backslash twice",
        [start, end],
        `"${inner.replaceAll(/\\(?:["\\/abefnrtvN_LP0 ]|x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8}|\n)|\\/gi, (found) => (found === "\\" ? "\\\\" : found))}"`,
      ),
    ],
  };
};

// run_command: | npm start
export const blockHeader: Reader = (error, text) => {
  if (!/^(?:Not a YAML token|Block scalar header includes)/.test(error.message)) return undefined;
  const line = text.lineAt(error.pos[0]);
  const found = /(?<=^|[:-]\s+)([|>][-+\d]*)\s*(?=\S)/.exec(line.body);
  if (!found) return undefined;
  const start = line.start + line.indent + found.index;
  const behind = start + found[0].length;
  // The parser takes a text in quotes behind it for a key.
  const isTorn = /["']/.test(text.slice([behind, line.end]));
  return {
    span: [start, start + (found[1]?.length ?? 1)],
    message: `Behind \`${found[1]}\` a text begins on the next line, indented, but this one goes on here. Remove the \`${found[1]}\`, or put the whole value in quotes if it belongs to it.`,
    until: isTorn ? (text.lineBelow(line)?.end ?? text.text.length) : line.end,
    isLocal: !isTorn,
    repairs: [
      ...(found[0].endsWith(" ")
        ? [replacing(`Remove the \`${found[1]}\``, [start, behind] as const, "")]
        : []),
      text.quoting(text.valueFrom(start)),
    ],
  };
};

// value: - foo
export const dashOnLine: Reader = (error, text) => {
  if (!/^Unexpected block-seq-ind on same line with key/.test(error.message)) return undefined;
  const at = error.pos[0];
  const line = text.lineAt(at);
  if (at === line.start + line.indent) return undefined;
  const span = text.valueFrom(at);
  const key = " ".repeat(line.indent + dashesOf(line));
  const blank = text.text.slice(0, at).trimEnd().length;
  return {
    span: [at, at + 1],
    message: `The dash begins the item of a list, which stands on a line below its key. Write it there, or put the value in quotes if it is a text: ${text.quotedAdvice(span)}.`,
    repairs: [text.quoting(span), replacing("Begin the list on the next line", [blank, at], `\n${key}`)],
  };
};
