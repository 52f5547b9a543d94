import type { YAMLError } from "../../yaml.ts";
import { code } from "../schema/words.ts";
import { blockEnd, dashesOf, KEY_LINE, keySpan } from "./line-parts.ts";
import {
  indentedBy,
  type Line,
  type Reader,
  replacing,
  type Span,
  spaces,
  type TornText,
} from "./torn-text.ts";

/** Mistakes of lines: dashes, indentation, the beginning of a document. */

// -name: web
export const dashWithoutSpace: Reader = (error, text) => {
  if (!isLineError(error)) return undefined;
  const line = text.lineAt(error.pos[0]);
  const word = /^-+(?=[A-Za-z_"'{[])/.exec(line.body)?.[0];
  if (word !== "-") return undefined;
  const start = line.start + line.indent;
  const key = /^-[^\s:]*/.exec(line.body)?.[0] ?? "-";
  const edits: { span: Span; newText: string }[] = [{ span: [start + 1, start + 1], newText: " " }];
  for (let next = text.lineBelow(line); next && next.indent > line.indent; next = text.lineBelow(next))
    if (edits.push({ span: [next.start, next.start], newText: " " }) > 1000) break;
  return {
    span: [start, start + key.length],
    message: `The dash of a list needs a space behind it, or it is a part of the key. Write ${code(`- ${key.slice(1)}`)}.`,
    until: blockEnd(text, line),
    repairs: [
      { title: "Write a space behind the dash", edits: edits.slice(0, 1) },
      { title: "Write a space behind the dash", edits },
    ],
  };
};

function isLineError({ code: kind, message }: YAMLError): boolean {
  return (
    kind === "BLOCK_AS_IMPLICIT_KEY" ||
    kind === "MULTILINE_IMPLICIT_KEY" ||
    kind === "BAD_INDENT" ||
    /^(?:Implicit map keys need|Sequence item without|Unexpected block-seq-ind)/.test(message)
  );
}

// services:
// - name: web
//   - name: api
export const strayDash: Reader = (error, text) => {
  if (!isLineError(error)) return undefined;
  const line = text.lineAt(error.pos[0]);
  const at = line.start + line.indent;
  if (!/^-(?:\s|$)/.test(line.body) || error.pos[0] > at) return undefined;
  const span: Span = [at, at + 1];
  const until = line.end;
  let limit = Number.POSITIVE_INFINITY;
  let sibling: Line | undefined;
  for (const above of text.linesAbove(line)) {
    if (above.indent > limit) continue;
    limit = above.indent;
    const isItem = /^-(?:\s|$)/.test(above.body);
    if (isItem && sibling && above.indent === line.indent)
      return {
        span: keySpan(sibling),
        message: `This key stands between the items of a list, to none of which it belongs. Indent it by ${spaces(line.indent + 2)} if it belongs to the item above, or move it behind the list.`,
        until,
        repairs: [text.indenting({ ...sibling, indent: sibling.indent }, line.indent + 2)].map((repair) => ({
          ...repair,
          edits: repair.edits.filter(({ span: [start] }) => start < line.start),
        })),
      };
    if (isItem && above.indent !== line.indent) {
      const isInItem = line.indent === above.indent + dashesOf(above);
      const dash = /^- */.exec(line.body)?.[0].length ?? 1;
      return {
        span,
        message: `This item is indented by ${spaces(line.indent)}, the others of its list by ${spaces(above.indent)}. ${indentedBy(above.indent)}${isInItem ? ", or remove its dash if it belongs to the item above" : ""}.`,
        until,
        repairs: [
          text.indenting(line, above.indent),
          ...(isInItem ? [replacing("Remove the dash", [at, at + dash], "")] : []),
        ],
      };
    }
    if (!isItem && above.indent === line.indent) sibling ??= above;
    if (!isItem && above.indent < line.indent) break;
    if (limit === 0 && !isItem && above.indent < line.indent) break;
  }
  if (!sibling) return undefined;
  return {
    span,
    message: `The item of a list stands here beside the key ${code(/^[\w.-]+/.exec(sibling.body)?.[0] ?? "above")}, and a block is either a list or a map. Begin each item of the list with a dash, the first one too.`,
    until,
  };
};

// github:
//   repo: a/b
//  branch: main
export const wrongColumn: Reader = (error, text) => {
  if (error.code !== "BAD_INDENT" && !error.message.startsWith("Sequence item without")) return undefined;
  const line = text.lineAt(error.pos[0]);
  if (line.body === "" || error.message.startsWith("Flow ")) return undefined;
  const header = headerAbove(text, line);
  if (header)
    return {
      span: keySpan(line),
      message: `The lines of a text behind \`${header.sign}\` are indented as far as its first one. Indent this line by ${spaces(header.indent)}, or the first one less.`,
      until: line.end,
      repairs: [text.indenting(line, header.indent)],
    };
  const columns = openColumns(text, line);
  const inner = columns.filter(({ column }) => column > line.indent).at(-1);
  const outer = columns.find(({ column }) => column < line.indent);
  const choices = [inner, outer]
    .filter((choice) => choice !== undefined)
    .sort((a, b) => Math.abs(a.column - line.indent) - Math.abs(b.column - line.indent));
  const words = choices.map(({ column, key }) => `by ${spaces(column)} as ${code(key)}`);
  return {
    span: keySpan(line),
    message: `This line is indented by ${spaces(line.indent)}, which fits no line above it. Indent it ${words.join(", or ") || "as its neighbours"}.`,
    until: line.end,
    repairs: choices.map(({ column }) => text.indenting(line, column)),
  };
};

/** The columns at which a line could go on with a block above it, the innermost first. */
function openColumns(text: TornText, line: Line): { column: number; key: string }[] {
  const open: { column: number; key: string }[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (const above of text.linesAbove(line)) {
    if (above.indent >= limit) continue;
    limit = above.indent;
    const dashes = dashesOf(above);
    const key = /^["']?([\w.-]+)/.exec(above.body.slice(dashes))?.[1] ?? "the key above";
    const column = above.indent + dashes;
    if (KEY_LINE.test(above.body) && !open.some((one) => one.column <= column)) open.push({ column, key });
    if (limit === 0) break;
  }
  return open;
}

function headerAbove(text: TornText, line: Line): { sign: string; indent: number } | undefined {
  let first: Line | undefined;
  for (const above of text.linesAbove(line)) {
    if (above.indent < line.indent) {
      const sign = /(?:^|[:-]\s+)([|>])[-+\d]*$/.exec(above.body)?.[1];
      return sign && first && first.indent > line.indent ? { sign, indent: first.indent } : undefined;
    }
    first = above;
  }
  return undefined;
}

// %YAML 1.2
// name: shop
export const documentStart: Reader = (error, text) => {
  const line = text.lineAt(error.pos[0]);
  if (error.message.startsWith("Block collection cannot start on same line")) {
    const at = line.start + line.indent;
    return {
      span: [at, at + 3],
      message: "The document begins on the line below `---`. Write it there.",
      isLocal: true,
      repairs: [
        replacing(
          "Begin a new line",
          [at + 3, at + 3 + (/^\s*/.exec(line.body.slice(3))?.[0].length ?? 0)],
          "\n",
        ),
      ],
    };
  }
  if (error.code !== "BAD_DIRECTIVE" && !error.message.startsWith("Missing directives-end")) return undefined;
  const directive = /^%.*$/m.exec(text.text);
  const start = directive?.index ?? line.start;
  return {
    span: [start, start + (directive?.[0].trimEnd().length ?? 1)],
    message:
      "A line that begins with `%` instructs the parser, and `---` must follow it on a line of its own. Remove the line: a spec needs none.",
    repairs: directive
      ? [
          replacing(
            "Remove the line",
            [start, Math.min(text.text.length, start + directive[0].length + 1)],
            "",
          ),
        ]
      : [],
  };
};
