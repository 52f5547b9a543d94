// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${NAME}` is the language that this is about
import { describe, expect, test } from "vitest";
import { parseSpec } from "./document.ts";
import { type FillOptions, fillPlaceholders } from "./placeholders.ts";

/** Fills the value of one env and shows what became of it. */
function fill(value: string, options: Partial<FillOptions> = {}) {
  const document = parseSpec(`envs:\n  - key: A\n    value: ${value}\n`);
  const { spec, filled, problems } = fillPlaceholders(document, { values: {}, allow: [], ...options });
  return {
    value: spec.envs?.[0]?.value,
    filled: filled.map(({ path, name }) => `${path} ${name}`),
    problems: problems.map(({ code, message, range }) => ({
      code,
      message,
      marked: document.text.split("\n")[range.start.line]?.slice(range.start.character, range.end.character),
    })),
  };
}

const clean = { filled: [], problems: [] };

describe("what is filled", () => {
  test("an allowed name with a value", () => {
    expect(fill("v-${SHA}-x", { allow: ["SHA"], values: { SHA: "abc" } })).toEqual({
      value: "v-abc-x",
      filled: ["envs.0.value SHA"],
      problems: [],
    });
  });

  test("image tags and digests of every component, and nothing else of them", () => {
    const document = parseSpec(`
services: [{ name: api, image: { repository: api, tag: "\${SHA}" }, envs: [{ key: V, value: "\${SHA}" }] }]
jobs: [{ name: run, image: { repository: run, digest: "sha256:\${SHA}" }, run_command: "echo \${SHA}" }]`);
    const { spec, problems } = fillPlaceholders(document, { allow: ["SHA"], values: { SHA: "abc" } });
    expect(spec).toEqual({
      services: [
        { name: "api", image: { repository: "api", tag: "abc" }, envs: [{ key: "V", value: "abc" }] },
      ],
      jobs: [{ name: "run", image: { repository: "run", digest: "sha256:abc" }, run_command: "echo ${SHA}" }],
    });
    expect(problems).toEqual([]);
  });

  test("a value that looks like YAML stays a value", () => {
    const evil = "x\n    scope: BUILD_TIME\nname: evil";
    expect(fill("${A}", { allow: ["A"], values: { A: evil } }).value).toBe(evil);
  });

  test("a value that looks like a placeholder is not filled again", () => {
    expect(fill("${A}", { allow: ["A", "B"], values: { A: "${B}", B: "b" } }).value).toBe("${B}");
  });

  test("a default where the name is unset or empty, as in a shell", () => {
    expect(fill("${A:-dev}", { allow: ["A"], values: {} }).value).toBe("dev");
    expect(fill("${A:-dev}", { allow: ["A"], values: { A: "" } }).value).toBe("dev");
    expect(fill("${A:-dev}", { allow: ["A"], values: { A: "prod" } }).value).toBe("prod");
    expect(fill("x${A:-}", { allow: ["A"], values: {} }).value).toBe("x");
    expect(fill("x${A}", { allow: ["A"], values: { A: "" } }).value).toBe("x");
  });

  test("an alias is filled in each of its places", () => {
    const document = parseSpec(
      'services:\n- { name: a, envs: &e [{ key: K, value: "${A}" }] }\n- { name: b, envs: *e }',
    );
    const { spec, filled } = fillPlaceholders(document, { allow: ["A"], values: { A: "1" } });
    expect(spec.services?.map((service) => service?.envs?.[0]?.value)).toEqual(["1", "1"]);
    expect(filled.map(({ path }) => path)).toEqual(["services.0.envs.0.value", "services.1.envs.0.value"]);
  });
});

describe("what stays as it is written", () => {
  test("names that are not allowed, with or without a default", () => {
    expect(fill("${HOME} ${X:-y}", { values: { HOME: "/root" } })).toEqual({
      value: "${HOME} ${X:-y}",
      ...clean,
    });
  });

  test("references that the platform resolves", () => {
    const value = "${db.DATABASE_URL} ${_self.PUBLIC_URL} ${APP_URL}";
    expect(fill(value, { allow: ["db"], values: { db: "x", APP_URL: "y" } })).toEqual({ value, ...clean });
  });

  test("the escape `$${` becomes `${`", () => {
    expect(fill("$${A} ${A}", { allow: ["A"], values: { A: "1" } }).value).toBe("${A} 1");
    expect(fill("$${NOT_ALLOWED}").value).toBe("${NOT_ALLOWED}");
  });

  test("the document itself", () => {
    const document = parseSpec('envs: [{ key: A, value: "${A}" }]');
    fillPlaceholders(document, { allow: ["A"], values: { A: "1" } });
    expect(document.value).toEqual({ envs: [{ key: "A", value: "${A}" }] });
  });
});

