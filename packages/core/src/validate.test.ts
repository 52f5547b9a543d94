import { describe, expect, it } from "vitest";
import { found, service } from "./rules/testing.ts";
import { parseSpec } from "./spec/document.ts";
import { validateSpec } from "./validate.ts";

describe("a document that holds no app spec", () => {
  it.each(["", "   \n", "# nothing yet\n", "---\n", "null\n"])(
    "gets one message, where it is empty: %j",
    (text) => {
      expect(validateSpec(text).map(({ code, severity, path }) => ({ code, severity, path }))).toEqual([
        { code: "required", severity: "error", path: "" },
      ]);
    },
  );

  it("gets one message, where the template form has nothing below `spec:`", () => {
    expect(validateSpec("spec:\n").map(({ code }) => code)).toEqual(["required"]);
  });

  it("says what an app spec needs", () => {
    expect(validateSpec("")[0]?.message).toBe(
      "There is no app spec here. It needs at least `name: my-app` and one component, for example below `services:`.",
    );
  });

  it("gets one message on its first token, where it is a list", () => {
    expect(found("- name: api\n- name: web\n")).toEqual(["error type [name]"]);
  });

  it.each(["hello\n", "42\n", "true\n"])("gets one message, where it is a scalar: %j", (text) => {
    expect(found(text)).toEqual([`error type [${text.trim()}]`]);
  });
});

describe("syntax", () => {
  it("is reported beside what the rules find above it", () => {
    expect(
      found("name: Shop\nservices: [{name: api, image: {registry_type: DOCR, repository: a}}\n"),
    ).toEqual(["error name-pattern [Shop]", "error yaml-syntax [[]"]);
  });

  it("hides what may only be missing because the text is torn", () => {
    expect(
      found('region: nyc\nservices:\n- name: "api\n  image: {}\n').map((line) => line.split(" [")[0]),
    ).toEqual(["error yaml-syntax"]);
  });

  it("lets the rules look at the whole text, where a key is written twice", () => {
    expect(found(service("http_port: 80\nhttp_port: 81\nhealth_check: {http_path: up}"))).toEqual([
      "error yaml-syntax [http_port]",
      "warning health-path-slash [up]",
    ]);
  });

  it("does not read a file over 1 MiB", () => {
    expect(validateSpec(`name: ${"x".repeat(1024 * 1024)}`).map(({ code }) => code)).toEqual(["too-large"]);
  });
});

describe("a diagnostic", () => {
  it("has the path as the API writes it, a range, and a link to the rule", () => {
    expect(validateSpec(service("envs:\n- key: A\n  value: 1\n"))).toEqual([
      {
        code: "env-value-string",
        severity: "warning",
        message: "`value` must be a text, and this is read as a number. Put it in quotes.",
        path: "services.0.envs.0.value",
        range: { start: { line: 6, character: 11 }, end: { line: 6, character: 12 } },
        docs: "https://github.com/app-platform-toolkit/app-platform-toolkit/blob/main/docs/rules.md#env-value-string",
        fixes: [
          {
            title: 'Write `"1"`',
            edits: [
              {
                range: { start: { line: 6, character: 11 }, end: { line: 6, character: 12 } },
                newText: '"1"',
              },
            ],
          },
        ],
      },
    ]);
  });

  it("has no link where no rule explains it", () => {
    expect(validateSpec("region: nyc\n").find(({ code }) => code === "required")).not.toHaveProperty("docs");
  });

  it("stands in the order of the text, whoever found it", () => {
    expect(
      found(
        "name: Shop\nservices:\n- name: api\n  image: {registry_type: DOCR, repository: a}\n  httpport: 80\nregion: nyc1\n",
      ),
    ).toEqual(["error name-pattern [Shop]", "error unknown-field [httpport]", "warning region-slug [nyc1]"]);
  });

  it("counts its path from below `spec:` in the template form", () => {
    const text =
      "spec:\n  name: Shop\n  services: [{name: api, image: {registry_type: DOCR, repository: a}}]\n";
    expect(validateSpec(text)[0]).toMatchObject({
      path: "name",
      range: { start: { line: 1, character: 8 } },
    });
  });

  it("is given once for what stands behind an anchor", () => {
    expect(
      found(`
name: shop
services:
- name: api
  image: &image {registry_type: DOCR, registry: acme, repository: api}
- name: web
  image: *image
`),
    ).toEqual(["warning image-docr-registry [registry]"]);
  });

  it("shows names of the document on one line, and cut", () => {
    const name = `"a\\n\`b\` ${"x".repeat(500)}"`;
    const message = validateSpec(service("", `workers: [{name: ${name}, http_port: 1}]`))
      .map((diagnostic) => diagnostic.message)
      .join(" ");
    expect(message).not.toContain("\n");
    expect(message.length).toBeLessThan(1000);
  });
});

