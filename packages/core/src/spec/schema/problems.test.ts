import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parseSpec } from "../document.ts";
import { formatPath } from "../path.ts";
import { checkSchema, schemaProblems } from "./problems.ts";

/** The problems of a spec, each on a line, as a person would read them. */
function problemsOf(yaml: string): string[] {
  return schemaProblems(parseSpec(yaml).value).map(
    ({ severity, code, path, message }) => `${severity} ${code} at ${formatPath(path)}: ${message}`,
  );
}

/** What would be written instead. */
function suggestionsOf(yaml: string): (string | undefined)[] {
  return schemaProblems(parseSpec(yaml).value).map(({ suggestion }) => suggestion);
}

const SHOP = `
name: shop
region: nyc
services:
  - name: web
    github: { repo: acme/shop, branch: main, deploy_on_push: true }
    envs:
      - { key: GREETING, value: hello, scope: RUN_TIME }
`;

it("finds nothing in a spec that is right", () => {
  expect(problemsOf(SHOP)).toEqual([]);
});

describe("an unknown key", () => {
  it("was meant to be one that is written alike", () => {
    expect(problemsOf(`${SHOP}    instance_cout: 2\n`)).toEqual([
      "error unknown-field at services.0.instance_cout: `instance_cout` is not a field of a service. Did you mean `instance_count`?",
    ]);
    expect(schemaProblems({ name: "shop", servces: [] })).toMatchObject([
      { path: ["servces"], at: "key", suggestion: "services" },
    ]);
  });

  it("was meant to be one that others call so", () => {
    expect(suggestionsOf(`${SHOP}    command: npm start\n    env: []\n    ports: [80]\n`)).toEqual([
      "run_command",
      undefined,
      "internal_ports",
    ]);
  });

  it("belongs to another component, or to another level", () => {
    expect(problemsOf("name: shop\nworkers: [{ name: queue, http_port: 80 }]")).toEqual([
      "error unknown-field at workers.0.http_port: `http_port` is not a field of a worker (it belongs to a service).",
    ]);
    expect(problemsOf("name: shop\nstatic_sites: [{ name: site, domains: [] }]")).toEqual([
      "error unknown-field at static_sites.0.domains: `domains` is not a field of a static site (it belongs to the app).",
    ]);
    expect(problemsOf("name: shop\nservices: [{ name: web, min_instance_count: 1 }]")).toEqual([
      "error unknown-field at services.0.min_instance_count: `min_instance_count` is not a field of a service (it belongs to the autoscaling of a service).",
    ]);
  });

  it("is just unknown where nothing is like it", () => {
    expect(problemsOf("name: shop\nvolumes: []")).toEqual([
      "error unknown-field at volumes: `volumes` is not a field of the app.",
    ]);
  });

  it("breaks a rule of its own in some places", () => {
    expect(
      schemaProblems({
        name: "shop",
        services: [{ name: "web", git: { repo_clone_url: "https://x/y.git", deploy_on_push: true } }],
        functions: [{ name: "hooks", image: {} }],
        ingress: { rules: [{ match: { authority: { regex: ".*" } } }] },
      }).map(({ code }) => code),
    ).toEqual(["git-no-push", "source-static", "ingress-authority-exact"]);
  });

  it("named like a method of every object is still unknown", () => {
    expect(problemsOf("name: shop\nconstructor: 1\n__proto__: 2\n")).toHaveLength(2);
  });
});

