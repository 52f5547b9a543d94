import { isCollection, isScalar } from "../../yaml.ts";
import { type Reader, type Repair, replacing } from "./torn-text.ts";

/** Comments that are none, as in other languages, and those that nobody meant. */

// "name": "shop" // the shop
export const slashComment: Reader = (error, text) => {
  if (!/at node end$|^Missing , (?:or : )?between/.test(error.message)) return undefined;
  const at = error.pos[0];
  const [comment] = /^(?:\/\/.*(?:\n\s*\/\/.*)*|\/\*[\s\S]*?\*\/)/.exec(text.text.slice(at)) ?? [];
  if (comment === undefined) return undefined;
  const end = at + comment.length;
  const isJson = isCollection(text.contents) && text.contents.flow;
  // Behind a `#` nothing of the document can follow on the line.
  const isLast = end === text.lineAt(end).end;
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
