import { describe, expect, it } from "vitest";
import { dedent } from "../rules/rule.ts";
import { Source, withoutUnpriced } from "./source.ts";

describe("what of a text is parsed for its price", () => {
  it("is what bears on it, each thing where it stood", () => {
    const text = dedent(`
      name: shop
      envs:
      - key: A
      services:
      - name: api
        github:
          repo: acme/shop
        run_command: |
          npm start

          services:
        instance_count:
          2
        autoscaling:
          min_instance_count: 1
        envs:
          - key: B
            value: "1"
        # The size is a guess.
      - name: web
        envs: [{key: C}]
    `);
    expect(withoutUnpriced(text)).toBe(
      [
        "name: shop",
        "envs:",
        "",
        "services:",
        "- name: api",
        "  github:",
        "",
        "  run_command: |",
        "",
        "",
        "",
        "  instance_count:",
        "    2",
        "  autoscaling:",
        "    min_instance_count: 1",
        "  envs:",
        "",
        "",
        "",
        "- name: web",
        "  envs: [{key: C}]",
        "",
      ].join("\n"),
    );
  });

  it("is all of it where parts may stand for others, and where a part alone cannot be read", () => {
    expect(withoutUnpriced("x: &x\n  name: api\nservices:\n- *x\n")).toBeUndefined();
    const torn = "services:\n- name: 'api\n";
    expect(new Source(torn).priced.text).toBe(torn);
  });

  it("keeps the line breaks of Windows", () => {
    expect(withoutUnpriced("envs:\r\n- key: A\r\nname: a\r\n")).toBe("envs:\r\n\r\nname: a\r\n");
  });

  it("is the document itself where that is there", () => {
    const { document } = new Source("name: a\n");
    expect(new Source(document).priced).toBe(document);
  });
});