describe("a missing key", () => {
  it("is asked for where it would stand", () => {
    expect(schemaProblems({ services: [{}] })).toMatchObject([
      { path: ["name"], at: "key", code: "required", message: "The app needs `name`.", suggestion: "name" },
      { path: ["services", 0, "name"], code: "required", message: "A service needs `name`." },
    ]);
    expect(
      problemsOf("name: shop\nworkers: [{ name: queue, log_destinations: [{ name: lt, logtail: {} }] }]"),
    ).toEqual([
      "error log-logtail-token at workers.0.log_destinations.0.logtail.token: A Logtail destination needs `token`.",
    ]);
  });

  it("is missing too where nothing follows it, but optional keys may wait for their value", () => {
    expect(problemsOf("name:\nregion:\nservices:\n  - name: web\n    envs:\n    http_port:\n")).toEqual([
      "error required at name: The app needs `name`.",
    ]);
  });

  it("is not missing where it is only misspelt", () => {
    expect(problemsOf("name: shop\nservices: [{ nmae: web }]")).toEqual([
      "error unknown-field at services.0.nmae: `nmae` is not a field of a service. Did you mean `name`?",
    ]);
  });
});

describe("a value of the wrong type", () => {
  it("is one problem, whatever lies below it", () => {
    expect(problemsOf("name: shop\nservices: { web: { nmae: x, http_port: y } }")).toEqual([
      "error type at services: `services` must be a list, but this is a map. Write each as an item of its own, with its name: `- name: web`.",
    ]);
  });

  it("is to be quoted where a text is wanted, and is not shown, for it may be a secret", () => {
    const yaml = "name: shop\nenvs: [{ key: PIN, value: 4711 }]\ndatabases: [{ name: db, version: 16 }]";
    expect(problemsOf(yaml)).toEqual([
      "warning env-value-string at envs.0.value: `value` must be a text, and this is read as a number. Put it in quotes.",
      "warning db-version-string at databases.0.version: `version` must be a text, and this is read as a number. Put it in quotes.",
    ]);
    expect(schemaProblems(parseSpec(yaml).value)).toMatchObject([
      { expected: "string" },
      { expected: "string" },
    ]);
  });

  it("comes with what it can only mean", () => {
    expect(
      suggestionsOf(`
name: shop
disable_edge_cache: "yes"
services:
  - name: web
    http_port: "8080"
    github: acme/shop
    image: { deploy_on_push: true }
    gitlab: { deploy_on_push: { enabled: false } }
jobs:
  - name: clean
    schedule: "0 * * * *"
`),
    ).toEqual(["true", "8080", "{ repo: acme/shop }", "{ enabled: true }", "false", '{ cron: "0 * * * *" }']);
  });

  it("is a whole number that is none, an empty item, a list in place of the spec", () => {
    expect(problemsOf("name: shop\nservices:\n  - { name: web, http_port: 80.5 }\n  -\n")).toEqual([
      "error type at services.0.http_port: `http_port` must be a whole number, but this is a number with a fraction.",
      "error type at services.1: Item 2 of `services` is empty. Write a service, or remove the dash.",
    ]);
    expect(problemsOf("- a\n- b\n")).toEqual([
      "error type at : An app spec must be a map of fields, but this is a list.",
    ]);
  });

  it("has the name of its rule where there is one", () => {
    expect(
      schemaProblems({
        name: "shop",
        services: [{ name: "web", log_destinations: {}, image: { deploy_on_push: true } }],
        domains: [{ domain: "example.com", minimum_tls_version: 1.2 }],
      }).map(({ code, severity }) => `${severity} ${code}`),
    ).toEqual(["error log-array", "error deploy-on-push-type", "warning domain-tls-string"]);
  });
});

