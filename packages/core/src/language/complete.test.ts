import { describe, expect, it } from "vitest";
import type { CompletionItem } from "vscode-languageserver-types";
import { dedent } from "../rules/rule.ts";
import { parseSpec } from "../spec/document.ts";
import { validateSpec } from "../validate.ts";
import { complete } from "./complete.ts";
import type { LanguageContext } from "./context.ts";
import { accepted, atCursor } from "./testing.ts";

/** A document that is written as one, or on one line. */
function source(marked: string): string {
  return marked.startsWith("\n") ? dedent(marked) : marked;
}

function items(marked: string, context?: LanguageContext): CompletionItem[] {
  const { text, position } = atCursor(source(marked));
  return complete(text, position, context);
}

function labels(marked: string, context?: LanguageContext): string[] {
  return items(marked, context).map(({ label }) => label);
}

function item(marked: string, label: string, context?: LanguageContext): CompletionItem {
  const found = items(marked, context).find((one) => one.label === label);
  if (!found) throw new Error(`No "${label}" among ${labels(marked, context).join(", ")}.`);
  return found;
}

/** The document after a completion was accepted. */
function after(marked: string, label: string, context?: LanguageContext): string {
  return accepted(atCursor(source(marked)).text, item(marked, label, context));
}

describe("keys", () => {
  it("are those that are allowed and not there yet, the required and the usual ones first", () => {
    expect(labels("|").slice(0, 4)).toEqual(["name", "services", "region", "databases"]);
    expect(labels("name: shop\n|")).not.toContain("name");
    expect(labels("services:\n- name: api\n  github: {}\n  |").slice(0, 4)).toEqual([
      "instance_size_slug",
      "instance_count",
      "envs",
      "http_port",
    ]);
  });

  it("that are no longer to be written are the last, and marked", () => {
    const last = items("services:\n- name: api\n  |").slice(-2);
    expect(last.map(({ label, tags }) => [label, tags])).toEqual([
      ["routes", [1]],
      ["cors", [1]],
    ]);
  });

  it("that exclude what is there come after the others", () => {
    const found = labels("services:\n- name: api\n  image: {}\n  |");
    expect(found.indexOf("github")).toBeGreaterThan(found.indexOf("inactivity_sleep"));
  });

  it("say what they are", () => {
    expect(item("services:\n- name: api\n  |", "http_port")).toMatchObject({
      kind: 10,
      documentation: { kind: "markdown", value: expect.stringContaining("The port the service listens on") },
    });
    expect(item("|", "name").detail).toBe("required");
  });

  it("take the place of a key, where its value fits them", () => {
    expect(after("services:\n- na|: api\n", "name")).toBe("services:\n- name: api\n");
    const forPort = labels("services:\n- name: api\n  po|rt: 8080\n");
    expect(forPort).toContain("http_port");
    expect(forPort).not.toContain("health_check");
    expect(labels("services:\n- name: api\n  git|:\n    repo: acme/shop\n    branch: main\n")).toContain(
      "github",
    );
    expect(labels("services:\n- name: api\n  git|:\n    repo: acme/shop\n    branch: main\n")).not.toContain(
      "git",
    );
  });

  it("find the colon that is missing before what is there", () => {
    expect(after("services:\n- name: api\n  env|\n  - key: A\n", "envs")).toBe(
      "services:\n- name: api\n  envs:\n  - key: A\n",
    );
    expect(after("services:\n- name: api\n  g|\n    repo: acme/shop\n", "github")).toBe(
      "services:\n- name: api\n  github:\n    repo: acme/shop\n",
    );
  });

  it("are not offered where the platform alone writes, or where nothing is known", () => {
    expect(labels("vpc:\n  |")).toEqual(["id"]);
    expect(labels("unknown:\n  |")).toEqual([]);
  });
});

