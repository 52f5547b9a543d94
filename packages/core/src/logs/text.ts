// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about
/** Colours and weights (SGR); the only sequences that a log may need. */
const STYLE = /^\x1b\[[\d;]*m$/;
/** In order: OSC and other strings up to their end, CSI sequences, other escapes, control characters. */
const CONTROL =
  /\x1b[\]PX^_][\s\S]*?(?:\x07|\x1b\\|$)|[\x1b\x9b]\[?[0-?]*[ -/]*[@-~]|\x1b.?|[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;

/**
 * Log text without what a terminal or a job log would carry out: titles, links, clipboard and cursor games, bells.
 * Line breaks and tabs stay; colours only where `colours` is set.
 */
export function sanitizeLogText(text: string, { colours = false }: { colours?: boolean } = {}): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(CONTROL, (found) => (colours && STYLE.test(found) ? found : ""));
}

/** The last lines of a text, without the empty ones at its end. */
export function logTail(text: string, lines: number): string[] {
  return text.trimEnd() === "" ? [] : text.trimEnd().split("\n").slice(-lines);
}