describe("a value that does not exist", () => {
  it("was meant to be one in upper case, or another word for one", () => {
    expect(
      problemsOf("name: shop\ndatabases: [{ name: a1, engine: pg }, { name: b1, engine: postgresql }]"),
    ).toEqual([
      "error domain-type-case at databases.0.engine: `engine` cannot be `pg`. Did you mean `PG`?",
      "error enum at databases.1.engine: `engine` cannot be `postgresql`. Did you mean `PG`?",
    ]);
    expect(problemsOf("name: shop\njobs: [{ name: clean, kind: CRON }]")).toEqual([
      "error job-kind-cron at jobs.0.kind: `kind` cannot be `CRON`. Did you mean `SCHEDULED`?",
    ]);
  });

  it("is answered with those that do where nothing is like it", () => {
    expect(problemsOf("name: shop\negress: { type: STATIC }")).toEqual([
      "error enum at egress.type: `type` cannot be `STATIC`. Write `AUTOASSIGN` or `DEDICATED_IP`.",
    ]);
  });

  it("only warns for a region, for the platform may have more", () => {
    expect(problemsOf("name: shop\nregion: nyc3")).toEqual([
      "warning region-slug at region: `region` cannot be `nyc3`. Did you mean `nyc`?",
    ]);
  });

  it("keeps the quotes that a version needs", () => {
    expect(
      suggestionsOf('name: shop\ndomains: [{ domain: a.example.com, minimum_tls_version: "1.1" }]'),
    ).toEqual(['"1.2"']);
  });
});

describe("a number out of bounds", () => {
  it("is told the bounds and the nearest that fits", () => {
    const yaml = `
name: shop
services:
  - name: web
    http_port: 70000
    instance_count: 251
    health_check: { period_seconds: 0 }
    liveness_health_check: { success_threshold: 2 }
    inactivity_sleep: { after_seconds: 60 }
    termination: { drain_seconds: 111 }
`;
    expect(problemsOf(yaml)).toEqual([
      "error port-range at services.0.http_port: `http_port` must be from 1 to 65535, but it is 70000.",
      "error scale-250 at services.0.instance_count: `instance_count` must be from 1 to 250, but it is 251.",
      "error health-ranges at services.0.health_check.period_seconds: `period_seconds` must be from 1 to 300, but it is 0.",
      "error liveness-success at services.0.liveness_health_check.success_threshold: `success_threshold` must be 1, but it is 2.",
      "error sleep-service-only at services.0.inactivity_sleep.after_seconds: `after_seconds` must be from 600 to 86400, but it is 60.",
      "error range at services.0.termination.drain_seconds: `drain_seconds` must be from 1 to 110, but it is 111.",
    ]);
    expect(suggestionsOf(yaml)).toEqual(["65535", "250", "1", "1", "600", "110"]);
  });

  it("does not mind the zero that stands for nothing", () => {
    expect(
      problemsOf(
        "name: shop\nservices: [{ name: web, http_port: 0, instance_count: 0, internal_ports: [0] }]",
      ),
    ).toEqual([]);
  });
});

describe("a text that is written wrongly", () => {
  it.each([
    ["name: My_Shop", "name-pattern", "my-shop"],
    ["name: shop\nenvs: [{ key: MY-KEY }]", "env-key", "MY_KEY"],
    ["name: shop\nenvs: [{ key: 1ST }]", "env-key", undefined],
    [
      "name: shop\nservices: [{ name: web, github: { repo: 'https://github.com/acme/shop.git' } }]",
      "repo-format-github",
      "acme/shop",
    ],
    [
      "name: shop\nservices: [{ name: web, gitlab: { repo: 'https://gitlab.com/acme/a/shop.git' } }]",
      "repo-format-gitlab",
      "acme/a/shop",
    ],
    ["name: shop\nservices: [{ name: web, github: { repo: shop } }]", "repo-format-github", undefined],
    ["name: shop\ndomains: [{ domain: '*.example.com' }]", "domain-wildcard", "example.com"],
    ["name: shop\ndomains: [{ domain: 'https://example.com/' }]", "pattern", "example.com"],
    [
      "name: shop\ningress: { custom_error_page_url: 'http://example.com' }",
      "ingress-error-page",
      "https://example.com",
    ],
    ["name: shop\ningress: { rules: [{ cors: { max_age: 1d } }] }", "cors-max-age", "24h"],
    ["name: shop\njobs: [{ name: clean, timeout: '30' }]", "job-timeout", undefined],
  ])("%j is %s, to be %s", (yaml, code, suggestion) => {
    expect(schemaProblems(parseSpec(yaml).value)).toMatchObject([
      suggestion === undefined ? { code } : { code, suggestion },
    ]);
    expect(suggestionsOf(yaml)).toEqual([suggestion]);
  });

  it("is told how to be written", () => {
    expect(problemsOf("name: Shop!")).toEqual([
      "error name-pattern at name: `name` cannot be `Shop!`. Write 2 to 32 lower-case letters, digits and hyphens, with a letter first and no hyphen last (here `shop`).",
    ]);
    expect(problemsOf(`name: ${"a".repeat(40)}`)).toEqual([
      "error name-pattern at name: `name` must have at most 32 characters, but has 40.",
    ]);
  });

  it("cannot break out of the sentence that shows it", () => {
    const [problem] = schemaProblems({ name: `a\`b\n\n# c ${"d".repeat(100)}`, region: "" });
    expect(problem?.message).not.toContain("\n");
    expect(
      schemaProblems({ name: "shop", region: `x\`\n![](http://e)${"y".repeat(100)}` })[0]?.message,
    ).toMatch(/^`region` cannot be `x !\[\]\(http:\/\/e\)y{44}…`\. Write /);
  });

  it("of a great length costs no time", () => {
    for (const text of ["/".repeat(1_000_000), "-".repeat(1_000_000), "1".repeat(1_000_000)])
      expect(
        schemaProblems({
          name: text,
          envs: [{ key: text }],
          domains: [{ domain: `${text}.` }],
          services: [{ name: "web", github: { repo: text }, cors: { max_age: text } }],
          [text]: 1,
        }).length,
      ).toBeGreaterThan(3);
  }, 2_000);
});

