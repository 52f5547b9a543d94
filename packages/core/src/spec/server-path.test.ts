import { describe, expect, it } from "vitest";
import { parseSpec } from "./document.ts";
import { locateServerError } from "./server-path.ts";

const SPEC = `name: shop
envs:
  - key: A
    value: EV[1:abc:def]
  - { key: B, value: b }
  - { key: C, value: "EV[1:abc:def]" }
services:
  - name: web
    routes: [{ path: /shop }, { path: / }]
    internal_ports: [9090]
    health_check: { port: 9090 }
  - name: api
    health_check: { port: 9191 }
    routes:
      - path: /api
      - path: /
  - name: api
    routes: [{ path: /v2 }]
domains:
  - domain: example.com
  - domain: www.example.com
databases:
  - { name: db, production: true, cluster_name: shop }
  - { name: other, production: true, cluster_name: other }
`;

/** The place of an error, as its path and the text that is underlined. */
function placeOf(message: string, spec = SPEC): string {
  const { field = "", text = "" } =
    /^errors? validating [\w ]+?(?:; first error in)? field "(?<field>[^"]+)": (?<text>.*)$/.exec(message)
      ?.groups ?? {};
  const { path, range } = locateServerError(parseSpec(spec), field, text);
  const line = spec.split("\n")[range.start.line] ?? "";
  return `${path} at ${range.start.line + 1}: ${line.slice(range.start.character, range.end.character)}`;
}

describe("the place of what the API says", () => {
  it.each([
    [
      'error validating app spec field "services.route.paths": route path "/" already in use; seen in service "web" and service "api"',
      "services.1.routes.1.path at 16: /",
    ],
    [
      'error validating app spec field "services.name": service "api" name conflicts with service "api"',
      "services.2.name at 17: api",
    ],
    [
      'error validating app spec field "services.health_check.port": health check port "9191" not found in internal_ports',
      "services.1.health_check.port at 13: 9191",
    ],
    [
      'errors validating app spec; first error in field "envs.2.value": secret env value must not be encrypted before app is created',
      'envs.2.value at 6: "EV[1:abc:def]"',
    ],
    [
      `error validating databases field "databases.limit_exceeded": (3) new databases were requested but the account's Managed Database limit only allows for up to (2) new databases`,
      "databases at 22: databases",
    ],
  ])("%s", (message, place) => {
    expect(placeOf(message)).toBe(place);
  });

  it("is found by indexes in lists within lists", () => {
    expect(
      placeOf('errors validating app spec; first error in field "services.1.routes.0.path": is taken'),
    ).toBe("services.1.routes.0.path at 15: /api");
  });

  it("is found by the name alone, where the value is not quoted", () => {
    expect(
      placeOf('error validating app spec field "services.routes": service "web" must not have routes'),
    ).toBe("services.0.routes at 9: [{ path: /shop }, { path: / }]");
    expect(placeOf('error validating app spec field "domains.domain": "example.com" is in use')).toBe(
      "domains.0.domain at 20: example.com",
    );
  });

  it("is the only item there is, where the text quotes nothing", () => {
    const spec = "name: shop\nservices:\n  - name: web\n    http_port: 1\n";
    expect(placeOf('error validating app spec field "services.http_port": is reserved', spec)).toBe(
      "services.0.http_port at 4: 1",
    );
  });

  it("is found below `spec:` of a template", () => {
    const spec = "spec:\n  name: shop\n  services:\n    - name: web\n      health_check: { port: 1 }\n";
    expect(
      placeOf(
        'error validating app spec field "services.health_check.port": health check port "1" not found',
        spec,
      ),
    ).toBe("services.0.health_check.port at 5: 1");
  });

  it("is found beside items whose names are no texts", () => {
    const spec = "name: shop\nservices:\n  - name: { a: web }\n  - name: web\n    http_port: 1\n";
    expect(
      placeOf('error validating app spec field "services.http_port": service "web" has none', spec),
    ).toBe("services.1.http_port at 5: 1");
  });

  it("is the nearest that the document has", () => {
    expect(placeOf('error validating app spec field "services.http_port": some port is reserved')).toBe(
      "services at 7: services",
    );
    expect(
      placeOf('error validating app spec field "databases.limit_exceeded": too many', "name: shop\n"),
    ).toBe(" at 1: name");
    expect(placeOf('errors validating app spec; first error in field "envs.9.value": too long')).toBe(
      "envs at 2: envs",
    );
  });
});