describe("what a key brings with it", () => {
  it("is a valid component, with the source of the others", () => {
    expect(
      after(
        `
        name: shop
        services:
          - name: web
            github:
              repo: acme/shop
              branch: release
        |
        `,
        "workers",
      ),
    ).toBe(
      dedent(`
        name: shop
        services:
          - name: web
            github:
              repo: acme/shop
              branch: release
        workers:
          - name: worker
            github:
              repo: acme/shop
              branch: release
              deploy_on_push: true
            run_command: npm run worker
        `),
    );
  });

  it("is a rule for each component that can be reached", () => {
    expect(
      after("name: shop\nservices:\n- name: web\n- name: api\nstatic_sites:\n- name: docs\n|", "ingress"),
    ).toBe(
      dedent(`
        name: shop
        services:
        - name: web
        - name: api
        static_sites:
        - name: docs
        ingress:
          rules:
          - match:
              path:
                prefix: /api
            component:
              name: api
          - match:
              path:
                prefix: /docs
            component:
              name: docs
          - match:
              path:
                prefix: /
            component:
              name: web
        `).trimEnd(),
    );
  });

  it("is a whole item, behind a dash", () => {
    expect(after("databases:\n- |\n", "name, engine")).toBe("databases:\n- name: db\n  engine: PG\n");
    expect(after("services:\n- envs:\n  -|\n", "key, value")).toBe(
      "services:\n- envs:\n  - key: NAME\n    value: value\n",
    );
    expect(labels("databases:\n- |\n  engine: PG\n")).not.toContain("name, engine");
  });

  it("is a value that is chosen, or the default", () => {
    expect(item("services:\n- name: api\n  |", "health_check")).toMatchObject({
      insertTextFormat: 2,
      textEdit: { newText: "health_check:\n    http_path: ${1:/healthz}" },
    });
    expect(item("services:\n- name: api\n  |", "http_port").textEdit?.newText).toBe("http_port: ${1:8080}");
    expect(item("jobs:\n- name: seed\n  |", "kind").textEdit?.newText).toBe(
      "kind: ${1|PRE_DEPLOY,POST_DEPLOY,FAILED_DEPLOY,SCHEDULED|}",
    );
  });

  it("is nothing where a list of values follows, which is asked for", () => {
    expect(item("|", "region")).toMatchObject({
      textEdit: { newText: "region: " },
      command: { command: "editor.action.triggerSuggest" },
    });
  });

  it("leaves no problem behind, whatever the key", () => {
    const spec =
      "name: shop\nservices:\n  - name: web\n    image:\n      registry_type: DOCR\n      repository: web\n";
    const places = [
      `${spec}|\n`,
      `${spec}    |\n`,
      ...["workers", "jobs", "static_sites", "functions"].map(
        (list) =>
          `${spec}${list}:\n  - name: other\n    github:\n      repo: acme/shop\n      branch: main\n    |\n`,
      ),
      ...["ingress", "maintenance", "egress"].map((key) => `${spec}${key}:\n  |\n`),
      `${spec}ingress:\n  rules:\n    - |\n`,
      `${spec}databases:\n  - name: db\n    engine: PG\n    |\n`,
    ];
    const before = (marked: string) => codes(atCursor(marked).text);
    const found: string[] = [];
    for (const marked of places)
      for (const { label, tags } of items(marked)) {
        if (tags) continue;
        const worse = codes(after(marked, label)).filter(
          (code) => !before(marked).includes(code) && !ALTERNATIVES.test(code),
        );
        if (worse.length > 0) found.push(`${label}: ${worse.join(", ")}`);
      }
    expect(found).toEqual([]);
  });

  /** A second source beside the one that is there, and what a rule has beside its target. */
  const ALTERNATIVES = /^(source-exactly-one|ingress-one-target) /;

  function codes(text: string): string[] {
    return validateSpec(text).flatMap(({ severity, code, path }) =>
      severity === "error" ? [`${code} at ${path}`] : [],
    );
  }
});

