import type { Random } from "./random.ts";

/** A change of a document's text, without regard to what it means. */
export type TextMutation = (text: string, random: Random, other: string) => string;

export const ODD_KEYS = [
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "length",
  "",
  "0",
  "~",
  "<<",
];

const ODD_NUMBERS = [
  "9".repeat(400),
  "1e400",
  "-1e400",
  "1e-400",
  "0x7fffffffffffffff",
  ".inf",
  ".nan",
  "-0",
  "1_000",
];
const ODD_SCALARS = [
  ..."|>'\"#?-{}[]&*!%@`,:",
  "|-\n",
  ">9\n",
  "? ",
  "- ",
  "---\n",
  "...\n",
  "%YAML 2.0\n",
  "!!binary aGk=",
  "!!set {a, b}",
  "!!timestamp 2001-01-01",
  "!custom x",
  "null",
  "2001-01-01",
  "yes",
  "0o17",
  "${",
  "${a.b}",
  "${A:-${B}}",
  "EV[1:abc:def]",
];

export const TEXT_MUTATIONS: Readonly<Record<string, TextMutation>> = {
  deleteLine: onLines((lines, at) => lines.splice(at, 1)),
  deleteLines: onLines((lines, at, random) => lines.splice(at, 1 + random.below(8))),
  duplicateLine: onLines((lines, at) => lines.splice(at, 0, lines[at] ?? "")),
  duplicateLines: onLines((lines, at, random) =>
    lines.splice(random.below(lines.length), 0, ...lines.slice(at, at + 1 + random.below(8))),
  ),
  swapLines: onLines((lines, at, random) => {
    const to = random.below(lines.length);
    [lines[at], lines[to]] = [lines[to] ?? "", lines[at] ?? ""];
  }),
  takeLinesOfOther: (text, random, other) => {
    const theirs = other.split("\n");
    const from = random.below(theirs.length);
    const taken = theirs.slice(from, from + 1 + random.below(10));
    return onLines((lines, at) => lines.splice(at, 0, ...taken))(text, random, other);
  },
  indent: onLines((lines, at, random) => {
    lines[at] = " ".repeat(1 + random.below(6)) + lines[at];
  }),
  outdent: onLines((lines, at, random) => {
    lines[at] = (lines[at] ?? "").slice(random.below(5));
  }),
  tabIndent: onLines((lines, at) => {
    lines[at] = (lines[at] ?? "").replace(
      /^ */,
      (spaces) => "\t".repeat(Math.ceil(spaces.length / 2)) || "\t",
    );
  }),
  truncate: (text, random) => text.slice(0, random.below(text.length + 1)),
  behead: (text, random) => text.slice(random.below(text.length + 1)),
  deleteSpan: (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + text.slice(at + 1 + random.below(20));
  },
  randomBytes: (text, random) =>
    insert(
      text,
      random,
      String.fromCharCode(...Array.from({ length: 1 + random.below(8) }, () => random.below(256))),
    ),
  randomCharacter: (text, random) => insert(text, random, String.fromCharCode(random.below(0x10000))),
  unpairedSurrogate: (text, random) =>
    insert(text, random, random.pick(["\ud800", "\udfff", "\udc00\ud800"])),
  oddScalar: (text, random) => insert(text, random, random.pick(ODD_SCALARS)),
  crlf: (text) => text.replaceAll(/\r?\n/g, "\r\n"),
  someCrlf: (text, random) => text.replaceAll("\n", (end) => (random.oneIn(3) ? "\r\n" : end)),
  loneCr: (text, random) => insert(text, random, "\r"),
  bom: (text, random) => (random.oneIn(4) ? insert(text, random, "\ufeff") : `\ufeff${text}`),
  nestFlow: (text, random) => {
    const depth = 1 + random.below(random.oneIn(50) ? 3000 : 40);
    const [open, close] = random.pick([
      ["[", "]"],
      ["{a: ", "}"],
      ["[{", "}]"],
      ["- ", ""],
      ["? ", ""],
    ] as const);
    return insert(text, random, open.repeat(depth) + (random.oneIn(2) ? close.repeat(depth) : ""));
  },
  anchorAndAlias: (text, random) => {
    const name = random.pick(["a", "b"]);
    const anchored = atValue(text, random, (value) => `&${name} ${value}`);
    return atValue(anchored, random, () => `*${name}`);
  },
  mergeKey: onLines((lines, at, random) => {
    const spaces = /^[ -]*/.exec(lines[at] ?? "")?.[0].replaceAll("-", " ") ?? "";
    const source = random.pick(["*a", "*b", "[*a, *b]", "{name: merged}", "[{name: a}, {name: b}]", "1"]);
    lines.splice(at, 0, `${spaces}<<: ${source}`);
  }),
  hugeNumber: (text, random) => atValue(text, random, () => random.pick(ODD_NUMBERS)),
  oddValue: (text, random) => atValue(text, random, () => random.pick(ODD_SCALARS)),
  oddKey: (text, random) => {
    const keys = [...text.matchAll(/[A-Za-z_]\w*(?=:)/g)];
    if (keys.length === 0) return text;
    const { 0: key, index } = random.pick(keys);
    return text.slice(0, index) + random.pick(ODD_KEYS) + text.slice(index + key.length);
  },
};

function onLines(change: (lines: string[], at: number, random: Random) => unknown): TextMutation {
  return (text, random) => {
    const lines = text.split("\n");
    change(lines, random.below(lines.length), random);
    return lines.join("\n");
  };
}

function insert(text: string, random: Random, piece: string): string {
  const at = random.below(text.length + 1);
  return text.slice(0, at) + piece + text.slice(at);
}

/** Rewrites what stands behind a random `key:`, to the end of its line. */
function atValue(text: string, random: Random, change: (value: string) => string): string {
  const values = [...text.matchAll(/(?<=: ?)[^\r\n:]*$/gm)];
  if (values.length === 0) return text;
  const { 0: value, index } = random.pick(values);
  return `${text.slice(0, index)} ${change(value.trim())}${text.slice(index + value.length)}`;
}
