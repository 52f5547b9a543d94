import type { Place } from "../place.ts";

/** Stands for a key of which nothing is typed yet. */
const UNNAMED = "_";

/**
 * The text without what is half written at a place, for the parser to read what stands around it: a bare word is
 * blanked out, or given its colon where its value stands below it; a quote and brackets are closed; tabs that indent
 * are spaces. What stands before keeps its offset.
 */
export function repaired(text: string, place: Place): string {
  const { token, flow } = place;
  const behind = text.slice(token.end);
  let mended = text;
  if (isKeyOfBelow(place)) mended = `${text.slice(0, token.start)}${keyName(place)}: ${behind}`;
  else if (isBareWord(place))
    mended = text.slice(0, token.start) + " ".repeat(token.end - token.start) + behind;
  else {
    const closing = `${token.open ? token.quote : ""}${flow?.closing ?? ""}${flow?.unclosed ?? ""}`;
    if (closing !== "") mended = text.slice(0, token.end) + closing + behind;
  }
  if (!mended.includes("\t")) return mended;
  return mended.replaceAll(/^[ \t]*\t[ \t]*/gm, (blanks) => " ".repeat(blanks.length));
}

/** Whether the token is a word on a line of its own: a key whose colon is still to come. */
export function isBareWord(place: Place): boolean {
  const { kind, token, colon, style } = place;
  return (
    style === "block" &&
    kind === "key" &&
    colon === undefined &&
    token.end > token.start &&
    !isKeyOfBelow(place)
  );
}

/** Whether a key is missing, or its colon, before a value that is there. */
export function isKeyOfBelow({ kind, colon, block, flow }: Place): boolean {
  return kind === "key" && colon === undefined && (block?.below !== undefined || flow?.value !== undefined);
}

/** What the key at a place is called in the repaired text. */
export function keyName({ token }: Place): string {
  return token.text === "" ? UNNAMED : token.text;
}