describe("values", () => {
  it("are those of an enum, with what they mean", () => {
    expect(items("jobs:\n- name: seed\n  kind: |")[0]).toMatchObject({
      label: "PRE_DEPLOY",
      documentation: { value: expect.stringContaining("Before each deployment") },
    });
    expect(labels("services:\n- alerts:\n  - rule: |")).toEqual([
      "CPU_UTILIZATION",
      "MEM_UTILIZATION",
      "RESTART_COUNT",
      "REQUESTS_PER_SECOND",
      "REQUEST_DURATION_P95_MS",
    ]);
    expect(labels("services:\n- github:\n    deploy_on_push: |")).toEqual(["true", "false"]);
  });

  it("are sizes with what they hold, cost and change in the month's bill", () => {
    const found = items(
      "services:\n- name: api\n  instance_count: 2\n  instance_size_slug: |apps-s-1vcpu-1gb\n",
    );
    expect(found.find(({ label }) => label === "apps-s-1vcpu-2gb")?.detail).toBe(
      "1 shared vCPU, 2 GiB, $25.00/mo, several instances · +$26.00/mo",
    );
    // Two instances do not run on a size for one.
    expect(found[0]?.label).toBe("apps-s-1vcpu-1gb");
    expect(found.at(-1)).toMatchObject({ label: "professional-xl", tags: [1] });
    const scaling = labels("services:\n- autoscaling: {max_instance_count: 3}\n  instance_size_slug: |");
    expect(scaling[0]).toBe("apps-d-1vcpu-0.5gb");
    expect(labels("services:\n- instance_count: {a: 1}\n  instance_size_slug: |")).toContain(
      "apps-s-1vcpu-1gb",
    );
  });

  it("are regions, engines, buildpacks, time zones and schedules", () => {
    expect(item("region: |", "ams").detail).toBe("Amsterdam, Europe");
    expect(labels("databases:\n- engine: |").slice(0, 2)).toEqual(["PG", "MYSQL"]);
    expect(item("databases:\n- engine: |", "REDIS").tags).toEqual([1]);
    expect(labels("services:\n- environment_slug: |")).toContain("node-js");
    expect(labels("jobs:\n- schedule:\n    time_zone: |")[0]).toBe("UTC");
    expect(labels("jobs:\n- schedule:\n    time_zone: Eu|")).toContain("Europe/Berlin");
    expect(after("jobs:\n- schedule:\n    cron: |", "*/15 * * * *")).toContain('cron: "*/15 * * * *"');
    expect(
      item("jobs:\n- schedule:\n    cron: |", "0 3 * * *", { now: new Date("2026-10-01T00:00:00Z") }),
    ).toMatchObject({
      detail: "every day at 3:00",
      documentation: { value: expect.stringContaining("1 October 2026 at 03:00") },
    });
  });

  it("are ports and paths that the file speaks of", () => {
    const spec =
      "services:\n- name: api\n  http_port: 3000\n  internal_ports: [9000]\n  health_check:\n    port: |";
    expect(labels(spec)).toEqual(["3000", "9000"]);
  });

  it("stand in quotes where they would not be texts", () => {
    expect(after("domains:\n- minimum_tls_version: |", "1.2")).toBe('domains:\n- minimum_tls_version: "1.2"');
    expect(after("domains:\n- minimum_tls_version: '|'", "1.2")).toBe(
      "domains:\n- minimum_tls_version: '1.2'",
    );
  });

  it("follow the colon with a blank", () => {
    expect(after("region:|", "fra")).toBe("region: fra");
    expect(after("services:\n- {protocol:|}", "HTTP2")).toBe("services:\n- {protocol: HTTP2}");
  });

  it("take the place of the whole value, not of the comment", () => {
    expect(after("region: n|yc # near us\n", "fra")).toBe("region: fra # near us\n");
  });
});

describe("names of the file", () => {
  const SPEC = `
    name: shop
    domains:
    - domain: www.example.com
    envs:
    - key: LOG_LEVEL
      value: info
    databases:
    - name: db
      engine: PG
    - name: cache
      engine: VALKEY
    services:
    - name: api
      envs:
      - key: DATABASE_URL
        value: \${db.DATABASE_URL}
    - name: web
      envs:
      - key: NODE_ENV
        value: production
    workers:
    - name: mailer
      envs:
      - key: DATABASE_URL
        value: |
  `;

  it("are components that can answer, in a rule", () => {
    const rule = "ingress:\n  rules:\n  - component:\n      name: |\n";
    const spec = `services:\n- name: api\nworkers:\n- name: mailer\nstatic_sites:\n- name: docs\n${rule}`;
    expect(labels(spec)).toEqual(["api", "docs"]);
    expect(item(spec, "docs").detail).toBe("static site");
  });

  it("are domains, in an authority", () => {
    const spec =
      "domains:\n- domain: www.example.com\ningress:\n  rules:\n  - match:\n      authority:\n        exact: |\n";
    expect(labels(spec)).toEqual(["www.example.com", "${STARTER_DOMAIN}"]);
    expect(labels("domains:\n- domain: www.example.com\n  zone: |")).toEqual([
      "example.com",
      "www.example.com",
    ]);
  });

  it("are references, those that fit the variable first", () => {
    const found = labels(SPEC);
    expect(found.slice(0, 2)).toEqual(["${db.DATABASE_URL}", "${cache.DATABASE_URL}"]);
    expect(found).toContain("${cache.REDIS_URL}");
    expect(found).not.toContain("${db.REDIS_URL}");
    expect(found).toContain("${api.PRIVATE_URL}");
    expect(found).toContain("${_self.COMMIT_HASH}");
    expect(found).not.toContain("${_self.PRIVATE_URL}");
    expect(found).toContain("${APP_URL}");
    expect(found).toContain("${LOG_LEVEL}");
  });

  it("are references inside a longer value", () => {
    const spec =
      'databases:\n- name: db\nservices:\n- envs:\n  - key: URL\n    value: "postgres://${db.U|/x"\n';
    expect(after(spec, "${db.USERNAME}")).toContain('value: "postgres://${db.USERNAME}/x"');
    expect(labels('services:\n- envs:\n  - key: A\n    value: "$${d|"\n')).toEqual([]);
  });

  it("are references in quotes, where braces would open a map", () => {
    expect(
      after("databases:\n- name: db\nservices:\n- envs:\n  - {key: A, value: |}\n", "${db.PORT}"),
    ).toContain('{key: A, value: "${db.PORT}"}');
  });

  it("are the variables that other components have, and this one has not", () => {
    const spec = `
      services:
      - name: api
        envs:
        - key: A
        - key: B
      - name: web
        envs:
        - key: A
        - key: |
      workers:
      - name: mailer
        envs:
        - key: C
        - key: B
    `;
    expect(labels(spec)).toEqual(["B", "C"]);
    expect(item(spec, "B").detail).toBe("of api, mailer");
  });
});

