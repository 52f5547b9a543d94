import type { Range } from "vscode-languageserver-types";
import { type ValidateOptions, validateSpec } from "../validate.ts";
import { dedent } from "./rule.ts";

/** For tests: what is found in a spec, a line each: severity, code, and in brackets the text that is underlined. */
export function found(text: string, options: ValidateOptions = {}): string[] {
  return validateSpec(text, options).map(
    ({ severity, code, range }) => `${severity} ${code} [${covered(text, range)}]`,
  );
}

/** For tests: a spec with one service `api` that has these lines besides its name and image. */
export function service(lines: string, rest = ""): string {
  return component("services", `image: {registry_type: DOCR, repository: api}\n${lines}`, rest);
}

/** For tests: a spec with one component of a list, called `api`. */
export function component(list: string, lines: string, rest = ""): string {
  return `name: shop\n${list}:\n- name: api\n${indent(lines.trim(), 2)}\n${rest && dedent(rest)}`;
}

/** For tests: the spec after its first fix for a code. */
export function fixed(text: string, code: string, options: ValidateOptions = {}): string | undefined {
  const fix = validateSpec(text, options).find((diagnostic) => diagnostic.code === code && diagnostic.fixes)
    ?.fixes?.[0];
  if (!fix) return undefined;
  const edits = fix.edits.map(({ range, newText }) => ({
    start: offsetOf(text, range.start),
    end: offsetOf(text, range.end),
    newText,
  }));
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, newText }) => all.slice(0, start) + newText + all.slice(end), text);
}

function covered(text: string, { start, end }: Range): string {
  return text.slice(offsetOf(text, start), offsetOf(text, end));
}

function offsetOf(text: string, { line, character }: Range["start"]): number {
  let offset = 0;
  for (let at = 0; at < line; at++) offset = text.indexOf("\n", offset) + 1;
  return offset + character;
}

function indent(text: string, by: number): string {
  return dedent(text)
    .trimEnd()
    .split("\n")
    .map((line) => " ".repeat(by) + line)
    .join("\n");
}
