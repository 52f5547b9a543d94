// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about
/** Colours and weights (SGR); the only sequences that a log may need. */
const STYLE = /^\x1b\[[\d;:]*m$/;
/**
 * In order: strings of the terminal (OSC and the like) up to their end or that of the line, so that one without an
 * end hides no other line; CSI sequences; other escapes; control characters; characters that
 * reorder or end a line, or that nobody sees.
 */
const CONTROL =
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?|\x1b[ -/]*[0-~]?|[\x00-\x08\x0b-\x1f\x7f-\x9f]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
/** Nearly all lines have none, and looking is quicker than cleaning. */
const CONTROL_CHARACTER = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Whether {@link sanitizeLogText} has anything to do. */
export function hasControlCharacters(text: string): boolean {
  return CONTROL_CHARACTER.test(text);
}

/**
 * Log text without what a terminal or a job log would carry out: titles, links, clipboard and cursor games, bells.
 * Line breaks and tabs stay; colours only where `colours` is set.
 */
export function sanitizeLogText(text: string, { colours = false }: { colours?: boolean } = {}): string {
  return text
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(CONTROL, (found) => (colours && STYLE.test(found) ? found : ""));
}

/**
 * Text from outside as one line of a job log: {@link sanitizeLogText}, without line breaks, and nothing that GitHub's
 * runner would carry out. It looks for `::` at the start of a line, behind spaces too, and for `##[` anywhere in it.
 */
export function harmlessLine(text: string): string {
  return sanitizeLogText(text.toWellFormed())
    .replaceAll(/\n+/g, " ")
    .replaceAll("##[", "## [")
    .replace(/^(\s*)::/, "$1: :");
}

/** The last lines of a text, without the empty ones at its end. */
export function logTail(text: string, lines: number): string[] {
  const all = text.trimEnd();
  return all === "" || lines <= 0 ? [] : all.split("\n").slice(-lines);
}
