// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about
/** A sequence that has not ended after so much is none, and is thrown away. */
const MAX_SEQUENCE = 4_096;
/** Strings for the terminal itself: titles, links, clipboard, programmable keys. */
const STRING = /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|\x1b(?!\\))/g;
/** Reports that make a terminal type something, and moves of its window. */
const REPORT = /(?:\x1b\[|\x9b)[0-?]*[ -/]*[cntx]/g;
/** A sequence whose end has not come. */
const UNFINISHED =
  /(?:\x1b(?:[\]PX^_][^\x07\x1b\x9c]*\x1b?|\[[0-?]*[ -/]*)?|[\x90\x98\x9d-\x9f][^\x07\x1b\x9c]*\x1b?|\x9b[0-?]*[ -/]*)$/;

/**
 * The output of a shell, for a terminal: colours and cursor stay, for programs draw with them; what changes the title,
 * makes links, writes to the clipboard or makes the terminal answer does not. Sequences may be cut between chunks.
 */
export class TerminalFilter {
  #rest = "";

  push(chunk: string): string {
    const text = this.#rest + chunk;
    const at = UNFINISHED.exec(text)?.index ?? text.length;
    this.#rest = text.length - at > MAX_SEQUENCE ? text.slice(at, at + 2) : text.slice(at);
    return text.slice(0, at).replaceAll(STRING, "").replaceAll(REPORT, "");
  }
}
