import { describe, expect, it } from "vitest";
import { CodeActionKind } from "vscode-languageserver-types";
import { dedent } from "../rules/rule.ts";
import { applied } from "../rules/testing.ts";
import { validateSpec } from "../validate.ts";
import { codeActions, editorDiagnostic } from "./actions.ts";
import { atCursor } from "./testing.ts";

const FILE = "file:///app.yaml";

function actions(marked: string, only?: CodeActionKind[]) {
  const { text, position } = atCursor(dedent(marked));
  const found = codeActions(text, { start: position, end: position }, validateSpec(text), FILE, only);
  return found.map(({ title, kind, isPreferred, edit }) => ({
    title,
    kind,
    isPreferred,
    text: applied(text, { title, edits: edit?.changes?.[FILE] ?? [] }),
  }));
}

const SHOP = `
  name: shop
  services:
  - name: api
    image: {registry_type: DOCR, repository: api}
    instance_size_slug: basic-xxs|
    http_port: "8080"
    envs:
    - {key: A, value: 1}
    - {key: B, value: true}
    health_check: {http_path: health}
`;

describe("quick fixes", () => {
  it("are those of the problems at the cursor, preferred where there is no choice", () => {
    const [fix, ...others] = actions(SHOP, [CodeActionKind.QuickFix]);
    expect(others).toEqual([]);
    expect(fix).toMatchObject({ title: "Use apps-s-1vcpu-0.5gb ($5.00 → $5.00 a month)", isPreferred: true });
    expect(fix?.text).toBe(dedent(SHOP).replace("basic-xxs|", "apps-s-1vcpu-0.5gb"));
  });

  it("are none where nothing is wrong", () => {
    expect(actions("name: sh|op\nservices:\n- name: api\n", [CodeActionKind.QuickFix])).toEqual([]);
  });
});

describe("fixing all", () => {
  const expected = dedent(SHOP)
    .replace("|", "")
    .replace('"8080"', "8080")
    .replace("value: 1", 'value: "1"')
    .replace("value: true", 'value: "true"')
    .replace("http_path: health", "http_path: /health");

  it("does what needs no look, and leaves what has a price or a choice", () => {
    expect(actions(SHOP, [CodeActionKind.SourceFixAll])).toEqual([
      { title: expect.any(String), kind: "source.fixAll", isPreferred: undefined, text: expected },
    ]);
  });

  it("writes a number as it is read already, also where it is above its maximum", () => {
    const text = (min: string) => `
      name: shop|
      services:
      - name: api
        image: {registry_type: DOCR, repository: api}
        autoscaling:
          min_instance_count: ${min}
          max_instance_count: 5
    `;
    const [fix] = actions(text("1_000"), [CodeActionKind.SourceFixAll]);
    expect(fix?.text).toBe(dedent(text("1000")).replace("|", ""));
    expect(validateSpec(fix?.text ?? "").map(({ code }) => code)).toContain("scale-min-max");
  });

  it("leaves what stands behind an anchor", () => {
    const text = "name: &n 1|\nservices:\n- name: api\n  http_port: *n\n";
    expect(actions(text, [CodeActionKind.SourceFixAll])).toEqual([]);
  });

  it("leaves the shape of the document, inside which nothing has been checked yet", () => {
    const text = "name: shop|\nservices:\n  name: api\n";
    expect(actions(text, [CodeActionKind.SourceFixAll])).toEqual([]);
    expect(actions("name: shop|\nservices:\n- api\n- api\n", [CodeActionKind.SourceFixAll])).toEqual([]);
    expect(actions("name: shop\nser|vices:\n  name: api\n").map(({ kind }) => kind)).toEqual(["quickfix"]);
  });

  it("is asked for as a kind of source action, too, and not among quick fixes", () => {
    expect(actions(SHOP, [CodeActionKind.Source]).map(({ kind }) => kind)).toEqual(["source.fixAll"]);
    expect(actions(SHOP).map(({ kind }) => kind)).toEqual(["quickfix", "source.fixAll"]);
    expect(actions("name: sh|op\n", [CodeActionKind.Source])).toEqual([]);
  });
});

describe("a problem in an editor", () => {
  it("links the page of its rule", () => {
    const [problem] = validateSpec(
      "name: shop\nregion: nyc1\nservices:\n- {name: api, image: {registry_type: DOCR, repository: a}}\n",
    );
    expect(problem && editorDiagnostic(problem)).toMatchObject({
      code: "region-slug",
      severity: 2,
      source: "App Platform",
      codeDescription: { href: expect.stringContaining("rules.md#region-slug") },
    });
  });
});
