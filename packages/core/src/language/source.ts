import type { Range } from "vscode-languageserver-types";
import { NAMED_LISTS } from "../spec/components.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import { Lines } from "../spec/lines.ts";
import { type BlockLine, isEmptyLine, nextLineStart, readLine } from "./lines.ts";

/** A text that is parsed when somebody needs more than one line of it, and then no more of it than that. */
export class Source {
  readonly text: string;
  #document: SpecDocument | undefined;
  #priced: SpecDocument | undefined;

  constructor(source: string | SpecDocument) {
    this.text = typeof source === "string" ? source : source.text;
    if (typeof source !== "string") this.#document = source;
  }

  get document(): SpecDocument {
    this.#document ??= parseSpec(this.text);
    return this.#document;
  }

  /** With the same price and the same places, and perhaps without what has none. */
  get priced(): SpecDocument {
    if (this.#document) return this.#document;
    this.#priced ??= this.#parsePriced();
    return this.#priced;
  }

  rangeBetween(start: number, end: number): Range {
    if (this.#document) return this.#document.rangeBetween(start, end);
    const lines = new Lines(this.text);
    return { start: lines.position(start), end: lines.position(end) };
  }

  #parsePriced(): SpecDocument {
    const thin = withoutUnpriced(this.text);
    const document = thin === undefined ? undefined : parseSpec(thin);
    return document && document.syntaxProblems.length === 0 ? document : this.document;
  }
}

/** The keys that bear on the price, or below which something does. A value may stand on the line below its key. */
const PRICED: ReadonlySet<string> = new Set([
  "spec",
  ...NAMED_LISTS,
  "name",
  "instance_size_slug",
  "instance_count",
  "autoscaling",
  "min_instance_count",
  "max_instance_count",
  "inactivity_sleep",
  "production",
  "egress",
  "type",
  "maintenance",
  "archive",
]);

/**
 * The text with blank lines in place of the blocks that have no price (most of a spec are variables and sources):
 * the parser's time goes by what it reads. `undefined` where a part may stand for another (an alias needs its
 * anchor), and behind a byte order mark.
 */
export function withoutUnpriced(text: string): string | undefined {
  if (/(?:^|[\s,[{])&[^\s&]/.test(text) || text.startsWith("\ufeff")) return undefined;
  const kept: string[] = [];
  let from = 0;
  /** The key whose block is left out: what stands further right, and the dashes below it. */
  let above: BlockLine | undefined;
  for (let start: number | undefined = 0; start !== undefined; start = nextLineStart(text, start)) {
    const line = readLine(text, start);
    if (above && (isEmptyLine(text, line) || isBelow(line, above))) {
      kept.push(text.slice(from, start));
      from = line.end;
      continue;
    }
    above = line.key && opensBlock(text, line) && !PRICED.has(line.key.name) ? line : undefined;
  }
  kept.push(text.slice(from));
  return kept.join("");
}

function isBelow(line: BlockLine, above: BlockLine): boolean {
  return line.indent > above.column || (line.indent === above.column && line.dashes.length > 0);
}

/** Whether what belongs to a line's key stands on the lines below it. */
function opensBlock(text: string, { key, end }: BlockLine): boolean {
  if (!key) return false;
  return key.value >= end || "#|>".includes(text[key.value] ?? "#");
}
