// A body that is sent as YAML: the user's own text, with what its reader must know of it.
import { expect, it } from "vitest";
import { json, refusal, scriptedClient, thrownBy } from "./testing.ts";

const app = json({ app: { id: "a1" } });
const YAML = `# Ours
spec:
  name: shop
  services:
    - name: web
      image: { registry_type: GHCR, repository: shop }
`;

it("goes out as it is written", async () => {
  const { client, sent, run } = scriptedClient(app);
  await run(client.apps.create({ yaml: YAML }));

  expect(sent[0]?.body).toBe(YAML);
  expect(sent[0]?.headers).toMatchObject({ "content-type": "application/yaml", accept: "application/json" });
});

it("needs the scopes of what it holds", async () => {
  const { client, run } = scriptedClient(refusal(403, "no"));
  const error = await run(thrownBy(client.apps.create({ yaml: `${YAML}project_id: p1\n` })));

  expect(error).toMatchObject({ name: "Forbidden", scope: "app:create project:assign_resource" });
});

it.each([
  ["is no YAML", "spec:\n  name: [shop\n", "(2:9)"],
  ["has a key twice", "spec:\n  name: a\n  name: b\n", "(3:3)"],
  ["is a bare spec", "name: shop\n", "`spec:` on its top"],
  ["is a list", "- spec:\n", "`spec:` on its top"],
  ["is empty", "", "`spec:` on its top"],
])("is not sent where it %s", async (_, yaml, reason) => {
  const { client, sent, run } = scriptedClient(app);
  const error = await run(thrownBy(client.apps.create({ yaml })));

  expect(error).toBeInstanceOf(TypeError);
  expect(String(error)).toContain(reason);
  expect(sent).toEqual([]);
});

it("hides each line of its secrets where a proxy shows the request", async () => {
  const key = ["first-line-of-key", "second-line-of-key"];
  const yaml = `spec:\n  envs:\n    - key: KEY\n      type: SECRET\n      value: |\n        ${key.join("\n        ")}\n`;
  const { client, run } = scriptedClient(() => new Response(`bad gateway: ${yaml}`, { status: 502 }));
  const error = await run(thrownBy(client.apps.create({ yaml })));

  expect(String(error)).toContain("bad gateway");
  for (const line of key) expect(String(error)).not.toContain(line);
});
