import { lineStart, skipBlanks } from "../lines.ts";
import type { Scene } from "./scene.ts";
import { indentTo } from "./style.ts";

/** How an entry of a level begins. */
export interface Lead {
  /** What is replaced: the token, and the blanks before it where they lead to another column. */
  readonly span: readonly [start: number, end: number];
  /** What is written before the entry. */
  readonly lead: string;
  /** The blanks that lead to the level. */
  readonly indent: string;
}

export function leadOf({ text, place }: Scene): Lead {
  const { token, block, style } = place;
  if (!block) {
    const isTight = style === "flow" && text[token.start - 1] === ":";
    const start = lineStart(text, token.start);
    const indent = text.slice(start, skipBlanks(text, start, token.start));
    return { span: [token.start, token.end], lead: isTight ? " " : "", indent };
  }
  const { lineStart: start, column, dashes } = block;
  const dash = dashes.at(-1);
  const level = dash === undefined ? column : Math.max(column, dash + 2);
  const indent = indentTo(text, start, level);
  if (token.start - start === level) return { span: [token.start, token.end], lead: "", indent };
  if (dash === undefined) return { span: [start, token.end], lead: indent, indent };
  return { span: [start + dash + 1, token.end], lead: " ".repeat(level - dash - 1), indent };
}
