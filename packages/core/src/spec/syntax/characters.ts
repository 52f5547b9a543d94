// biome-ignore-all lint/suspicious/noControlCharactersInRegex: control characters are what this is about
import type { Mistake } from "./torn-text.ts";

/** What YAML takes as an escape in double quotes alone: https://yaml.org/spec/1.2.2/#51-character-set. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]|\p{Surrogate}/u;

/** More of them are no slip: the file is of another kind. */
const MAX_REMOVED = 100;

const EACH_FORBIDDEN = new RegExp(FORBIDDEN, "gu");

/** The first character that YAML does not allow, if a text holds one; the others go with it. */
export function forbiddenCharacter(text: string): Mistake | undefined {
  const first = FORBIDDEN.exec(text);
  if (!first) return undefined;
  const [character] = first;
  const hex = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
  const kind = /\p{Surrogate}/u.test(character) ? "half of a character" : "a control character";
  const count = text.match(EACH_FORBIDDEN)?.length ?? 1;
  const more = count === 1 ? "" : `, and ${count - 1} more such`;
  const isSlip = count <= MAX_REMOVED;
  const edits = Array.from(isSlip ? text.matchAll(EACH_FORBIDDEN) : [], ({ index }) => ({
    span: [index, index + 1] as const,
    newText: "",
  }));
  return {
    span: [first.index, first.index + 1],
    message: `There is ${kind} (U+${hex}) here${more}, which YAML does not allow. ${isSlip ? "Remove it." : "Is this the right file?"}`,
    isLocal: true,
    repairs: [{ title: "Remove what YAML does not allow", edits }],
  };
}
