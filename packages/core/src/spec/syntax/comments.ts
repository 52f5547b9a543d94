import { isCollection, isScalar } from "../../yaml.ts";
import { type Mistake, type Reader, type Repair, replacing, type Span, type TornText } from "./torn-text.ts";

/** Comments that are none, as in other languages, and those that nobody meant. */

// "name": "shop" // the shop
export const slashComment: Reader = (error, text) => {
  if (!/at node end$|^Missing , (?:or : )?between/.test(error.message)) return undefined;
  const at = error.pos[0];
  const [comment] = /^(?:\/\/.*(?:\r?\n\s*\/\/.*)*|\/\*[\s\S]*?\*\/)/.exec(text.text.slice(at)) ?? [];
  if (comment === undefined) return undefined;
  const end = at + comment.length;
  const isJson = isCollection(text.contents) && text.contents.flow;
  // Behind a `#` nothing of the document can follow on the line.
  const isLast = end >= text.lineAt(end).end;
  const before = text.nodesAt(text.text.slice(0, at).trimEnd().length - 1).at(-1)?.range?.[0];
  return {
    span: [at, at + 2],
    message: `A comment begins with \`#\`${isJson ? ", in JSON as well" : " in YAML"}. ${isLast ? `Write \`#\` for \`${comment.slice(0, 2)}\`` : "Remove it, or write it with `#` at the end of the line"}.`,
    until: text.lineAt(end).end,
    // It may have been taken for a key, or what stands before it.
    ...(!error.message.endsWith("at node end") || /[[\]{},:"']/.test(comment)
      ? { tornFrom: before ?? at }
      : { isLocal: true }),
    repairs: [isLast ? withHashes(at, comment) : replacing("Remove the comment", [at, end], "")],
  };
};

function withHashes(at: number, comment: string): Repair {
  const written = comment.startsWith("//")
    ? comment.replace(/(?<=^\s*)\/\//gm, "#")
    : `#${comment
        .slice(2, -2)
        .trimEnd()
        .replace(/\n([^\S\n]*)(?:\* ?)?/g, "\n$1# ")}`;
  return replacing("Write `#`", [at, at + comment.length], written);
}

// name: "shop"# the shop
export const tightComment: Reader = (error, text) => {
  if (!error.message.startsWith("Comments must be separated")) return undefined;
  const at = error.pos[0];
  const scalar = text.nodesAt(at).findLast(isScalar)?.range;
  const value = scalar ? text.slice([scalar[0], text.lineAt(at).end]) : "";
  return {
    span: [at, at + 1],
    message:
      "A comment needs a space before its `#`. Write ` #`, or put the whole value in quotes if the `#` belongs to it.",
    isLocal: true,
    repairs: [
      replacing("Write a space before it", [at, at], " "),
      ...(scalar && !value.includes("'")
        ? [replacing("Put the whole value in quotes", [scalar[0], text.lineAt(at).end], `'${value}'`)]
        : []),
    ],
  };
};

/** `{key: A, value: #fff}`: a comment that holds the brackets that close those of its line. */
export function bracketInComment(text: TornText, opening: number, closing: string): Mistake | undefined {
  const { end } = text.lineAt(opening);
  const line = text
    .slice([opening, end])
    .replace(/(?<=[[{,:\s])(?:"[^"]*"|'[^']*')/g, (found) => "x".repeat(found.length));
  const [, before = "", comment = ""] = /^(.*?\s)(#.*)$/.exec(line) ?? [];
  const length = comment.search(/\s*[,\]}]/);
  const written = (before.split(/[[\]{},]|:\s/).at(-1) ?? "").trimStart();
  // Behind a bracket or a comma it is a note.
  if (!comment.includes(closing) || (written === "" && !/:\s+$/.test(before))) return undefined;
  const at = opening + before.length;
  const span: Span = [at - written.length, at + length];
  const behind = opening + before.trimEnd().length;
  const isNote = written !== "" && !comment.includes(",") && comment.endsWith(closing);
  const isQuoted = /^["']/.test(text.slice(span));
  const advice = isQuoted
    ? `Write \`${closing}\` before the comment.`
    : `Put the value in quotes if the \`#\` belongs to it: ${text.quotedAdvice(span)}; otherwise write \`${closing}\` before the comment.`;
  return {
    span: [at, end],
    message: `\`#\` begins a comment here, which takes the rest of the line with its \`${closing}\`. ${advice}`,
    tornFrom: opening,
    repairs: [
      ...(isQuoted ? [] : [text.quoting(span)]),
      ...(isNote ? [moved(text, [end - closing.length, end], behind)] : []),
    ],
  };
}

function moved(text: TornText, span: Span, to: number): Repair {
  const closing = text.slice(span);
  return {
    title: `Write \`${closing}\` before the comment`,
    edits: [
      { span: [to, to], newText: closing },
      { span, newText: "" },
    ],
  };
}