describe("one mistake gets one message", () => {
  it("a slip in the key of the source is no missing source", () => {
    expect(
      found("name: shop\nservices:\n- name: api\n  imge: {registry_type: DOCR, repository: a}\n"),
    ).toEqual(["error unknown-field [imge]"]);
  });

  it("a source of the wrong type is no missing source", () => {
    expect(found("name: shop\nservices:\n- name: api\n  github: acme/shop\n")).toEqual([
      "error type [acme/shop]",
    ]);
  });

  it("a list of components that is none does not make an empty app", () => {
    expect(found("name: shop\nservices: {name: api}\n").map((line) => line.split(" [")[0])).toEqual([
      "error type",
    ]);
  });

  it("a rule refers to a component by its name, also where that is not allowed", () => {
    expect(
      found(`
name: shop
services:
- {name: My_API, image: {registry_type: DOCR, repository: a}}
ingress:
  rules:
  - component: {name: My_API}
`),
    ).toEqual(["error name-pattern [My_API]"]);
  });

  it("an unknown key in an ingress rule is probably its target", () => {
    expect(
      found(`
name: shop
services:
- {name: api, image: {registry_type: DOCR, repository: a}}
ingress:
  rules:
  - component_name: api
`),
    ).toEqual(["error unknown-field [component_name]"]);
  });

  it("a kind of job that does not exist says nothing about its schedule", () => {
    expect(
      found(
        "name: shop\njobs:\n- {name: j1, kind: CRON, image: {registry_type: DOCR, repository: a}, schedule: {cron: 0 3 * * *}}\n",
      ),
    ).toEqual(["error job-kind-cron [CRON]"]);
  });
});

describe("options", () => {
  it("give a rule another severity, or turn it off", () => {
    const spec = service("instance_size_slug: basic-xxs\nhealth_check: {http_path: up}");
    expect(found(spec, { severities: { "size-legacy": "error", "health-path-slash": "off" } })).toEqual([
      "error size-legacy [basic-xxs]",
    ]);
  });

  it("take a document that is parsed already", () => {
    const text = service("command: npm start");
    expect(validateSpec(parseSpec(text))).toEqual(validateSpec(text));
  });

  it("tell by the file's name where the template form belongs", () => {
    const text =
      "spec:\n  name: shop\n  services: [{name: api, image: {registry_type: DOCR, repository: a}}]\n";
    expect(found(text)).toEqual([]);
    expect(found(text, { fileName: "repo/.do/deploy.template.yaml" })).toEqual([]);
    expect(found(text, { fileName: "repo/.do/app.yaml" })).toEqual(["warning spec-wrapper [name]"]);
  });
});

describe("whatever the text is", () => {
  const spec = service(
    "envs: [{key: A, value: '${db.DATABASE_URL}'}]\nautoscaling: {metrics: {cpu: {percent: 5}}}\nalerts: [{rule: CPU_UTILIZATION}]",
    "databases: [{name: db, engine: PG}]\ningress: {rules: [{match: {path: {prefix: /}}, component: {name: api}}]}",
  );

  it("nothing is thrown and no rule fails, cut anywhere", () => {
    for (let end = 0; end < spec.length; end++) expectNoFailure(spec.slice(0, end));
  });

  it("nothing is thrown and no rule fails, with a value of any sort in any place", () => {
    const value = parseSpec(spec).value;
    const values = [
      null,
      "",
      "x",
      0,
      -1,
      1.5,
      true,
      [],
      [null],
      {},
      { a: null },
      [[]],
      "${x}",
      "9".repeat(400),
    ];
    for (const path of pathsOf(value))
      for (const other of values) expectNoFailure(JSON.stringify(withValue(value, path, other)));
  });

  it.each([
    ["an alias of the whole document", "&a\nname: shop\nservices: [*a]\ningress: *a\n"],
    ["a thousand levels", `name: shop\nservices: ${"[".repeat(1000)}${"]".repeat(1000)}\n`],
    ["a thousand maps", `name: shop\nservices: [{envs: ${"{a: ".repeat(1000)}1${"}".repeat(1000)}}]\n`],
    ["an alias that holds itself", "name: shop\nservices: &a\n- name: api\n  x: *a\n  envs: *a\n"],
    [
      "keys of every object",
      "name: shop\n__proto__: {a: 1}\nconstructor: 1\nservices: [{__proto__: 1, toString: 2}]\n",
    ],
    ["keys that are no text", "? [a, b]\n: 1\n1: 2\nnull: 3\nservices:\n- ? {a: b}\n  : c\n"],
    ["tags and directives", "%YAML 1.1\n---\nname: !!binary aGk=\nservices: !!set {a, b}\n"],
  ])("nothing is thrown: %s", (_, text) => {
    expectNoFailure(text);
  });

  it("tells a fault of our own, and throws none", () => {
    const value = {
      get name() {
        throw new TypeError("ours");
      },
    };
    const document = new Proxy(parseSpec("name: shop"), {
      get(target, key) {
        const found: unknown = key === "value" ? value : Reflect.get(target, key);
        return typeof found === "function" ? found.bind(target) : found;
      },
    });
    expect(validateSpec(document)).toMatchObject([
      { code: "internal", severity: "warning", message: expect.stringContaining("(TypeError)") },
    ]);
  });

  function expectNoFailure(text: string) {
    expect(
      validateSpec(text).filter(({ code }) => code === "internal"),
      text,
    ).toEqual([]);
  }

  type Path = (string | number)[];

  function pathsOf(value: unknown, path: Path = []): Path[] {
    if (typeof value !== "object" || value === null) return [path];
    const steps = Array.isArray(value) ? value.map((item, index) => [index, item]) : Object.entries(value);
    return [path, ...steps.flatMap(([step, item]) => pathsOf(item, [...path, step]))];
  }

  function withValue(value: unknown, [step, ...rest]: Path, other: unknown): unknown {
    if (step === undefined) return other;
    const copy = structuredClone(value) as Record<string | number, unknown>;
    copy[step] = withValue(copy[step], rest, other);
    return copy;
  }
});
