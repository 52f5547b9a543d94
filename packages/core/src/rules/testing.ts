import { expect } from "vitest";
import type { Range } from "vscode-languageserver-types";
import { parse, stringify } from "yaml";
import type { Fix } from "../diagnostic.ts";
import { COMPONENT_LISTS } from "../spec/components.ts";
import { parseSpec } from "../spec/document.ts";
import { isRecord } from "../spec/plain.ts";
import { type AppSpec, checkSchema } from "../spec/schema/index.ts";
import { type ValidateOptions, validateSpec } from "../validate.ts";
import { RuleContext } from "./context.ts";
import { RULES } from "./registry.ts";
import { dedent, type Problem } from "./rule.ts";

/** For tests: what is found in a spec, a line each: severity, code, and in brackets the text that is underlined. */
export function found(text: string, options: ValidateOptions = {}): string[] {
  expectNothingLeftOut(text, options);
  return validateSpec(text, options).map(
    ({ severity, code, range }) => `${severity} ${code} [${covered(text, range)}]`,
  );
}

/** For tests: that no rule says anything of this spec without the keys that it is about: it would not be asked. */
export function expectNothingLeftOut(text: string, options: ValidateOptions = {}): void {
  const document = parseSpec(text);
  if (!isRecord(document.value)) return;
  const { problems, spec } = checkSchema(document.value);
  const leftOut: string[] = [];
  for (const { id, about, check } of RULES) {
    const report = ({ message }: Problem) => leftOut.push(`${id}: ${message}`);
    if (about)
      check?.(new RuleContext(document, document.value, without(spec, about), problems, options, report));
  }
  expect(leftOut).toEqual([]);
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
  return fix && applied(text, fix);
}

/** For tests: the text after a fix. */
export function applied(text: string, fix: Fix): string {
  const edits = fix.edits.map(({ range, newText }) => ({
    start: offsetOf(text, range.start),
    end: offsetOf(text, range.end),
    newText,
  }));
  return edits
    .sort((a, b) => b.start - a.start)
    .reduce((all, { start, end, newText }) => all.slice(0, start) + newText + all.slice(end), text);
}

/**
 * For tests: that the first fix for a code makes this of a spec and that nothing is left to say under that code, also
 * with the line ends of Windows, below `spec:`, on one line between braces, and as JSON.
 */
export function expectFix(code: string, from: string, to: string, options: ValidateOptions = {}): void {
  const [before, after] = [from, to].map((text) => (text.startsWith("\n") ? dedent(text) : text)) as [
    string,
    string,
  ];
  const mended = (text: string) => fixed(text, code, options) ?? "no fix";
  expect(mended(before)).toBe(after);
  expect(validateSpec(after, options).filter((diagnostic) => diagnostic.code === code)).toEqual([]);

  const windows = (text: string) => text.replaceAll("\n", "\r\n");
  expect(mended(windows(before))).toBe(windows(after));
  const depth = /\n( +)/.exec(before)?.[1] ?? "  ";
  const template = (text: string) => `spec:\n${text.replaceAll(/^(?=.)/gm, depth)}`;
  expect(mended(template(before))).toBe(template(after));

  const value: unknown = parse(after);
  const braces = stringify(parse(before), { collectionStyle: "flow", lineWidth: 0 });
  expect(parse(mended(braces))).toEqual(value);
  for (const indent of [undefined, 2, 4])
    expect(JSON.parse(mended(JSON.stringify(parse(before), null, indent)))).toEqual(value);
}

/** The spec without some keys of the app and of its components. */
function without(spec: AppSpec, keys: readonly string[]): AppSpec {
  const kept = (map: object) =>
    Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
  const lists = COMPONENT_LISTS.map((list) => [list, spec[list]?.map((item) => item && kept(item))]);
  return kept({ ...spec, ...Object.fromEntries(lists) });
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