describe("what was fetched", () => {
  const context: LanguageContext = {
    paths: ["Dockerfile", "api/Dockerfile.prod", "api/src/main.ts", "web/dist/", "web/package.json"],
    repositories: [
      { provider: "github", name: "acme/shop", branches: ["dev", "main"], defaultBranch: "main" },
      { provider: "gitlab", name: "acme/other" },
    ],
    account: {
      clusters: [
        { name: "pg-1", engine: "PG", version: "16", databases: ["shop"], users: ["doadmin", "app"] },
        { name: "logs-1", engine: "OPENSEARCH" },
      ],
      images: [{ name: "api", tags: ["v2", "latest"] }],
      apps: ["shop"],
      vpcs: [{ id: "c0ffee", name: "default-fra1", region: "fra1", ipRange: "10.0.0.0/16" }],
      zones: ["example.com"],
    },
  };
  const at = (marked: string) => labels(marked, context);

  it("offers paths of the workspace", () => {
    expect(at("services:\n- source_dir: |")).toEqual(["/", "api", "web", "api/src", "web/dist"]);
    expect(at("services:\n- source_dir: /|")).toEqual(["/", "/api", "/web", "/api/src", "/web/dist"]);
    expect(at("services:\n- dockerfile_path: |")).toEqual(["Dockerfile", "api/Dockerfile.prod"]);
    expect(at("static_sites:\n- source_dir: web\n  output_dir: |")[0]).toBe("dist");
  });

  it("offers repositories and their branches", () => {
    expect(at("services:\n- github:\n    repo: |")).toEqual(["acme/shop"]);
    expect(at("services:\n- github:\n    repo: acme/shop\n    branch: |")).toEqual(["main", "dev"]);
    expect(after("|", "services", context)).toContain("repo: acme/shop");
  });

  it("offers what the account holds", () => {
    expect(at("databases:\n- engine: PG\n  cluster_name: |")).toEqual(["pg-1"]);
    expect(at("databases:\n- engine: PG\n  cluster_name: pg-1\n  version: |")).toEqual(["16"]);
    expect(at("databases:\n- cluster_name: pg-1\n  db_user: |")).toEqual(["doadmin", "app"]);
    expect(at("services:\n- log_destinations:\n  - open_search:\n      cluster_name: |")).toEqual(["logs-1"]);
    expect(at("services:\n- image:\n    registry_type: DOCR\n    repository: api\n    tag: |")).toEqual([
      "v2",
      "latest",
    ]);
    expect(at("services:\n- image:\n    registry_type: GHCR\n    repository: |")).toEqual([]);
    expect(at("vpc:\n  id: |")).toEqual(["c0ffee"]);
    expect(at("name: |")).toEqual(["shop"]);
  });
});

