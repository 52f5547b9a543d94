import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { COMMANDS, HELP } from "./help.ts";
import { FOUND, OK, run, USAGE } from "./run.ts";

const GOOD = `name: shop
region: fra
services:
  - name: api
    image: { registry_type: DOCR, repository: api, tag: v1 }
    instance_size_slug: apps-s-1vcpu-1gb
`;
const BAD = GOOD.replace("region: fra", "regoin: fra");

async function app(args: string[], files: Record<string, string> = {}, input = "") {
  const out: string[] = [];
  const err: string[] = [];
  const code = await run(args, {
    version: "1.2.3",
    readFile: async (path) => {
      const text = files[path];
      if (text !== undefined) return text;
      const isFolder = Object.keys(files).some((name) => name.startsWith(`${path.replace(/\/$/, "")}/`));
      throw Object.assign(new Error("the system's words"), { code: isFolder ? "EISDIR" : "ENOENT" });
    },
    readInput: async () => input,
    print: (text) => out.push(text),
    complain: (text) => err.push(text),
  });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("validate", () => {
  it("says where a mistake is, and exits with 1", async () => {
    const { code, out } = await app(["validate", "spec.yaml"], { "spec.yaml": BAD });
    expect(code).toBe(FOUND);
    expect(out).toMatch(/^spec\.yaml:2:1: error unknown-field: .*region/m);
    expect(out).toMatch(/1 spec: 1 error, \d warnings?\.$/);
  });

  it("reads .do/app.yaml where nothing is named, and standard input for -", async () => {
    expect((await app(["validate"], { ".do/app.yaml": GOOD })).code).toBe(OK);
    expect((await app(["validate", "-"], {}, BAD)).code).toBe(FOUND);
  });

  it("takes the levels of the team", async () => {
    const files = { ".do/app.yaml": BAD, ".do/rules.yaml": "rules:\n  unknown-field: warning\n" };
    expect((await app(["validate"], files)).code).toBe(OK);
    expect((await app(["validate", "--max-warnings", "0"], files)).code).toBe(FOUND);
  });

  it("reads the spec of a folder", async () => {
    const { code, out } = await app(["validate", "apps/api/"], { "apps/api/.do/app.yaml": BAD });
    expect(code).toBe(FOUND);
    expect(out).toContain("apps/api/.do/app.yaml:2:1: error");
  });

  it("tells in every format what is wrong with the levels", async () => {
    const files = { a: GOOD, b: GOOD, ".do/rules.yaml": "rules:\n  size-legcy: off\n" };
    for (const format of ["text", "json", "sarif", "github"]) {
      const { out } = await app(["validate", "a", "b", "--format", format], files);
      expect(out, format).toContain("size-legcy");
      if (format !== "json") expect(out.match(/There is no rule/g), format).toHaveLength(1);
    }
  });

  it.each([
    ["an error", "rules: [\n", [], /1 spec: 1 error, 1 warning\.$/],
    ["a warning", "rules:\n  size-legcy: off\n", ["--max-warnings", "0"], /1 spec: 0 errors, 1 warning\.$/],
  ])("counts %s of the levels, once for all specs", async (_, rules, options, summary) => {
    const { code, out } = await app(["validate", "a", "--rules", "r.yaml", ...options], {
      a: GOOD,
      "r.yaml": rules,
    });
    expect(code).toBe(FOUND);
    expect(out).toMatch(/^r\.yaml:\d/);
    expect(out).toMatch(summary);
  });

  it("prints no annotation where there is no problem", async () => {
    expect(await app(["validate", "a", "--format", "github"], { a: GOOD })).toEqual({
      code: OK,
      out: "",
      err: "",
    });
  });

  it("writes annotations, in which a message cannot end the command", async () => {
    const text = GOOD.replace("region: fra", '"a\\n::error::b": x');
    const { out } = await app(["validate", "--format", "github"], { ".do/app.yaml": text });
    expect(out.split("\n").every((line) => /^::(error|warning|notice) file=/.test(line))).toBe(true);
  });

  it("writes no file into an annotation of standard input", async () => {
    const { out } = await app(["validate", "-", "--format", "github"], {}, BAD);
    expect(out).toMatch(/^::error line=2,/m);
    expect(out).not.toContain("file=");
  });

  it("writes SARIF with a link to each rule", async () => {
    const { out } = await app(["validate", "--format", "sarif"], { ".do/app.yaml": BAD });
    const { version, runs } = JSON.parse(out);
    expect(version).toBe("2.1.0");
    expect(runs[0].results[0]).toMatchObject({
      ruleId: "unknown-field",
      level: "error",
      locations: [
        { physicalLocation: { artifactLocation: { uri: ".do/app.yaml" }, region: { startLine: 2 } } },
      ],
    });
    expect(runs[0].tool.driver.rules[0].helpUri).toMatch(/docs\/rules\.md#unknown-field$/);
  });

  it.each([
    ["a #1/who?/c:d.yaml", "a%20%231/who%3F/c%3Ad.yaml"],
    ["./apps/../apps/app.yaml", "apps/app.yaml"],
    [join(process.cwd(), "apps/app.yaml"), "apps/app.yaml"],
    [
      resolve(process.cwd(), "../of #others/app.yaml"),
      expect.stringMatching(/^file:\/\/\/.*of%20%23others\/app\.yaml$/),
    ],
    ["-", undefined],
  ])("writes SARIF of %j with its place as a URI", async (path, uri) => {
    const { out } = await app(["validate", path, "--format", "sarif"], { [path]: BAD }, BAD);
    const [result] = JSON.parse(out).runs[0].results;
    expect(result.locations?.[0].physicalLocation.artifactLocation.uri).toEqual(uri);
  });

  it("writes SARIF that describes what is found without a rule", async () => {
    const { out } = await app(["validate", "torn", "--format", "sarif"], { torn: "name: [" });
    const [rule] = JSON.parse(out).runs[0].tool.driver.rules;
    expect(rule).toMatchObject({
      id: "yaml-syntax",
      shortDescription: { text: expect.stringContaining("YAML") },
      helpUri: expect.stringContaining("docs/rules.md#"),
    });
  });
});

describe("cost", () => {
  it("prices each part", async () => {
    const { code, out } = await app(["cost"], { ".do/app.yaml": GOOD });
    expect(code).toBe(OK);
    expect(out).toMatch(/^\.do\/app\.yaml: \$12\.00\/mo \(prices of \d{4}-/);
    expect(out).toMatch(/ {2}api {2}service, 1 × apps-s-1vcpu-1gb {2}\$12\.00\/mo/);
  });
});

describe("diff", () => {
  const files = { a: GOOD, b: GOOD.replace("1vcpu-1gb", "1vcpu-2gb"), c: `# the same\n${GOOD}` };

  it("tells what changes and what it costs", async () => {
    const { code, out } = await app(["diff", "a", "b"], files);
    expect(code).toBe(FOUND);
    expect(out).toContain("changed services.api.instance_size_slug: apps-s-1vcpu-1gb → apps-s-1vcpu-2gb");
    expect(out).toMatch(/\+\$13\.00\/mo \(\$12\.00 → \$25\.00\)$/);
  });

  it("finds no difference in what means the same", async () => {
    expect(await app(["diff", "a", "c"], files)).toMatchObject({ code: OK, out: "The specs say the same." });
  });

  it("shows no secret", async () => {
    const secret = `${GOOD}envs:\n  - { key: K, type: SECRET, value: hunter2 }\n`;
    const { out } = await app(["diff", "a", "s", "--format", "json"], { ...files, s: secret });
    expect(out).not.toContain("hunter2");
  });
});

describe("text from outside", () => {
  const name = "x\\n::error::owned \\e]0;title\\a\\u202e ##[group]";
  const evil = GOOD.replace("name: api", `name: "${name}"`).replace("region: fra", `"${name}": 1`);
  const gone = "gone\n::error::owned \u001b]0;title\u0007\u202e ##[group]";

  it.each([
    [["validate", "evil"]],
    [["validate", "evil", "--format", "github"]],
    [["cost", "evil"]],
    [["diff", "good", "evil"]],
    [["diff", "evil", "good"]],
    [["validate", gone]],
    [["validate", "--rules", gone]],
    [["validate", "--format", gone]],
    [["validate", `--${gone}`]],
    [[gone]],
    [["help", gone]],
  ])("%j is one line of plain text each time", async (args) => {
    const { out, err } = await app(args, { good: GOOD, evil });
    const lines = `${out}\n${err}`.split("\n");
    expect(lines.join("")).toContain("owned");
    for (const line of lines) {
      expect(line).not.toMatch(/[^\P{Cc}\t]|\u202e|##\[/u);
      expect(line).not.toMatch(/^\s*::error::/);
    }
  });
});

describe("a call that cannot be carried out exits with 2 and says why", () => {
  it.each([
    [[], "Say what to do."],
    [["cost", "text.yaml"], "text.yaml:1:1: An app spec is a map of fields"],
    [["diff", "text.yaml", "text.yaml"], "text.yaml:1:1: An app spec is a map of fields"],
    [["cost", "torn.yaml"], "torn.yaml:1:"],
    [["cost", "--max-warnings", "1"], "cost takes no --max-warnings. See app-platform cost --help."],
    [["schema", "a"], "schema takes no spec"],
    [["help", "ship"], 'There is no command "ship".'],
    [["valdiate"], 'There is no command "valdiate".'],
    [["validate", "gone.yaml"], "There is no file gone.yaml. Name the spec, or go to"],
    [["validate", "--format", "xml"], "text, json, sarif, github"],
    [["validate", "--max-warnings", "few"], "a whole number"],
    [["validate", "--max-warnings", "-1"], 'The value of --max-warnings begins with "-". See --help'],
    [["validate", "--max-warnings=-1"], "a whole number"],
    [["validate", ""], "The name of a spec is empty."],
    [["validate", "-", "-"], "read once only"],
    [["diff", "-", "-"], "read once only"],
    [["validate", "-", "--rules", "-"], "read once only"],
    [["validate", "a", "--rules", "gone.yaml"], 'There is no file "gone.yaml", which --rules names.'],
    [["validate", "a", "--rules", "folder"], "folder is a folder."],
    [["diff", "a"], "diff compares two specs"],
    [["schema", "--draft", "04"], "2020-12 or 07"],
    [["--wat"], "Unknown option '--wat'. See --help for what there is."],
  ])("%j", async (args, message) => {
    const { code, err } = await app(args, {
      a: GOOD,
      "text.yaml": "hello",
      "torn.yaml": "name: [",
      "folder/.do/app.yaml": GOOD,
    });
    expect(code).toBe(USAGE);
    expect(err).toContain(message);
    if (args.length > 0) expect(err).not.toContain("\n");
  });
});

it("names levels that are there and cannot be read", async () => {
  const { code, err } = await app(["validate", "a"], { a: GOOD, ".do/rules.yaml/x": "" });
  expect(code).toBe(USAGE);
  expect(err).toMatch(/^\.do\/rules\.yaml is a folder/);
});

it.each(Object.keys(COMMANDS))("%s has a help of its own", async (name) => {
  const help = await app([name, "--help"]);
  expect(help).toEqual(await app(["help", name]));
  expect(help.code).toBe(OK);
  expect(help.out).toMatch(new RegExp(`^app-platform ${name}\\b`));
  expect(help.out.split("\n").every((line) => !line.includes("`"))).toBe(true);
});

it("prints its help, its version and the schema", async () => {
  expect(await app(["--help"])).toEqual({ code: OK, out: HELP, err: "" });
  expect(await app(["-v"])).toEqual({ code: OK, out: "1.2.3", err: "" });
  expect(JSON.parse((await app(["schema", "--draft", "07"])).out).$schema).toContain("draft-07");
});
