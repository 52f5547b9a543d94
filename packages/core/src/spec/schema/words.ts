/** A piece of the document inside a sentence: on one line, not endless, and not able to end its own quotes. */
export function code(value: unknown): string {
  const text = String(value).replace(/[\s`]+/g, " ");
  if (text === "") return "an empty text";
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}

/** `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  const last = words.at(-1) ?? "";
  return words.length < 2 ? last : `${words.slice(0, -1).join(", ")} or ${last}`;
}