describe("a placeholder", () => {
  it("is left to whoever fills it in", () => {
    expect(
      problemsOf(`
name: shop-\${SLOT}
region: \${REGION}
services:
  - name: __NAME__
    http_port: \${PORT}
    github: { repo: $REPO, branch: main, deploy_on_push: "\${PUSH}" }
    protocol: "{{ protocol }}"
`),
    ).toEqual([]);
  });
});

describe("checkSchema", () => {
  it("gives the rules the values that are of the right type alone", () => {
    const { spec, problems } = checkSchema(
      parseSpec(`
name: Shop
region:
services:
  - name: web
    http_port: \${PORT}
    instance_count: "2"
    envs: [{ key: A, value: 1 }]
  - oops
unknown: kept
`).value,
    );
    expect(spec).toEqual({
      name: "Shop",
      services: [{ name: "web", envs: [{ key: "A" }] }, undefined],
      unknown: "kept",
    });
    expect(problems.map(({ code }) => code).sort()).toEqual([
      "env-value-string",
      "name-pattern",
      "type",
      "type",
      "unknown-field",
    ]);
  });

  it("gives an empty spec where there is none", () => {
    for (const value of [undefined, null, 1, "text", [], true]) {
      const { spec, problems } = checkSchema(value);
      expect({ value, spec, problems: problems.length }).toEqual({ value, spec: {}, problems: 1 });
    }
  });
});

const shared = process.env.APP_PLATFORM_SHARED ?? resolve(import.meta.dirname, "../../../../../../shared");
const corpus = resolve(shared, "corpus/specs");
if (!existsSync(corpus)) console.warn(`Skipped: no ${corpus}; set APP_PLATFORM_SHARED to its folder.`);

describe.skipIf(!existsSync(corpus))("on real specs", () => {
  it("marks each problem on a token and repeats none", () => {
    for (const name of readdirSync(corpus)) {
      const document = parseSpec(readFileSync(resolve(corpus, name), "utf8"));
      const places = schemaProblems(document.value).map(({ path, at }) => `${at} ${formatPath(path)}`);
      expect([name, places]).toEqual([name, [...new Set(places)]]);
      for (const { path, at, code } of schemaProblems(document.value))
        if (code !== "required")
          expect([name, document.nodeAt(path) !== undefined, at]).toEqual([name, true, at]);
    }
  });
});
