import { describe, expect, it } from "vitest";
import { allNodes, childFields, fieldAt, fieldPaths } from "./fields.ts";

describe("fieldAt", () => {
  it("knows what a value must be and what an author should know", () => {
    expect(fieldAt(["services", 3, "http_port"])).toMatchObject({
      path: "services[].http_port",
      type: "integer",
      required: false,
      minimum: 1,
      maximum: 65535,
      default: 8080,
    });
    expect(fieldAt(["jobs", 0, "kind"])).toMatchObject({
      enum: ["UNSPECIFIED", "PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY", "SCHEDULED"],
      values: { SCHEDULED: "By the clock, as `schedule` says." },
    });
  });

  it("tells a list from its items", () => {
    expect(fieldAt(["services", 0, "internal_ports"])).toMatchObject({ type: "array", items: "integer" });
    expect(fieldAt(["services", 0, "internal_ports", 7])).toMatchObject({ type: "integer", maximum: 65535 });
    expect(fieldAt(["services", 0])).toMatchObject({ type: "object", kind: "a service" });
    expect(fieldAt([])).toMatchObject({ type: "object", path: "" });
  });

  it("knows nothing of what is not in a spec", () => {
    expect(fieldAt(["services", 0, "constructor"])).toBeUndefined();
    expect(fieldAt(["services", "name"])).toBeUndefined();
    expect(fieldAt(["name", 0])).toBeUndefined();
  });

  it("marks everything below a suspect, a preview and a read-only field", () => {
    expect(fieldAt(["static_sites", 0, "image", "tag"])?.suspect).toBe(true);
    expect(fieldAt(["services", 0, "image", "tag"])?.suspect).toBeUndefined();
    expect(fieldAt(["services", 0, "inactivity_sleep", "loading_page", "enabled"])?.preview).toBe(true);
    expect(fieldAt(["vpc", "egress_ips", 0, "ip"])?.readOnly).toBe(true);
    expect(fieldAt(["vpc", "id"])?.readOnly).toBeUndefined();
  });

  it("says what replaces a deprecated field", () => {
    expect(fieldAt(["services", 0, "routes"])?.deprecated).toContain("`ingress.rules`");
    expect(fieldAt(["services", 0, "cors"])?.deprecated).toContain("`ingress.rules`");
    expect(fieldAt(["ingress", "rules", 0, "cors"])?.deprecated).toBeUndefined();
    expect(fieldAt(["services", 0, "health_check", "path"])?.deprecated).toBe("Write `http_path` instead.");
  });

  it("offers at each place the alerts that can happen there", () => {
    expect(fieldAt(["workers", 0, "alerts", 0, "rule"])?.offered).toEqual([
      "CPU_UTILIZATION",
      "MEM_UTILIZATION",
      "RESTART_COUNT",
    ]);
    expect(fieldAt(["workers", 0, "alerts", 0, "rule"])?.enum).toContain("DEPLOYMENT_FAILED");
  });
});

describe("childFields", () => {
  it("lists the keys of an object or of an item", () => {
    expect(childFields(["services", 0, "envs", 2]).map(({ name }) => name)).toEqual([
      "key",
      "value",
      "scope",
      "type",
    ]);
    expect(childFields(["ingress", "rules", 0]).map(({ name }) => name)).toEqual([
      "match",
      "component",
      "redirect",
      "cors",
    ]);
    expect(childFields(["name"])).toEqual([]);
    expect(childFields(["nowhere"])).toEqual([]);
  });
});

describe("every field", () => {
  it("has a path of its own", () => {
    const paths = fieldPaths();
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toContain("services[].envs[].key");
  });

  it("has a description of whole sentences, at most two and a half lines long", () => {
    for (const { field } of allNodes()) {
      expect([field.path, field.description]).toEqual([field.path, expect.stringMatching(/^[A-Z`].*[.]$/)]);
      expect([field.path, field.description.length < 320]).toEqual([field.path, true]);
    }
  });

  it("offers, explains and aliases only values that it takes", () => {
    for (const { field } of allNodes()) {
      if (!field.enum) continue;
      const words = [...(field.offered ?? []), ...Object.values(field.aliases ?? {})];
      expect([field.path, words.filter((word) => !field.enum?.includes(word))]).toEqual([field.path, []]);
      if (field.values)
        expect(Object.keys(field.values)).toEqual(expect.arrayContaining(field.enum.map(String)));
    }
  });
});
