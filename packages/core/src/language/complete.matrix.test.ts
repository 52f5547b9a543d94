import { describe, expect, it } from "vitest";
import { parseSpec } from "../spec/document.ts";
import { complete } from "./complete.ts";
import { accepted, atCursor } from "./testing.ts";

/** How far the dashes of a list stand from its key. */
const INDENTS = { "0": "", "2": "  ", "4": "    ", tab: "\t" } as const;
/** What an item begins with. */
const DASHES = { "- key": "- ", "-   key": "-   ", "- on its own line": "-" } as const;
const NEWLINES = { LF: "\n", CRLF: "\r\n" } as const;

interface Style {
  readonly indent: string;
  /** What stands before the first key of an item. */
  readonly dash: string;
  /** What stands before its other keys. */
  readonly key: string;
  /** What a map is indented by. */
  readonly unit: string;
}

interface Position {
  /** The lines with the cursor. */
  readonly lines: (style: Style) => string[];
  readonly accept: string;
  /** What the line or the lines become. */
  readonly becomes: (style: Style) => string[];
}

const IMAGE = ({ key, unit }: Style) => [
  `${key}image:`,
  `${key}${unit}registry_type: DOCR`,
  `${key}${unit}repository: api`,
];
const HEAD = (style: Style) => ["name: shop", "services:", ...`${style.dash}name: api`.split("\n")];

const POSITIONS: Record<string, Position> = {
  "an empty line behind the other keys": {
    lines: (style) => [...HEAD(style), ...IMAGE(style), `${style.key}|`],
    accept: "http_port",
    becomes: (style) => [...HEAD(style), ...IMAGE(style), `${style.key}http_port: 8080`],
  },
  "an empty line between two keys": {
    lines: (style) => [...HEAD(style), `${style.key}|`, ...IMAGE(style)],
    accept: "http_port",
    becomes: (style) => [...HEAD(style), `${style.key}http_port: 8080`, ...IMAGE(style)],
  },
  "the margin between two keys": {
    lines: (style) => [...HEAD(style), "|", ...IMAGE(style)],
    accept: "http_port",
    becomes: (style) => [...HEAD(style), `${style.key}http_port: 8080`, ...IMAGE(style)],
  },
  "a bare word": {
    lines: (style) => [...HEAD(style), `${style.key}http|`, ...IMAGE(style)],
    accept: "http_port",
    becomes: (style) => [...HEAD(style), `${style.key}http_port: 8080`, ...IMAGE(style)],
  },
  "a key of a map inside": {
    lines: (style) => [...HEAD(style), ...IMAGE(style), `${style.key}${style.unit}|`],
    accept: "tag",
    becomes: (style) => [...HEAD(style), ...IMAGE(style), `${style.key}${style.unit}tag: latest`],
  },
  "the first key of a map inside": {
    lines: (style) => [...HEAD(style), `${style.key}image:`, `${style.key}${style.unit}|`],
    accept: "tag",
    becomes: (style) => [...HEAD(style), `${style.key}image:`, `${style.key}${style.unit}tag: latest`],
  },
  "a value": {
    lines: (style) => [...HEAD(style), `${style.key}protocol: |`, ...IMAGE(style)],
    accept: "HTTP2",
    becomes: (style) => [...HEAD(style), `${style.key}protocol: HTTP2`, ...IMAGE(style)],
  },
  "right behind a colon": {
    lines: (style) => [...HEAD(style), `${style.key}protocol:|`],
    accept: "HTTP2",
    becomes: (style) => [...HEAD(style), `${style.key}protocol: HTTP2`],
  },
  "behind a dash, before other keys": {
    lines: (style) => ["services:", ...`${style.dash}|`.split("\n"), ...IMAGE(style)],
    accept: "protocol",
    becomes: (style) => ["services:", ...`${style.dash}protocol: HTTP`.split("\n"), ...IMAGE(style)],
  },
  "the dashes of another item": {
    lines: (style) => ["domains:", ...`${style.dash}domain: example.com`.split("\n"), `${style.indent}|`],
    accept: "- domain",
    becomes: (style) => [
      "domains:",
      ...`${style.dash}domain: example.com`.split("\n"),
      `${style.indent}- domain: www.example.com`,
    ],
  },
  "a block behind its key": {
    lines: (style) => [...HEAD(style), `${style.key}envs: |`],
    accept: "- key",
    becomes: (style) => {
      // Tabs cannot indent a list in YAML, so that what is new is indented as most files are.
      const indent = style.indent === "\t" ? "  " : style.indent;
      return [
        ...HEAD(style),
        `${style.key}envs:`,
        `${style.key}${indent}- key: NAME`,
        `${style.key}${indent}  value: value`,
      ];
    },
  },
  "a key of the app": {
    lines: (style) => [...HEAD(style), ...IMAGE(style), "|"],
    accept: "maintenance",
    becomes: (style) => [
      ...HEAD(style),
      ...IMAGE(style),
      "maintenance:",
      `${style.unit === "\t" ? "  " : style.unit}enabled: true`,
    ],
  },
};

function styleOf(indent: string, dash: string): Style {
  const unit = indent === "" ? "  " : indent;
  if (dash !== "-") return { indent, dash: indent + dash, key: `${indent}${" ".repeat(dash.length)}`, unit };
  return { indent, dash: `${indent}-\n${indent}  `, key: `${indent}  `, unit };
}

describe.each(Object.keys(NEWLINES) as (keyof typeof NEWLINES)[])("with %s", (newline) => {
  describe.each(Object.keys(INDENTS) as (keyof typeof INDENTS)[])("lists indented by %s", (indent) => {
    describe.each(Object.keys(DASHES) as (keyof typeof DASHES)[])("items as `%s`", (dash) => {
      it.each(Object.entries(POSITIONS))("%s", (_, { lines, accept, becomes }) => {
        const style = styleOf(INDENTS[indent], DASHES[dash]);
        const written = (all: string[]) => `${all.join(NEWLINES[newline])}${NEWLINES[newline]}`;
        const { text, position } = atCursor(written(lines(style)));
        const item = complete(text, position).find(({ label }) => label === accept);
        expect(item, `${accept} is offered`).toBeDefined();
        if (!item) return;
        const after = accepted(text, item);
        expect(after).toBe(written(becomes(style)));
        if (indent !== "tab") expect(parseSpec(after).syntaxProblems).toEqual([]);
      });
    });
  });
});
