import { code } from "../schema/words.ts";
import { blockEnd, dashesOf, KEY_LINE, keySpan } from "./line-parts.ts";
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

/** Mistakes of colons: one that is missing, and one too many. */

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
    const indent = " ".repeat(line.indent + dashesOf(line));
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
  const column = line.indent + dashesOf(line);
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

// name shop
export const missingColon: Reader = (error, text) => {
  if (error.code !== "MULTILINE_IMPLICIT_KEY" && !error.message.startsWith("Implicit map keys need"))
    return undefined;
  const line = text.lineAt(error.pos[0]);
  if (line.body.startsWith("-") && !line.body.startsWith("---")) {
    if (!/^- +\S/.test(line.body) || KEY_LINE.test(line.body)) return undefined;
  }
  const dashes = dashesOf(line);
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
