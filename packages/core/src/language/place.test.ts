import { describe, expect, it } from "vitest";
import { placeAt } from "./place.ts";
import { atCursor } from "./testing.ts";

/** `key services.0 inst` and, where there is one, the column that the line is meant for. */
function place(marked: string): string | undefined {
  const { text, position } = atCursor(marked);
  const found = placeAt(text, position);
  return found && [found.kind, found.path.join("."), found.token.text].filter(Boolean).join(" ");
}

function details(marked: string) {
  const { text, position } = atCursor(marked);
  return placeAt(text, position);
}

describe("placeAt, in a document that is written", () => {
  it("is at a key", () => {
    expect(place("na|me: shop\n")).toBe("key name");
    expect(place("services:\n  - name: api\n    http_p|ort: 80\n")).toBe("key services.0 http_port");
    expect(place("services:\n- name: api\n- na|me: web\n")).toBe("key services.1 name");
    expect(place('"na|me": shop\n')).toBe("key name");
  });

  it("is at a value", () => {
    expect(place("region: ny|c # New York\n")).toBe("value region nyc");
    expect(place("name: a\nservices:\n  - name: api\n    envs:\n      - key: A\n      - key: B|\n")).toBe(
      "value services.0.envs.1.key B",
    );
    expect(details("domains:\n- domain: a.b\n  minimum_tls_version: '1.|2'\n")?.token).toMatchObject({
      text: "1.2",
      quote: "'",
    });
  });

  it("is in brackets, also over several lines", () => {
    expect(place("services:\n- envs:\n  - {key: A, sc|ope: RUN_TIME}\n")).toBe("key services.0.envs.0 scope");
    expect(place("envs: [\n  {key: A},\n  {key: B, scope: RUN|}\n]\n")).toBe("value envs.1.scope RUN");
    expect(place("services: [\n  {name: a,\n   envs: [\n     {key: A, |\n")).toBe("key services.0.envs.0");
    expect(place('{"services": [{"name": "a"}, {"name": "b|"}]}')).toBe("value services.1.name b");
  });

  it("is nowhere in comments, in texts of several lines, and behind a value", () => {
    expect(place("# na|me\nname: shop\n")).toBeUndefined();
    expect(place("name: shop # the | name\n")).toBeUndefined();
    expect(place("name: shop  |\n")).toBeUndefined();
    expect(placeAt("name: shop\n", { line: 7, character: 0 })).toBeUndefined();
    expect(place("services:\n- run_command: >\n    npm |start\n")).toBeUndefined();
    expect(place("services:\n- envs: *comm|on\n")).toBeUndefined();
  });

  it("begins at the spec in the template form", () => {
    expect(place("spec:\n  name: shop\n  services:\n  - name: a|pi\n")).toBe("value services.0.name api");
    expect(place("spec:\n  name: shop\n|")).toBeUndefined();
  });
});

describe("placeAt, in a document that is half written", () => {
  it("is on an empty line, at the level that the line is indented to", () => {
    expect(place("|")).toBe("key");
    expect(place("services:\n  - name: api\n    |\n")).toBe("key services.0");
    expect(place("services:\n  - name: api\n|\n")).toBe("key");
    expect(details("services:\n  - name: api\n  |\n")?.block).toMatchObject({
      itemsOnly: true,
      list: { path: ["services"], index: 1, column: 2 },
    });
  });

  it("takes the level that fits what is written above and below", () => {
    const level = (marked: string) => [place(marked), details(marked)?.block?.column];
    expect(level("name: shop\n    |\n")).toEqual(["key", 0]);
    expect(level("services:\n  - name: api\n|\n    http_port: 80\n")).toEqual(["key services.0", 4]);
    expect(level("services:\n  - name: api\n   |\n")).toEqual(["key services.0", 4]);
    expect(level("services:\n  - github:\n        repo: a/b\n      |\n")).toEqual([
      "key services.0.github",
      8,
    ]);
  });

  it("is behind a dash, a bare word and a colon", () => {
    expect(place("services:\n- |\n")).toBe("key services.0");
    expect(place("services:\n- |\n  name: api\n")).toBe("key services.0");
    expect(place("services:\n  - name: api\n    inst|\n    envs: []\n")).toBe("key services.0 inst");
    expect(place("region:|\nname: shop\n")).toBe("value region");
  });

  it("is in brackets and quotes that nothing closes", () => {
    expect(place("services:\n- github: {repo: a/b, |\n  envs: []\n")).toBe("key services.0.github");
    expect(place('services:\n- envs:\n  - key: A\n    value: "${d|\n  name: api\n')).toBe(
      "value services.0.envs.0.value ${d",
    );
    expect(place('{"name": "shop",\n "re|')).toBe("key re");
  });

  it("knows the other keys of the map, above and below", () => {
    const siblings = (marked: string) => details(marked)?.siblings;
    expect(siblings("services:\n- name: a\n  envs:\n  - key: A\n  |\n  image: {}\n")).toEqual([
      "envs",
      "name",
      "image",
    ]);
    expect(siblings('{"name": "a", |, "region": "nyc"}')).toEqual(["name", "region"]);
  });

  it("reads tabs and the line ends of Windows", () => {
    expect(place("services:\n\t- name: api\n\t  |\n")).toBe("key services.0");
    expect(place("services:\r\n  - name: api\r\n    re|\r\n")).toBe("key services.0 re");
  });
});
