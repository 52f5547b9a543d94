// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${NAME}` is the language that this is about
import { describe, expect, test } from "vitest";
import { parseSpec } from "./document.ts";
import { formatPath } from "./path.ts";
import {
  isEncrypted,
  keepLiveSecrets,
  listSecrets,
  literalSecrets,
  redactSpec,
  type SecretField,
} from "./secrets.ts";

const spec = (yaml: string) => parseSpec(yaml).spec;
const show = ({ component, key, path, state }: SecretField) =>
  `${formatPath(path)} (${component ?? "app"} ${key}) ${state}`;

const EVERY_KIND = `
  name: shop
  envs:
    - { key: LICENCE, type: SECRET, value: licence-1 }
    - { key: MODE, value: live }
  services:
    - name: api
      image: { registry_type: GHCR, registry: me, repository: api, registry_credentials: "me:ghp_token" }
      envs:
        - { key: TOKEN, type: SECRET, value: "EV[1:abc:def]" }
        - { key: NEW, type: SECRET }
        - { key: DB, type: SECRET, value: "\${db.DATABASE_URL}" }
        - { key: PIN, type: secret, value: 4711 }
      log_destinations:
        - { name: dd, datadog: { endpoint: "https://logs", api_key: dd-key } }
        - { name: lt, logtail: { token: lt-token } }
        - { name: os, open_search: { endpoint: "https://os:25060", basic_auth: { user: doadmin, password: os-password } } }
        - { name: any, endpoint: "https://any", headers: [{ key: X-Auth, value: header-value }] }
  ingress:
    secure_header: { key: X-Secure, value: secure-value }`;

