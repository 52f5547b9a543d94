import { isScalar, type Node, Scalar } from "../yaml.ts";

/** How much of a list or map that stands as a key is its name. */
const MAX_NAME_LENGTH = 100;

/** What nearly all keys are: a text without more. */
export function simpleName(key: Node | null): string | undefined {
  if (!isScalar(key) || typeof key.value !== "string" || key.value === "<<") return undefined;
  return key.anchor === undefined ? key.value : undefined;
}

/** Whether a key is the merge key `<<`; in quotes it is a text like others. */
export function isMergeKey(key: Node | undefined): boolean {
  if (!isScalar(key) || (key.type !== undefined && key.type !== Scalar.PLAIN)) return false;
  return key.value === "<<" || (typeof key.value === "symbol" && key.value.description === "<<");
}

/**
 * What a key is called in the plain value. A list or map (`{{ NAME }}` without quotes is one) is called by its own
 * text, cut: the parser's way to write it anew grows exponentially with its depth.
 */
export function nameOf(key: Node | undefined, text: string): string {
  if (isScalar(key)) {
    if (typeof key.value === "symbol") return key.value.description ?? "";
    return key.value === null || key.value === undefined ? "" : String(key.value);
  }
  const [start, end] = key?.range ?? [0, 0];
  return text.slice(start, Math.min(end, start + MAX_NAME_LENGTH));
}
