const BACKSLASH = 92;
/** `n`, `t`, `"`, `\` and `/` behind a backslash: all other escapes may be control characters. */
const HARMLESS = new Set([110, 116, 34, BACKSLASH, 47]);
/** With more escapes than one in so many characters, looking at each is slower than looking at the text. */
const CHARACTERS_PER_ESCAPE = 24;

export interface Frame {
  readonly data: string;
  /** There are no control characters in it but tabs and line breaks; `false` where that is not known. */
  readonly clean: boolean;
  /** It is no JSON, so what it held is not known. */
  readonly broken?: true;
}

/**
 * Reads a frame, `{"data": "…"}`. Other keys and other frames mean nothing, so that new ones do no harm. That a text is
 * clean can be seen in its JSON five times as fast as in itself, and most of the work of a log is to look for that.
 *
 * @param byteLength the length of the frame in UTF-8, where it is known: as many bytes as characters are all ASCII.
 */
export function readFrame(frame: string, byteLength: number | undefined): Frame {
  try {
    const data = (JSON.parse(frame) as { data?: unknown } | null)?.data;
    return {
      data: typeof data === "string" ? data : "",
      clean: byteLength === frame.length && isCleanJson(frame),
    };
  } catch {
    return { data: "", clean: true, broken: true };
  }
}

function isCleanJson(frame: string): boolean {
  let left = 8 + frame.length / CHARACTERS_PER_ESCAPE;
  for (let at = frame.indexOf("\\"); at >= 0; at = frame.indexOf("\\", at + 2))
    if (left-- < 0 || !HARMLESS.has(frame.charCodeAt(at + 1))) return false;
  // DEL is the one control character that JSON lets stand as it is.
  return !frame.includes("\x7f");
}
