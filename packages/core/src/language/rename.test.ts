// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${api.KEY}` is what is renamed
import { describe, expect, it } from "vitest";
import { dedent } from "../rules/rule.ts";
import { applied } from "../rules/testing.ts";
import { prepareRename, rename } from "./rename.ts";
import { atCursor } from "./testing.ts";

const FILE = "file:///app.yaml";

/** The text after a rename at the cursor, or why there is none. */
function renamed(marked: string, newName: string): string {
  const { text, position } = atCursor(dedent(marked));
  const result = rename(text, position, newName, FILE);
  if ("refused" in result) return `refused: ${result.refused}`;
  return applied(text, { title: "", edits: result.changes?.[FILE] ?? [] });
}

const SHOP = `
  name: shop
  envs:
  - {key: LOG_LEVEL, value: info}
  databases:
  - {name: db, engine: PG}
  services:
  - name: api
    image: {registry_type: DOCR, repository: api}
    envs:
    - {key: LOG_LEVEL, value: debug}
    - {key: OWN, value: "\${_self.PUBLIC_URL} \${LOG_LEVEL}"}
    - {key: DATABASE_URL, value: "\${db.DATABASE_URL}?api=\${db.pool.HOSTNAME}&$\${db.PORT}"}
  - name: web
    image: {registry_type: DOCR, repository: web}
    envs:
    - {key: API, value: "api at \${api.PRIVATE_URL}, \${api.OWN}, \${apia.X}"}
    - {key: OWN, value: x}
  ingress:
    rules:
    - {match: {path: {prefix: /api}}, component: {name: api}}
    - {match: {path: {prefix: /}}, component: {name: "web"}}
`;

/** The example with the cursor behind the first place of a text. */
const at = (place: string) => SHOP.replace(place, `${place}|`);

describe("renaming a component", () => {
  const expected = dedent(SHOP)
    .replace("- name: api", "- name: backend")
    .replace("${api.PRIVATE_URL}, ${api.OWN}", "${backend.PRIVATE_URL}, ${backend.OWN}")
    .replace("component: {name: api}", "component: {name: backend}");

  it("changes its name, the rules that lead to it and the references, and nothing that only reads alike", () => {
    expect(renamed(at("- name: api"), "backend")).toBe(expected);
  });

  it("is the same from a rule and from a reference", () => {
    expect(renamed(at("component: {name: ap"), "backend")).toBe(expected);
    expect(renamed(at("at ${ap"), "backend")).toBe(expected);
  });

  it("keeps quotes, and puts names in quotes that would else be no texts", () => {
    expect(renamed(at('component: {name: "we'), "site")).toContain('component: {name: "site"}');
    const twice = renamed(at("- name: api"), "null");
    expect(twice).toContain('- name: "null"\n');
    expect(twice).toContain('component: {name: "null"}');
    expect(twice).toContain("${null.PRIVATE_URL}");
  });

  it("changes a database and its references, but no escaped one", () => {
    expect(renamed(at("- {name: db"), "main")).toBe(
      dedent(SHOP)
        .replace("{name: db", "{name: main")
        .replace(
          "${db.DATABASE_URL}?api=${db.pool.HOSTNAME}",
          "${main.DATABASE_URL}?api=${main.pool.HOSTNAME}",
        ),
    );
  });

  it("works in the template form and in JSON", () => {
    expect(
      renamed(
        "spec:\n  name: a\n  workers:\n  - name: ma|il\n    envs: [{key: A, value: '${mail.COMMIT_HASH}'}]\n",
        "post",
      ),
    ).toBe(
      "spec:\n  name: a\n  workers:\n  - name: post\n    envs: [{key: A, value: '${post.COMMIT_HASH}'}]\n",
    );
    expect(
      renamed(
        '{"name": "a", "workers": [{"name": "mail|"}], "envs": [{"key": "A", "value": "${mail.X}"}]}',
        "post",
      ),
    ).toBe('{"name": "a", "workers": [{"name": "post"}], "envs": [{"key": "A", "value": "${post.X}"}]}\n');
  });

  it("changes a name behind an anchor where it is written", () => {
    const text = "name: a\nservices:\n- name: &n api\ningress:\n  rules:\n  - component: {name: *n|}\n";
    expect(renamed(text, "web")).toBe(text.replace("&n api", "&n web").replace("|", ""));
  });

  it("is refused where the same text is another thing as well", () => {
    expect(renamed("name: a\nservices:\n- name: &n ap|i\n  source_dir: *n\n", "web")).toBe(
      "refused: `api` is written once behind an anchor and also stands at `services.0.source_dir`, which would change with it. Write it out there first.",
    );
  });

  it("is refused for a name that is not valid or is another's", () => {
    expect(renamed(at("- name: api"), "Backend")).toBe(
      "refused: `Backend` is no valid name: write 2 to 32 lower-case letters, digits and hyphens, with a letter first and no hyphen last.",
    );
    expect(renamed(at("- name: api"), "db")).toBe(
      "refused: The database at `databases.0` is called `db` already: names are unique among components and databases.",
    );
  });

  it("is refused where what refers to it cannot be told", () => {
    expect(renamed("services:\n- name: ap|i\nworkers:\n- name: api\n", "web")).toMatch(
      /^refused: 2 components or databases are called `api`/,
    );
    expect(renamed('services:\n- name: ap|i\n  envs: [{key: "A\n', "web")).toMatch(
      /^refused: Line \d has a syntax error/,
    );
    expect(renamed(at("${_sel"), "web")).toMatch(/^refused: `_self` stands for the component itself/);
    expect(renamed(at("${api" + "a"), "web")).toBe("refused: Nothing in this file is called `apia`.");
    expect(renamed(at("name: sho"), "web")).toMatch(/^refused: Only components, databases/);
  });

  it("to the same name changes nothing", () => {
    expect(renamed(at("- name: api"), "api")).toBe(dedent(SHOP));
  });
});