describe("secrets of a spec", () => {
  test("every field that holds one, with its place and its state", () => {
    expect(listSecrets(spec(EVERY_KIND)).map(show)).toEqual([
      "envs.0.value (app LICENCE) literal",
      "services.0.envs.0.value (api TOKEN) encrypted",
      "services.0.envs.1.value (api NEW) missing",
      "services.0.envs.2.value (api DB) reference",
      "services.0.envs.3.value (api PIN) literal",
      "services.0.image.registry_credentials (api registry_credentials) literal",
      "services.0.log_destinations.0.datadog.api_key (api datadog.api_key of dd) literal",
      "services.0.log_destinations.1.logtail.token (api logtail.token of lt) literal",
      "services.0.log_destinations.2.open_search.basic_auth.password (api open_search.basic_auth.password of os) literal",
      "services.0.log_destinations.3.headers.0.value (api headers.0.value of any) literal",
      "ingress.secure_header.value (app ingress.secure_header.value) literal",
    ]);
  });

  test("those in clear, to be masked in logs, the token of registry credentials also alone", () => {
    expect(literalSecrets(spec(EVERY_KIND))).toEqual([
      "licence-1",
      "4711",
      "me:ghp_token",
      "ghp_token",
      "dd-key",
      "lt-token",
      "os-password",
      "header-value",
      "secure-value",
    ]);
  });

  test("only the platform's own form counts as encrypted", () => {
    expect(["EV[1:abc:def]", "EV[2:x]", "EV[]", "EV[1:abc", " EV[1:abc:def]", 7].map(isEncrypted)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("a spec that can be shown", () => {
  test("has a mark in the place of each secret, and the rest as it is", () => {
    const shown = redactSpec(spec(EVERY_KIND));
    const text = JSON.stringify(shown);
    for (const secret of [...literalSecrets(spec(EVERY_KIND)), "EV["]) expect(text).not.toContain(secret);
    expect(shown.services?.[0]?.envs).toEqual([
      { key: "TOKEN", type: "SECRET", value: "<secret>" },
      { key: "NEW", type: "SECRET" },
      { key: "DB", type: "SECRET", value: "${db.DATABASE_URL}" },
      { key: "PIN", type: "secret", value: "<secret>" },
    ]);
    expect(shown.envs?.[1]).toEqual({ key: "MODE", value: "live" });
  });

  test("hides encrypted values wherever they stand, whole or torn", () => {
    expect(
      redactSpec(spec(`envs: [{ key: A, value: "EV[1:abc:def]" }, { key: B, value: "x EV[1:torn and" }]`)),
    ).toEqual({
      envs: [
        { key: "A", value: "<secret>" },
        { key: "B", value: "x <secret> and" },
      ],
    });
  });

  test("hides the user and password of URLs wherever they stand, and no references", () => {
    const shown = (value: string) => redactSpec({ envs: [{ key: "A", value }] }).envs?.[0]?.value;
    expect(shown("https://bob:s3cr3t@git.example.com/a.git")).toBe("https://***@git.example.com/a.git");
    expect(shown("https://ghp_token@github.com/a")).toBe("https://***@github.com/a");
    expect(shown("two: redis://:p@ss@one:1, amqp+ssl://u:p@two")).toBe(
      "two: redis://***@one:1, amqp+ssl://***@two",
    );
    for (const harmless of [
      "postgres://${db.USERNAME}:${db.PASSWORD}@${db.HOSTNAME}/x",
      "https://example.com/@scope?to=a@b.c",
      "git@github.com:a/b",
    ])
      expect(shown(harmless)).toBe(harmless);
    expect(
      JSON.stringify(
        redactSpec(
          spec(`services:
  - name: web
    git: { repo_clone_url: "https://bob:s3cr3t@example.com/a.git" }
    log_destinations: [{ name: os, open_search: { endpoint: "https://bob:s3cr3t@os:25060" } }]`),
        ),
      ),
    ).not.toMatch(/bob|s3cr3t/);
  });

  test("finds URLs in a time that grows with the text alone", () => {
    const startMs = performance.now();
    redactSpec({ envs: [{ key: "A", value: "a".repeat(200_000) + "a://".repeat(50_000) }] });
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  test("hides what a secret variable has below a mistyped key", () => {
    expect(
      redactSpec(spec("services: [{ name: a, envs: [{ key: A, type: SECRET, valeu: hunter2 }] }]")),
    ).toEqual({
      services: [{ name: "a", envs: [{ key: "A", type: "SECRET", valeu: "<secret>" }] }],
    });
  });

  test("leaves the original as it was", () => {
    const original = spec(EVERY_KIND);
    const before = structuredClone(original);
    redactSpec(original);
    expect(original).toEqual(before);
  });

  test("a secret that is a list or a map goes whole", () => {
    expect(redactSpec(spec("envs: [{ key: A, type: SECRET, value: { a: [hunter2] } }]"))).toEqual({
      envs: [{ key: "A", type: "SECRET", value: "<secret>" }],
    });
  });

  test("a document that contains itself ends somewhere", () => {
    const loop: Record<string, unknown> = { name: "loop" };
    loop.services = [loop];
    expect(redactSpec(loop)).toEqual({
      name: "loop",
      services: [undefined],
    });
  });

  test("values of the wrong type are no obstacle", () => {
    for (const text of ["services: 7", "services: [null, 3, { envs: no }]", "envs: [[]]", "- a", "plain", ""])
      expect(() => redactSpec(spec(text))).not.toThrow();
  });
});

describe("keeping the secrets of the live app", () => {
  const live = spec(`
    envs: [{ key: LICENCE, type: SECRET, value: "EV[1:app:app]" }]
    services:
      - name: api
        image: { registry_credentials: "EV[1:reg:reg]" }
        envs:
          - { key: TOKEN, type: SECRET, value: "EV[1:old:old]" }
          - { key: PLAIN, value: not-a-secret }
    workers:
      - { name: queue, envs: [{ key: TOKEN, type: SECRET, value: "EV[1:queue:queue]" }] }`);

  test("a SECRET without a value gets the value of the same component and key", () => {
    const {
      spec: complete,
      kept,
      missing,
    } = keepLiveSecrets(
      spec(`
        envs: [{ key: LICENCE, type: SECRET }]
        services:
          - name: web
            envs: [{ key: TOKEN, type: SECRET }]
          - name: api
            image: { registry_credentials: "" }
            envs:
              - { key: PLAIN, type: SECRET }
              - { key: TOKEN, type: SECRET, value: "" }
              - { key: MINE, type: SECRET, value: new-value }`),
      live,
    );
    expect(complete).toEqual({
      envs: [{ key: "LICENCE", type: "SECRET", value: "EV[1:app:app]" }],
      services: [
        { name: "web", envs: [{ key: "TOKEN", type: "SECRET" }] },
        {
          name: "api",
          image: { registry_credentials: "EV[1:reg:reg]" },
          envs: [
            { key: "PLAIN", type: "SECRET" },
            { key: "TOKEN", type: "SECRET", value: "EV[1:old:old]" },
            { key: "MINE", type: "SECRET", value: "new-value" },
          ],
        },
      ],
    });
    expect(kept.map(show)).toEqual([
      "envs.0.value (app LICENCE) encrypted",
      "services.1.envs.1.value (api TOKEN) encrypted",
      "services.1.image.registry_credentials (api registry_credentials) encrypted",
    ]);
    expect(missing.map(show)).toEqual([
      "services.0.envs.0.value (web TOKEN) missing",
      "services.1.envs.0.value (api PLAIN) missing",
    ]);
  });

  test("what it reports holds no value", () => {
    const report = keepLiveSecrets(
      spec("workers: [{ name: queue, envs: [{ key: TOKEN, type: SECRET }] }]"),
      live,
    );
    expect(JSON.stringify([report.kept, report.missing])).not.toContain("EV[");
    expect(report.kept).toHaveLength(1);
  });
});
