import { describe, expect, it } from "vitest";
import { DEFAULT_CATALOG } from "../catalog/index.ts";
import { dedent } from "../rules/rule.ts";
import { codeLenses } from "./lenses.ts";

/** The lines of a spec with its lenses above them. */
function lensed(source: string): string {
  const text = dedent(source);
  const lenses = codeLenses(text);
  return text
    .split("\n")
    .flatMap((line, at) => [
      ...lenses.filter(({ range }) => range.start.line === at).map(({ command }) => `» ${command.title}`),
      line,
    ])
    .join("\n");
}

const SHOP = `
  name: shop
  services:
  - name: api
    instance_size_slug: apps-d-1vcpu-1gb
    autoscaling: {min_instance_count: 1, max_instance_count: 3}
  jobs:
  - name: migrate
    instance_size_slug: apps-s-1vcpu-1gb
  databases:
  - name: db
  egress:
    type: DEDICATED_IP
`;

describe("the lenses", () => {
  it("show what the app and each part of it cost a month", () => {
    expect(lensed(SHOP)).toBe(
      dedent(`
        » $66.00–$134.00/mo and 1 not counted
        name: shop
        services:
        » $34.00–$102.00/mo · 1–3 × apps-d-1vcpu-1gb
        - name: api
          instance_size_slug: apps-d-1vcpu-1gb
          autoscaling: {min_instance_count: 1, max_instance_count: 3}
        jobs:
        » billed while it runs · 1 × apps-s-1vcpu-1gb
        - name: migrate
          instance_size_slug: apps-s-1vcpu-1gb
        databases:
        » $7.00/mo
        - name: db
        » $25.00/mo
        egress:
          type: DEDICATED_IP
      `),
    );
  });

  it("carry their figures for whoever makes them do something", () => {
    expect(
      codeLenses(dedent(SHOP))
        .slice(0, 2)
        .map(({ data }) => data),
    ).toEqual([
      { kind: "total", path: "", monthly: { low: 66, high: 134 }, counted: true },
      { kind: "component", path: "services.0", name: "api", monthly: { low: 34, high: 102 }, counted: true },
    ]);
  });

  it("take the account's prices", () => {
    const sizes = DEFAULT_CATALOG.sizes.map((size) => ({ ...size, priceCents: 100 }));
    expect(
      codeLenses("name: a\nworkers:\n- name: b\n", { catalog: { ...DEFAULT_CATALOG, sizes } })[0]?.command
        .title,
    ).toBe("$1.00/mo");
  });

  it("are none in a document without components", () => {
    expect(codeLenses("name: shop\n")).toEqual([]);
    expect(codeLenses("services: 1\n")).toEqual([]);
    expect(codeLenses("{")).toEqual([]);
  });
});
