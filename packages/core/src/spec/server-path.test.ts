import { describe, expect, it } from "vitest";
import { parseSpec } from "./document.ts";
import { locateServerError } from "./server-path.ts";

const SPEC = `name: shop
envs:
  - key: A
    value: EV[1:abc:def]
services:
  - name: web
    routes: [{ path: / }]
  - name: api
    routes: [{ path: / }]
    health_check: { port: 9090 }
`;

describe("locateServerError", () => {
  const lineOf = (field: string, text: string) => {
    const { path, range } = locateServerError(parseSpec(SPEC), field, text);
    return `${path} at line ${range.start.line + 1}`;
  };

  it("follows a path with indexes", () => {
    expect(lineOf("envs.0.value", "secret env value must not be encrypted before app is created")).toBe(
      "envs.0.value at line 4",
    );
  });

  it("finds the component that a path without indexes speaks of by its quoted name", () => {
    const taken = 'route path "/" already in use; seen in service "web" and service "api"';
    expect(lineOf("services.route.paths", taken)).toBe("services.1.routes at line 9");
  });

  it("falls back on the nearest place that the document has", () => {
    expect(lineOf("services.health_check.port", 'health check port "9090" not found in internal_ports')).toBe(
      "services at line 5",
    );
    expect(lineOf("databases.limit_exceeded", "too many")).toBe(" at line 1");
  });
});