describe("what is a problem, on the placeholder itself", () => {
  test("an allowed name without a value", () => {
    expect(fill('"v-${SHA}"', { allow: ["SHA"], values: { SHA: undefined } })).toEqual({
      value: "v-${SHA}",
      filled: [],
      problems: [
        {
          code: "unset",
          message:
            "`SHA` is allowed here but has no value. Set it in the `env` of the step, or write a default: `${SHA:-text}`.",
          marked: "${SHA}",
        },
      ],
    });
  });

  test("a name that only JavaScript knows is unset", () => {
    expect(fill("${constructor}", { allow: ["constructor"] }).problems.map(({ code }) => code)).toEqual([
      "unset",
    ]);
  });

  test("names of the runner, allowed or not set", () => {
    for (const name of [
      "GITHUB_TOKEN",
      "INPUT_TOKEN",
      "ACTIONS_RUNTIME_TOKEN",
      "RUNNER_TEMP",
      "github_token",
    ]) {
      const { value, problems } = fill(`\${${name}}`, { allow: [name], values: { [name]: "ghs_secret" } });
      expect(value).toBe(`\${${name}}`);
      expect(problems).toEqual([
        {
          code: "reserved",
          message: `\`${name}\` belongs to the runner and is never filled in. Pass what you need under a name of your own.`,
          marked: `\${${name}}`,
        },
      ]);
    }
  });

  test("a name that App Platform fills in itself", () => {
    const { value, problems } = fill("${APP_URL}", { allow: ["APP_URL"], values: { APP_URL: "x" } });
    expect(value).toBe("${APP_URL}");
    expect(problems.map(({ code }) => code)).toEqual(["bindable"]);
  });

  test("a default that holds another placeholder", () => {
    const { problems } = fill("${A:-${B}}", { allow: ["A"], values: { A: "1" } });
    expect(problems.map(({ code, marked }) => [code, marked])).toEqual([["nested", "${A:-"]]);
  });

  test("an allowed name in a field where nothing is filled", () => {
    const document = parseSpec("name: shop-${SLOT}\nregion: ${OTHER}\n");
    const { spec, problems } = fillPlaceholders(document, { allow: ["SLOT"], values: { SLOT: "a" } });
    expect(spec).toEqual({ name: "shop-${SLOT}", region: "${OTHER}" });
    expect(problems).toEqual([
      {
        code: "elsewhere",
        name: "SLOT",
        path: "name",
        range: { start: { line: 0, character: 11 }, end: { line: 0, character: 18 } },
        message:
          "`SLOT` is not filled in here: only env values, image tags and image digests are. Write the value itself.",
      },
    ]);
  });
});

describe("secrets of a proposal", () => {
  const document = parseSpec(`
envs:
  - { key: A, type: SECRET, value: "\${TOKEN}" }
  - { key: B, type: SECRET }
  - { key: C, type: SECRET, value: "EV[1:abc:def]" }
  - { key: D, value: "\${MODE}" }`);

  test("are all one dummy, and need no value", () => {
    const { spec, filled, problems } = fillPlaceholders(document, {
      allow: ["TOKEN", "MODE"],
      values: { MODE: "live" },
      secretDummy: "dummy",
    });
    expect(spec.envs?.map((env) => env?.value)).toEqual(["dummy", "dummy", "dummy", "live"]);
    expect(filled).toEqual([{ path: "envs.3.value", name: "MODE" }]);
    expect(problems).toEqual([]);
  });
});

test("values of the wrong type are no obstacle", () => {
  for (const text of [
    "envs: 7",
    "envs: [{ value: [1] }]",
    "services: [{ image: tag }]",
    "&a\nx: *a",
    "",
    "- a",
  ])
    expect(
      fillPlaceholders(parseSpec(text), { allow: ["A"], values: {}, secretDummy: "d" }).problems,
    ).toEqual([]);
});
