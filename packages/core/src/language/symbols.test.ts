import { describe, expect, it } from "vitest";
import type { DocumentSymbol } from "vscode-languageserver-types";
import { dedent } from "../rules/rule.ts";
import { isWithin } from "./extent.ts";
import { documentSymbols } from "./symbols.ts";

/** The outline as text: names, details, and the lines that each covers. */
function outline(text: string): string {
  const write = (symbols: readonly DocumentSymbol[], depth: number): string =>
    symbols
      .map(({ name, detail, range, children = [] }) => {
        const title = [name, detail].filter(Boolean).join(" · ");
        return `${"  ".repeat(depth)}${title} ${range.start.line + 1}-${range.end.line + 1}\n${write(children, depth + 1)}`;
      })
      .join("");
  return write(documentSymbols(text), 0);
}

const SHOP = dedent(`
  name: shop
  envs:
  - key: LOG_LEVEL
    value: info
  services:
  - name: api
    instance_size_slug: apps-s-1vcpu-1gb
    instance_count: 2
    envs:
    - key: STRIPE_KEY
      type: SECRET
      value: EV[1:a:b]

  - name: web
  jobs:
  - {name: migrate, kind: PRE_DEPLOY}
  static_sites:
  - name: site
  databases:
  - name: db
    version: "16"
  - {name: main, engine: MYSQL, production: true, cluster_name: mysql-1}
  domains:
  - domain: www.example.com
    type: PRIMARY
  ingress:
    rules:
    - match: {path: {prefix: /api}}
      component: {name: api}
    - match: {path: {prefix: /old}}
      redirect: {uri: /new}
  alerts:
  - rule: DEPLOYMENT_FAILED
`);

describe("the outline", () => {
  it("has the components with kind, price and size, and what belongs to them", () => {
    expect(outline(SHOP)).toBe(
      dedent(`
        envs · 1 2-4
          LOG_LEVEL 3-4
        services · 2 5-14
          api · service · $24.00/mo · 2 × apps-s-1vcpu-1gb 6-12
            STRIPE_KEY · secret 10-12
          web · service · $5.00/mo · 1 × apps-s-1vcpu-0.5gb 14-14
        jobs · 1 15-16
          migrate · job · billed while it runs · 1 × apps-s-1vcpu-0.5gb 16-16
        static_sites · 1 17-18
          site · static site · $0.00/mo 18-18
        databases · 2 19-22
          db · PostgreSQL 16, a development database · $7.00/mo 20-21
          main · MySQL, the cluster mysql-1 · managed cluster, billed separately 22-22
        domains · 1 23-25
          www.example.com · primary 24-25
        ingress · 2 26-31
          /api · → api 28-29
          /old · → redirect 30-31
        alerts · 1 32-33
          DEPLOYMENT_FAILED 33-33
      `),
    );
  });

  it("shows a range with autoscaling", () => {
    expect(
      outline(
        "services:\n- name: api\n  instance_size_slug: apps-d-1vcpu-1gb\n  autoscaling: {min_instance_count: 1, max_instance_count: 3}\n",
      ),
    ).toContain("api · service · $34.00–$102.00/mo · 1–3 × apps-d-1vcpu-1gb");
  });

  it("is the same in the template form and in JSON", () => {
    expect(outline("spec:\n  name: shop\n  workers:\n  - name: mail\n")).toBe(
      "workers · 1 3-4\n  mail · worker · $5.00/mo · 1 × apps-s-1vcpu-0.5gb 4-4\n",
    );
    expect(outline('{\n  "workers": [\n    {"name": "mail"}\n  ]\n}\n')).toBe(
      "workers · 1 2-4\n  mail · worker · $5.00/mo · 1 × apps-s-1vcpu-0.5gb 3-3\n",
    );
  });

  it("shows what is half written", () => {
    expect(outline('name: shop\nservices:\n- name: api\n- na\n  envs: [{key: "A\n')).toContain(
      "api · service",
    );
    expect(outline("services:\n  -\n")).toBe("services 1-2\n");
    expect(outline("services:\n- name:\n")).toBe(
      "services · 1 1-2\n  services.0 · service · $5.00/mo · 1 × apps-s-1vcpu-0.5gb 2-2\n",
    );
  });

  it("shows an alias where it stands, and what it names once", () => {
    const text = "x: &api\n  name: api\n  envs: [{key: A}]\nservices:\n- *api\n- <<: *api\n  name: web\n";
    expect(outline(text)).toBe(
      dedent(`
        services · 2 4-7
          api · service · $5.00/mo · 1 × apps-s-1vcpu-0.5gb 5-5
          web · service · $5.00/mo · 1 × apps-s-1vcpu-0.5gb 6-7
      `),
    );
  });

  it("marks what is in it: the token in the whole, and the whole in what holds it", () => {
    const check = (symbols: readonly DocumentSymbol[]) => {
      for (const { name, range, selectionRange, children = [] } of symbols) {
        expect(isWithin(selectionRange, range), name).toBe(true);
        for (const child of children) expect(isWithin(child.range, range), child.name).toBe(true);
        check(children);
      }
    };
    check(documentSymbols(SHOP));
    expect(documentSymbols(SHOP)[1]?.children?.[0]?.selectionRange).toEqual({
      start: { line: 5, character: 8 },
      end: { line: 5, character: 11 },
    });
  });
});
