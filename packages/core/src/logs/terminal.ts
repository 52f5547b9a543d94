// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about
/** A sequence that has not ended after so much is none, and is thrown away. */
const MAX_SEQUENCE = 4_096;
/** Strings for the terminal itself: titles, links, clipboard, programmable keys. */
const STRING = /(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c|\x1b(?!\\))/g;
/**
 * Questions that make a terminal type its answer: who it is, where its cursor stands, which modes and colours it has,
 * what is on its screen; and moves of its window (`t`).
 */
const REPORT =
  /(?:\x1b\[|\x9b)(?:[0-?]*[ -/]*[cntx]|[0-?]*(?:\$[pw]|\*y|&u|#R)|>[0-?]*q|\?[0-?]*[mu])|\x1bZ|\x05/g;
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