describe("renaming a variable", () => {
  it("of the app changes those of components that take its place, and the references", () => {
    expect(renamed(at("- {key: LOG_LEVEL"), "LEVEL")).toBe(dedent(SHOP).replaceAll("LOG_LEVEL", "LEVEL"));
  });

  it("of a component changes its own references alone", () => {
    expect(renamed(at("- {key: OWN"), "MINE")).toBe(
      dedent(SHOP).replace("key: OWN", "key: MINE").replace("${api.OWN}", "${api.MINE}"),
    );
    expect(renamed(at("${api.OWN"), "MINE")).toBe(renamed(at("- {key: OWN"), "MINE"));
    expect(
      renamed(
        at("{key: OWN, value: x").replace("x|", "x").replace("key: OWN, value: x", "key: OWN|, value: x"),
        "MINE",
      ),
    ).toBe(dedent(SHOP).replace("key: OWN, value: x", "key: MINE, value: x"));
  });

  it("leaves a placeholder that is called alike: a workflow fills it in", () => {
    expect(renamed("envs:\n- key: SHA|\n  value: ${SHA}\n- {key: B, value: '${SHA}'}\n", "COMMIT")).toBe(
      "envs:\n- key: COMMIT\n  value: ${SHA}\n- {key: B, value: '${COMMIT}'}\n",
    );
  });

  it("is refused for a name that is not valid, or that would hide another", () => {
    expect(renamed(at("- {key: OWN"), "MY-OWN")).toMatch(
      /^refused: `MY-OWN` is no valid name: write letters, digits/,
    );
    expect(renamed(at("- {key: OWN"), "DATABASE_URL")).toBe(
      "refused: The variable `DATABASE_URL` is there already, at `services.0.envs.2`: one would hide the other.",
    );
    expect(renamed(at("- {key: LOG_LEVEL"), "API")).toMatch(/^refused: The variable `API` is there already/);
    expect(renamed(at("- {key: OWN"), "LOG_LEVEL")).toMatch(
      /^refused: The variable `LOG_LEVEL` is there already/,
    );
  });
});

describe("renaming a domain", () => {
  const text = (marked: string) =>
    `domains:\n- domain: ${marked}\ningress:\n  rules:\n  - {match: {authority: {exact: a.example.com}}, component: {name: api}}\n`;

  it("changes the rules for it", () => {
    expect(renamed(text("a.example|.com"), "b.example.com")).toBe(
      text("a.example.com").replaceAll("a.example.com", "b.example.com"),
    );
    expect(renamed(text("a.example|.com"), "no host")).toMatch(/^refused: `no host` is no valid name/);
  });
});

describe("what is typed over in a rename", () => {
  it("is the name without quotes or braces", () => {
    const { text, position } = atCursor(dedent(at("at ${ap")));
    const start = { line: position.line, character: position.character - 2 };
    expect(prepareRename(text, position)).toEqual({
      placeholder: "api",
      range: { start, end: { line: start.line, character: start.character + 3 } },
    });
  });
});
