import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parseSpec } from "./document.ts";
import { appSpecJsonSchema } from "./json-schema.ts";
import { app } from "./schema/app.ts";
import { allNodes, type FieldNode, rootNode } from "./schema/fields.ts";
import { misfits } from "./schema/misfits.ts";
import { schemaProblems } from "./schema/problems.ts";

const drafts = {
  "2020-12": new Ajv2020({ strict: false }).compile(appSpecJsonSchema()),
  "07": new Ajv({ strict: false }).compile(appSpecJsonSchema({ draft: "07" })),
};

/** The schema itself, with unknown keys refused. */
function accepts(value: unknown): boolean {
  return app.safeParse(value).success && misfits(value).unknown.length === 0;
}

function expectAgreement(value: unknown): void {
  const ours = accepts(value);
  expect({ value, "2020-12": drafts["2020-12"](value), "07": drafts["07"](value) }).toEqual({
    value,
    "2020-12": ours,
    "07": ours,
  });
}

describe("the JSON schema", () => {
  it("documents a field as editors show it", () => {
    expect(appSpecJsonSchema()).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      required: ["name"],
      additionalProperties: false,
      properties: { services: { type: "array", items: { $ref: "#/$defs/service" } } },
      $defs: {
        service: {
          additionalProperties: false,
          properties: {
            http_port: { type: "integer", default: 8080, maximum: 65535 },
            protocol: {
              enum: ["HTTP", "HTTP2"],
              markdownEnumDescriptions: [expect.any(String), expect.any(String)],
            },
            instance_size_slug: { type: "string", examples: expect.arrayContaining(["apps-s-1vcpu-1gb"]) },
            routes: { deprecated: true, deprecationMessage: expect.stringContaining("ingress.rules") },
          },
        },
        staticSite: { properties: { run_command: { doNotSuggest: true } } },
      },
    });
  });

  it("holds no key of ours that editors do not know", () => {
    const known = new Ajv2020({ strict: true, allowUnionTypes: true });
    for (const keyword of [
      "markdownDescription",
      "markdownEnumDescriptions",
      "deprecationMessage",
      "doNotSuggest",
    ])
      known.addKeyword(keyword);
    expect(() => known.compile(appSpecJsonSchema())).not.toThrow();
  });

  it("says draft 07 where it is asked for", () => {
    expect(appSpecJsonSchema({ draft: "07" })).toMatchObject({
      $schema: "http://json-schema.org/draft-07/schema#",
    });
  });

  const probes = ["", "x", "PG", "1h", 0, 1, 1.5, -1, 251, 70000, 1e16, true, [], [1], ["x"], {}, { y: 1 }];

  it.each(Array.from(allNodes(), ({ field }) => field.path))("agrees with the schema on any %s", (path) => {
    for (const probe of probes) {
      const document = documentWith(path, probe);
      expectAgreement(document);
      expect({ document, problems: schemaProblems(document).length > 0 }).toEqual({
        document,
        problems: !accepts(document),
      });
    }
    expectAgreement(documentWith(path, null));
  });
});

/** A spec that is right but for one value at one path. */
function documentWith(path: string, value: unknown): unknown {
  const build = (node: FieldNode, [step = "", ...rest]: string[]): object => {
    const child = node.keys.get(step.replace("[]", ""));
    if (!child) throw new Error(`There is no ${path}.`);
    const below = () => (child.item ? [build(child.item, rest)] : build(child, rest));
    return { ...neededIn(node), [step.replace("[]", "")]: rest.length === 0 ? value : below() };
  };
  return build(rootNode(), path.split("."));
}

function neededIn(node: FieldNode): object {
  const needed = [...node.keys].filter(([, { field }]) => field.required);
  return Object.fromEntries(needed.map(([key]) => [key, key === "domain" ? "example.com" : "sample"]));
}

const shared = process.env.APP_PLATFORM_SHARED ?? resolve(import.meta.dirname, "../../../../../shared");
const corpus = resolve(shared, "corpus/specs");
if (!existsSync(corpus)) console.warn(`Skipped: no ${corpus}; set APP_PLATFORM_SHARED to its folder.`);

describe.skipIf(!existsSync(corpus))("on real specs", () => {
  it.each(existsSync(corpus) ? readdirSync(corpus) : [])("agrees with the schema on %s", (name) => {
    const { value } = parseSpec(readFileSync(resolve(corpus, name), "utf8"));
    expectAgreement(value);
  });
});
