import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Diagnostic, Fix } from "./diagnostic.ts";
import { applied } from "./rules/testing.ts";
import { validateSpec } from "./validate.ts";

/**
 * What an author reads of a mistake: `messages.md` holds documents as people write them, and under each what is said
 * of it and what each fix makes of its lines. Write a document there and run this with `-u` to see what is said; read
 * it, and mend what does not help. Characters that cannot be seen are written as below.
 */
const FILE = fileURLToPath(new URL("messages.md", import.meta.url));
const SIGNS: Readonly<Record<string, string>> = {
  "→": "\t",
  "␍": "\r",
  "␀": "\0",
  "⍽": "\u00a0",
  "⌷": "\u200b",
  "⍰": "\ufeff",
};

const CASE = /^### (.*)\n+(`{3,})\n([\s\S]*?)\2\n([\s\S]*?)(?=^##|(?![\s\S]))/gm;
const golden = readFileSync(FILE, "utf8");
const cases = [...golden.matchAll(CASE)].map(([, title = "", , shown = ""]) => ({
  title,
  text: decoded(shown),
}));

it("says of each document what is written under it", async () => {
  const written = golden.replace(CASE, (_, title: string, fence: string, shown: string) => {
    const said = validate(decoded(shown)).map((diagnostic) => lineOf(decoded(shown), diagnostic));
    return `### ${title}\n\n${fence}\n${shown}${fence}\n\n${said.length === 0 ? "- nothing\n" : said.join("")}\n`;
  });
  await expect(`${written.trimEnd()}\n`).toMatchFileSnapshot(FILE);
});

it.each(cases)("has no fix that leaves a document worse: $title", ({ text }) => {
  for (const problem of validate(text))
    for (const fix of problem.fixes ?? []) {
      const after = validate(applied(text, fix));
      expect(errors(after), fix.title).toBeLessThanOrEqual(errors(validate(text)));
      expect(
        after.map(({ message }) => message),
        fix.title,
      ).not.toEqual(validate(text).map(({ message }) => message));
    }
});

describe("a value that may be secret", () => {
  const SECRET = "hunter2hunter2";
  const values = [
    `"${SECRET}`,
    `'${SECRET}`,
    `"${SECRET}" x`,
    `"x" ${SECRET}`,
    `'x'${SECRET}'`,
    `@${SECRET}`,
    `%${SECRET}`,
    `*${SECRET}`,
    `*.${SECRET}`,
    `&${SECRET}`,
    `!${SECRET}`,
    `| ${SECRET}`,
    `|${SECRET}`,
    `|x "${SECRET}"`,
    `>x '${SECRET}' x`,
    `- ${SECRET}`,
    `? ${SECRET}`,
    `[${SECRET}`,
    `{${SECRET}`,
    `[${SECRET}]x`,
    `{{ ${SECRET} }}`,
    `{{ x }}${SECRET}`,
    `\${${SECRET}}`,
    `${SECRET}{x}`,
    `#${SECRET}`,
    `x #${SECRET}`,
    `#${SECRET}, x`,
    `"x" // ${SECRET}`,
    `"x" // x, ${SECRET}: x`,
    `"x" /* ${SECRET} */`,
    `a: ${SECRET}`,
    `${SECRET}: a`,
    `${SECRET}:`,
    `"\\q${SECRET}"`,
    `"x"#${SECRET}`,
    `${SECRET}\n   b: c`,
    `|\n    x\n   ${SECRET}`,
    `\n${SECRET}`,
    `\n   ${SECRET} x`,
    `>\n  ${SECRET}`,
  ];
  const places: [name: string, text: (value: string) => string][] = [
    ["of a variable", (value) => `name: shop\nenvs:\n- key: A\n  value: ${value}\n  type: SECRET\n`],
    ["of a variable, in quotes", (value) => `name: shop\nenvs:\n- "key": A\n  "value": ${value}\n   x: y\n`],
    ["of a variable in braces", (value) => `name: shop\nenvs: [{key: A, value: ${value}}]\n`],
    ["of a token", (value) => `name: shop\nlog_destinations:\n- name: x\n  logtail:\n    token: ${value}\n`],
    ["behind an equals sign", (value) => `name: shop\nenvs:\n- A=${value}\n`],
    ["behind a name", (value) => `name: shop\nenvs:\n- A: ${value}\n`],
    ["in a map", (value) => `name: shop\nenvs:\n  A: ${value}\n`],
  ];

  it.each(places)("is in no message: that %s", (_, document) => {
    const told = values.filter((value) =>
      validate(document(value)).some(({ message }) => message.includes(SECRET)),
    );
    expect(told).toEqual([]);
  });
});

/** The documents are pieces: that there is nothing to deploy in them is no news. */
function validate(text: string): Diagnostic[] {
  return validateSpec(text, { severities: { "empty-app": "off", "source-missing": "off" } });
}

function errors(diagnostics: readonly Diagnostic[]): number {
  return diagnostics.filter(({ severity }) => severity === "error").length;
}

function lineOf(
  text: string,
  { range: { start, end }, severity, code, message, fixes = [] }: Diagnostic,
): string {
  const from = `${start.line + 1}:${start.character + 1}`;
  const to = start.line === end.line ? end.character + 1 : `${end.line + 1}:${end.character + 1}`;
  return `- ${from}-${to} ${severity} ${code}: ${message}\n${fixes.map((fix) => fixLine(text, fix)).join("")}`;
}

/** A fix with the lines as it writes them. */
function fixLine(text: string, fix: Fix): string {
  const [before, after] = [text.split("\n"), applied(text, fix).split("\n")];
  let first = 0;
  while (first < after.length && before[first] === after[first]) first++;
  let last = 0;
  while (
    last < after.length - first &&
    last < before.length - first &&
    before.at(-1 - last) === after.at(-1 - last)
  )
    last++;
  const lines = after.slice(first, after.length - last).map((line) => encoded(line));
  return `  - ${fix.title}${lines.length === 0 ? "" : ` ⇒ \`${lines.join(" ⏎ ")}\``}\n`;
}

function decoded(shown: string): string {
  return Object.entries(SIGNS).reduce((text, [sign, meant]) => text.replaceAll(sign, meant), shown);
}

function encoded(text: string): string {
  return Object.entries(SIGNS).reduce((shown, [sign, meant]) => shown.replaceAll(meant, sign), text);
}
