import { type Line, type Mistake, type Reader, type Repair, replacing, type TornText } from "./torn-text.ts";

/** What came into the file and was never YAML: conflicts, templates, fences, tabs, characters that only look like spaces. */

const CONFLICT = /^(?:<{7}|\|{7}|={7}|>{7})(?= |$)/;

// <<<<<<< HEAD
export const mergeConflict: Reader = (error, text) => {
  let line = text.lineAt(error.pos[0]);
  // The parser may call what stands below a marker wrong, or what reaches from above into it.
  if (!CONFLICT.test(line.body)) {
    const [above, below] = [text.lineAbove(line), text.lineBelow(line)];
    const near = [above, below].find((other) => other && CONFLICT.test(other.body));
    if (!near) return undefined;
    line = near;
  }
  let start = line;
  if (!line.body.startsWith("<"))
    for (const above of text.linesAbove(line))
      if (above.body.startsWith("<<<<<<<")) {
        start = above;
        break;
      }
  const markers = [start];
  for (let next = text.lineBelow(start); next && !isEnd(markers); next = text.lineBelow(next))
    if (CONFLICT.test(next.body)) markers.push(next);
  const end = markers.at(-1) ?? start;
  return {
    span: [start.start, start.end],
    message:
      "A merge conflict is not resolved here: between `<<<<<<<` and `>>>>>>>` stand two versions. Keep one of them, and remove the other and the three marker lines.",
    until: end.end + 2,
    repairs: isEnd(markers) ? keptVersions(text, markers) : [],
  };
};

function isEnd(markers: readonly Line[]): boolean {
  return markers.at(-1)?.body.startsWith(">>>>>>>") ?? false;
}

/** The first version, and the second; a third one between them is what both came from. */
function keptVersions(text: TornText, markers: readonly Line[]): Repair[] {
  const [first, last] = [markers[0], markers.at(-1)];
  const middle = markers.findLast(({ body }) => body.startsWith("="));
  const base = markers[1];
  if (!first || !last || !middle || !base) return [];
  const whole = (from: Line, to: Line) => ({
    span: [from.start, text.text.indexOf("\n", to.end) + 1 || text.text.length] as const,
    newText: "",
  });
  return [
    { title: "Keep the first version", edits: [whole(first, first), whole(base, last)] },
    { title: "Keep the second version", edits: [whole(first, middle), whole(last, last)] },
  ];
}

// {{- if .Values.database }}
export const templateLine: Reader = (error, text) => {
  const line = text.lineAt(error.pos[0]);
  const sign = /^(?:\{\{|\{%)(?=.*(?:\}\}|%\})$)/.exec(line.body)?.[0];
  if (!sign) return undefined;
  return {
    span: [line.start + line.indent, line.end],
    message: `This line is an instruction of a template (\`${sign}\`), which nobody carries out here: a spec is read as it stands. Render the template first, or remove the line.`,
    once: `template ${sign}`,
  };
};

// -region: nyc
// +region: fra
export const diff: Reader = (_, { text }) => {
  const first = /^[+-](?=[ \w]).*$/m.exec(text);
  if (!first || !/^\+[ \w]/m.test(text) || !/^-\w/m.test(text)) return undefined;
  const edits = [...text.matchAll(/^(?:-.*(?:\n|$)|[+ ])/gm)].slice(0, MAX_TABS);
  return {
    span: [first.index, first.index + 1],
    message:
      "These lines are a difference between two versions, not a spec. Remove the lines that begin with `-`, and the `+` before the others.",
    until: text.length,
    repairs: [
      {
        title: "Keep the second version",
        edits: edits.map(({ index, 0: { length } }) => ({ span: [index, index + length], newText: "" })),
      },
    ],
  };
};

// ```yaml
export const markdownFence: Reader = (error, text) => {
  const line = text.lineAt(error.pos[0]);
  if (!/^(?:```|~~~)/.test(line.body)) return undefined;
  const fences = [...text.text.matchAll(/^(?:```|~~~).*(?:\r?\n|$)/gm)].slice(0, 100);
  return {
    span: [line.start, line.end],
    message: "This line belongs to Markdown, not to YAML. Remove the lines that begin with ```` ``` ````.",
    once: "fence",
    repairs: [
      {
        title: "Remove the Markdown fences",
        edits: fences.map(({ index, 0: { length } }) => ({ span: [index, index + length], newText: "" })),
      },
    ],
  };
};

export const tab: Reader = (error, text) => {
  const line = text.lineAt(error.pos[0]);
  const before = text.text.slice(line.start, line.end);
  const blank = /^(?:[ -]*)(\t[ \t]*)/.exec(before);
  if (!blank?.[1]) return error.code === "TAB_AS_INDENT" ? tabMistake(text, error.pos) : undefined;
  const start = line.start + (blank[0].length - blank[1].length);
  return tabMistake(text, [start, start + blank[1].length]);
};

function tabMistake(text: TornText, span: readonly [number, number]): Mistake {
  const edits = [...text.text.matchAll(/^[ -]*\t[ \t]*/gm)].slice(0, MAX_TABS).map(({ index, 0: blank }) => ({
    span: [index, index + blank.length] as const,
    // Behind a dash a tab is a space.
    newText: blank.replaceAll(/-\t/g, "- ").replaceAll("\t", "  "),
  }));
  const more =
    edits.length > 1
      ? ` The same holds for ${edits.length - 1} more line${edits.length > 2 ? "s" : ""}.`
      : "";
  return {
    span,
    message: `YAML does not allow a tab as indentation. Use two spaces for each level.${more}`,
    once: "tab",
    repairs: edits.length > 0 ? [{ title: "Write two spaces for each tab of the indentation", edits }] : [],
  };
}

const MAX_TABS = 10_000;

const INVISIBLE: Readonly<Record<string, string>> = {
  "\u00a0": "a no-break space (U+00A0)",
  "\u2007": "a figure space (U+2007)",
  "\u202f": "a narrow no-break space (U+202F)",
  "\u3000": "an ideographic space (U+3000)",
  "\u200b": "a zero-width space (U+200B)",
  "\u2060": "a word joiner (U+2060)",
  "\ufeff": "a byte order mark (U+FEFF)",
};
const ANY_INVISIBLE = /[\u00a0\u2007\u202f\u3000\u200b\u2060\ufeff]+/;

/** What an invisible character is called, if a text holds one. */
export function invisibleIn(
  text: string,
): { name: string; index: number; length: number; written: string } | undefined {
  const found = ANY_INVISIBLE.exec(text);
  if (!found) return undefined;
  const [first = ""] = found[0];
  return {
    name: INVISIBLE[first] ?? "an invisible character",
    index: found.index,
    length: found[0].length,
    written: /[\u200b\u2060\ufeff]/.test(first) ? "" : " ".repeat(found[0].length),
  };
}

// name:⍽shop
export const invisibleSpace: Reader = (error, text) => {
  const line = text.lineAt(error.pos[0]);
  const found = invisibleIn(line.body);
  if (!found) return undefined;
  const start = line.start + line.indent + found.index;
  const span = [start, start + found.length] as const;
  return {
    span,
    message: `There is ${found.name} here, which ${found.written === "" ? "nobody can see and YAML reads as a letter" : "looks like a space, and is none for YAML"}. ${found.written === "" ? "Remove it" : "Write a plain space"}.`,
    repairs: [replacing(found.written === "" ? "Remove it" : "Write a plain space", span, found.written)],
  };
};