describe("documents as they are written", () => {
  it("keep their dashes, indentation and line ends", () => {
    expect(after("services:\n- name: api\n  |\n", "envs")).toContain(
      "\n  envs:\n  - key: NAME\n    value: value\n",
    );
    expect(after("services:\n    - name: api\n      |\n", "envs")).toContain(
      "\n      envs:\n          - key: NAME\n",
    );
    expect(after("services:\r\n- name: api\r\n  |\r\n", "health_check")).toBe(
      "services:\r\n- name: api\r\n  health_check:\r\n    http_path: /healthz\r\n",
    );
  });

  it("are indented where the line is not", () => {
    expect(after("services:\n  - name: api\n|\n    http_port: 80\n", "protocol")).toBe(
      "services:\n  - name: api\n    protocol: HTTP\n    http_port: 80\n",
    );
    expect(after("services:\n  - name: api\n     re|\n", "run_command")).toBe(
      "services:\n  - name: api\n    run_command: \n",
    );
  });

  it("get another item where the dashes stand", () => {
    const envs = "services:\n- envs:\n  - key: A\n    value: b\n  |\n";
    expect(labels(envs)).toContain("- key");
    expect(after(envs, "- key")).toBe(
      "services:\n- envs:\n  - key: A\n    value: b\n  - key: NAME\n    value: value\n",
    );
    expect(labels("services:\n  - envs:\n      |\n")).toEqual(["- key"]);
    expect(after("envs:\n  - {key: A, value: a}\n   |\n  - {key: B, value: b}\n", "- key")).toBe(
      "envs:\n  - {key: A, value: a}\n  - key: NAME\n    value: value\n  - {key: B, value: b}\n",
    );
  });

  it("begin a block behind its key", () => {
    expect(after("services:\n  - name: api\n    health_check: |\n", "period_seconds")).toBe(
      "services:\n  - name: api\n    health_check:\n      period_seconds: 10\n",
    );
    expect(after("services:\n  - name: api\n    envs: |\n", "- key")).toBe(
      "services:\n  - name: api\n    envs:\n      - key: NAME\n        value: value\n",
    );
  });

  it("are not completed in a text in quotes that goes over lines", () => {
    expect(labels('{"alerts": [{"rul\ne|": 1}]}')).toEqual([]);
    expect(labels('name: "sh\n  op|"\n')).toEqual([]);
  });

  it("get commas in brackets", () => {
    expect(after('{"name": "shop"\n |}', "region")).toBe('{"name": "shop",\n "region": "ams"}');
    expect(after('{|\n "name": "shop"}', "region")).toBe('{"region": "ams",\n "name": "shop"}');
    expect(after('{"services": [{"name": "api", "http|"}]}', "http_port")).toBe(
      '{"services": [{"name": "api", "http_port": 8080}]}',
    );
    expect(after('{"services": [{"name": "api", "health_check": |}]}', "{…}")).toContain(
      '"health_check": {"http_path": "/healthz"}',
    );
    expect(after("services:\n- envs:\n  - {key: A, |}\n", "scope")).toContain(
      "{key: A, scope: RUN_AND_BUILD_TIME}",
    );
  });

  it("get lines of their own in JSON that has them", () => {
    expect(after('{\n    "name": "shop",\n    |\n}\n', "domains")).toBe(
      '{\n    "name": "shop",\n    "domains": [\n        {\n            "domain": "www.example.com"\n        }\n    ]\n}\n',
    );
  });

  it("are left alone inside texts", () => {
    expect(labels('services:\n- run_command: "npm run\n    |\n    build"\n')).toEqual([]);
    expect(labels("services:\n- run_command: >\n    npm run\n    |\n")).toEqual([]);
  });

  it("may be in the template form", () => {
    expect(after("|", "spec", { fileName: ".do/deploy.template.yaml" })).toBe("spec:\n  name: my-app");
    expect(labels("spec:\n  |")[0]).toBe("name");
    expect(labels("spec:\n  name: shop\n  services:\n  - name: api\n    protocol: |")).toEqual([
      "HTTP",
      "HTTP2",
    ]);
    expect(labels("spec:\n  name: shop\n|")).toEqual([]);
  });

  it("may be parsed already, bare word and all", () => {
    const { text, position } = atCursor(
      "name: shop\nin|\nservices:\n- name: api\n  image: {registry_type: DOCR, repository: api}\n",
    );
    const ingress = complete(parseSpec(text), position).find(({ label }) => label === "ingress");
    expect(ingress && accepted(text, ingress)).toContain("component:\n      name: api\n");
  });
});
