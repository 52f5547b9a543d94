import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { doctlConfigPath, doctlContexts, readDoctlContexts } from "./doctl.ts";

describe("contexts of doctl", () => {
  it("are the default one and the named ones that hold a token", () => {
    const text = `
access-token: dop_v1_a
auth-contexts:
  staging: dop_v1_b
  empty: ""
context: staging
`;
    expect(doctlContexts(text)).toEqual([
      { name: "default", token: "dop_v1_a" },
      { name: "staging", token: "dop_v1_b" },
    ]);
  });

  it.each(["", "just text", "- a list", "access-token: 5", "auth-contexts: true"])(
    "are none in %j",
    (text) => {
      expect(doctlContexts(text)).toEqual([]);
    },
  );

  it("quotes nothing of a file that is no YAML", () => {
    expect(() => doctlContexts('access-token: "dop_v1_secret\nx: [')).toThrow(
      /^doctl's configuration is not valid YAML\.$/,
    );
  });

  it("are none where doctl was never used", async () => {
    expect(await readDoctlContexts("/nowhere/config.yaml")).toEqual([]);
  });

  it("lie where the platform keeps configuration", () => {
    expect(doctlConfigPath({ XDG_CONFIG_HOME: "/x" }, "linux")).toBe(join("/x", "doctl", "config.yaml"));
    expect(doctlConfigPath({ APPDATA: "/a" }, "win32")).toBe(join("/a", "doctl", "config.yaml"));
    expect(doctlConfigPath({}, "darwin")).toContain(join("Application Support", "doctl"));
  });
});
