// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${api.KEY}` is a reference
import { describe, expect, it } from "vitest";
import type { Range } from "vscode-languageserver-types";
import { definition, documentHighlights, references } from "./navigate.ts";
import { atCursor } from "./testing.ts";

const FILE = "file:///app.yaml";

/** The lines of places, each with what is marked of it in brackets. */
function marked(text: string, ranges: readonly Range[]): string[] {
  const lines = text.split("\n");
  return ranges.map(({ start, end }) => {
    const line = lines[start.line] ?? "";
    return `${line.slice(0, start.character)}[${line.slice(start.character, end.character)}]${line.slice(end.character)}`.trim();
  });
}

function defined(source: string): string[] {
  const { text, position } = atCursor(source);
  return marked(
    text,
    definition(text, position, FILE).map(({ range }) => range),
  );
}

const SHOP = `
name: shop
envs:
- {key: LEVEL, value: info}
databases:
- name: db
services:
- name: api
  envs:
  - {key: LEVEL, value: debug}
  - {key: DB, value: "x \${db.DATABASE_URL}"}
  - {key: URL, value: "\${_self.DB} \${LEVEL}"}
domains:
- domain: a.example.com
ingress:
  rules:
  - match: {authority: {exact: a.example.com}}
    component: {name: api}
`;
const at = (place: string) => SHOP.replace(place, `${place}|`);

describe("the definition", () => {
  it("of a component is its name, from a rule, a reference and itself", () => {
    expect(defined(at("{name: a"))).toEqual(["- name: [api]"]);
    expect(defined(at("x ${d"))).toEqual(["- name: [db]"]);
    expect(defined(at("${_se"))).toEqual(["- name: [api]"]);
    expect(defined(at("- name: ap"))).toEqual(["- name: [api]"]);
  });

  it("of a variable is its key; of one of the app also those that take its place", () => {
    expect(defined(at("_self.D"))).toEqual(['- {key: [DB], value: "x ${db.DATABASE_URL}"}']);
    expect(defined(at("${LEV"))).toEqual(["- {key: [LEVEL], value: info}", "- {key: [LEVEL], value: debug}"]);
  });

  it("of the host name of a rule is the domain", () => {
    expect(defined(at("exact: a.ex"))).toEqual(["- domain: [a.example.com]"]);
  });

  it("of an alias is what stands behind its anchor", () => {
    expect(defined("x: &x\n  cron: 0 3 * * *\njobs:\n- schedule: *|x\n")).toEqual(["[cron: 0 3 * * *]"]);
    expect(defined("x: &x {a: 1}\njobs:\n- <<: *x|\n")).toEqual(["x: &x [{a: 1}]"]);
  });

  it("of anything else is nowhere", () => {
    expect(defined(at("name: sh"))).toEqual([]);
    expect(defined(at("${db.DATAB"))).toEqual([]);
    expect(defined("|")).toEqual([]);
    expect(defined("a: *|b\n")).toEqual([]);
  });
});

describe("the references", () => {
  it("are all places of a name, with or without that where it is written", () => {
    const { text, position } = atCursor(at("{name: ap"));
    const lines = (includeDeclaration: boolean) =>
      marked(
        text,
        references(text, position, FILE, { includeDeclaration }).map(({ range }) => range),
      );
    expect(lines(true)).toEqual([
      "- name: [api]",
      '- {key: URL, value: "${[_self].DB} ${LEVEL}"}',
      "component: {name: [api]}",
    ]);
    expect(lines(false)).toEqual(lines(true).slice(1));
  });

  it("are highlighted as written or read", () => {
    const { text, position } = atCursor(at("- name: d"));
    expect(documentHighlights(text, position).map(({ kind }) => kind)).toEqual([3, 2]);
  });
});
