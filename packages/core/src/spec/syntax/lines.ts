import type { YAMLError } from "../../yaml.ts";
import { code } from "../schema/words.ts";
import {
  indentedBy,
  isKnownKey,
  type Line,
  type Mistake,
  type Reader,
  type Repair,
  replacing,
  type Span,
  spaces,
  type TornText,
} from "./torn-text.ts";

/** Mistakes of lines: colons, dashes, indentation. */

const KEY_LINE = /^(?:- +)*(?:[\w.-]+|"[^"]*"|'[^']*'):(?:\s|$)/;

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

/** Where the lines end that are indented further than this one. */
function blockEnd(text: TornText, line: Line): number {
  let { end } = line;
  for (let next = text.lineBelow(line); next && next.indent > line.indent; next = text.lineBelow(next))
    ({ end } = next);
  return end;
}

function isLineError({ code: kind, message }: YAMLError): boolean {
  return (
    kind === "BLOCK_AS_IMPLICIT_KEY" ||
    kind === "MULTILINE_IMPLICIT_KEY" ||
    kind === "BAD_INDENT" ||
    /^(?:Implicit map keys need|Sequence item without|Unexpected block-seq-ind)/.test(message)
  );
}

// run_command: node: start
export const colonInValue: Reader = (error, text) => {
  if (!error.message.startsWith("Nested mappings")) return undefined;
  const at = error.pos[0];
  const line = text.lineAt(at);
  const span = text.valueFrom(at);
  const value = text.slice(span);
  if (at === line.start + line.indent) return undefined;
  if (value.startsWith("?")) return quoteIt(text, span, "`?` begins a key in YAML.");
  const second = /^(\S+?),?\s+([\w-]+): /.exec(`${value} `);
  if (second?.[2] !== undefined && isKnownKey(second[2]) && second[1] !== undefined) {
    const start = at + value.indexOf(second[2], second[1].length);
    const indent = " ".repeat(line.indent + (/^(?:- +)*/.exec(line.body)?.[0].length ?? 0));
    return {
      span: [start, start + second[2].length],
      message: `${code(second[2])} begins a key in the middle of a line. Write each key on a line of its own.`,
      repairs: [replacing("Begin a line of its own", [at + second[1].length, start], `\n${indent}`)],
    };
  }
  if (/^[^\s:]+:$/.test(value))
    return {
      span,
      message: "The colon at its end makes a key of the value. Remove it, or put the value in quotes.",
      isLocal: true,
      repairs: [
        replacing("Remove the colon", [at + value.length - 1, at + value.length], ""),
        text.quoting(span),
      ],
    };
  if (/:(?:\s|$)/.test(value))
    return quoteIt(text, span, "A colon with a space behind it begins a key in YAML.");

  const below = text.lineBelow(line);
  if (!below) return undefined;
  if (!KEY_LINE.test(below.body) || /[&|\\]$/.test(value))
    return {
      span,
      message:
        "This text goes on over several lines and holds a colon with a space behind it, which begins a key in YAML. Put the whole text in quotes, or write `>-` before it and the text on lines of its own.",
      until: blockEnd(text, line),
      repairs: [foldedText(text, line, at)],
    };
  const column = line.indent + (/^(?:- +)*/.exec(line.body)?.[0].length ?? 0);
  const key = /^[\w.-]+/.exec(line.body.slice(column - line.indent))?.[0] ?? "it";
  return {
    span: keySpan(below),
    message: `This line is indented further than ${code(key)} above it, which has a value already. ${indentedBy(column)}, as ${code(key)}.`,
    until: below.end,
    repairs: [text.indenting(below, column)],
  };
};

function foldedText(text: TornText, line: Line, at: number): Repair {
  const lines: Line[] = [];
  for (let next = text.lineBelow(line); next && next.indent > line.indent; next = text.lineBelow(next))
    lines.push(next);
  const indent = " ".repeat(lines[0]?.indent ?? line.indent + 2);
  return { title: "Write it as a folded text (`>-`)", edits: [{ span: [at, at], newText: `>-\n${indent}` }] };
}

function quoteIt(text: TornText, span: Span, why: string): Mistake {
  return {
    span,
    message: `${why} Put the value in quotes: ${text.quotedAdvice(span)}.`,
    isLocal: true,
    repairs: [text.quoting(span)],
  };
}

/** The key that a line begins with, behind its dashes; its first word where there is none. */
function keySpan({ start, indent, body }: Line): Span {
  const dashes = /^(?:- +)*/.exec(body)?.[0].length ?? 0;
  const word = /^(?:"[^"]*"|'[^']*'|-(?=\s|$)|[^\s:]+)/.exec(body.slice(dashes))?.[0] ?? "";
  const from = start + indent + dashes;
  return [from, from + Math.max(word.length, 1)];
}

// name shop
export const missingColon: Reader = (error, text) => {
  if (error.code !== "MULTILINE_IMPLICIT_KEY" && !error.message.startsWith("Implicit map keys need"))
    return undefined;
  const line = text.lineAt(error.pos[0]);
  if (line.body.startsWith("-") && !line.body.startsWith("---")) {
    if (!/^- +\S/.test(line.body) || KEY_LINE.test(line.body)) return undefined;
  }
  const dashes = /^(?:- +)*/.exec(line.body)?.[0].length ?? 0;
  const from = line.start + line.indent + dashes;
  const body = line.body.slice(dashes);
  const until = Math.max(line.end, ...error.pos);
  if (/^-{4,}$/.test(body))
    return {
      span: [from, line.end],
      message: "Only three dashes, `---`, begin a document. Write `---`, or remove the line.",
      until,
      repairs: [replacing("Write `---`", [from, line.end], "---")],
    };
  const tight = /^("[^"]*"|[\w-]+):(?=\S)/.exec(body);
  if (tight && !/^[\w-]+:\/\//.test(body))
    return {
      span: [from + tight[0].length - 1, from + tight[0].length],
      message: `A colon needs a space behind it to end a key. Write ${code(`${tight[1]}: …`)}.`,
      until,
      repairs: [
        replacing("Write a space behind the colon", [from + tight[0].length, from + tight[0].length], " "),
      ],
    };
  const assigned = /^([\w-]+)\s*(?::=|=>?)\s*/.exec(body);
  if (assigned?.[1] !== undefined) return assignment(from, assigned[0], assigned[1], until);
  const above = text.lineAbove(line);
  if (above && /(?:^|[:-]\s+)[|>][-+\d]*(?:\s+#.*)?$/.test(above.body) && !isKnownKey(body))
    return {
      span: keySpan(line),
      message: `The lines of a text are indented further than its key. Indent this line by ${spaces(above.indent + dashesOf(above) + 2)} at least.`,
      until,
      repairs: [
        {
          title: indentedBy(above.indent + dashesOf(above) + 2),
          edits: [
            {
              span: [line.start, line.start + line.indent],
              newText: " ".repeat(above.indent + dashesOf(above) + 2),
            },
          ],
        },
      ],
    };
  const word = /^["']?([\w-]+)["']?(?=\s|$)/.exec(body);
  if (word?.[1] !== undefined && (isKnownKey(word[1]) || (word[0] === body && opensBlock(text, line)))) {
    const end = from + word[0].length;
    return {
      span: [from, end],
      message: `The colon behind ${isKnownKey(word[1]) ? `the key ${code(word[1])}` : "this key"} is missing. Write ${isKnownKey(word[1]) ? `\`${word[1]}:\`` : "it"}${word[0] === body ? "" : " and a space before the value"}.`,
      until,
      repairs: [replacing("Write the colon", [end, end], ":")],
    };
  }
  return {
    span: [from, line.end],
    message:
      "This line is no `key: value` and no item of a list. Write a key with a colon and a space, or begin the line with `#` if it is a comment.",
    until,
    repairs: [replacing("Make it a comment", [line.start + line.indent, line.start + line.indent], "# ")],
  };
};

function opensBlock(text: TornText, line: Line): boolean {
  const below = text.lineBelow(line);
  return below !== undefined && (below.indent > line.indent || /^-\s/.test(below.body));
}

function dashesOf({ body }: Line): number {
  return /^(?:- +)*/.exec(body)?.[0].length ?? 0;
}

function assignment(from: number, written: string, key: string, until: number): Mistake {
  const lower = isKnownKey(key.toLowerCase()) ? key.toLowerCase() : key;
  return {
    span: [from + key.length, from + written.trimEnd().length],
    message: `A key ends with a colon in YAML. Write ${code(`${lower}: …`)}.`,
    until,
    once: "assignment",
    repairs: [replacing("Write a colon", [from, from + written.length], `${lower}: `)],
  };
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
