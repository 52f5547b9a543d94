// The JSON schema as users of the package find it. `npm run build` writes it, as `npm test` does first.
import { readFile } from "node:fs/promises";
import { appSpecJsonSchema } from "@app-platform-toolkit/core";
import { expect, it } from "vitest";

const DIST = new URL("../packages/core/dist/", import.meta.url);
const { exports } = JSON.parse(await readFile(new URL("../package.json", DIST), "utf8")) as {
  exports: Record<string, unknown>;
};

it.each([
  ["2020-12", "app-spec.2020-12.json", "https://json-schema.org/draft/2020-12/schema"],
  ["07", "app-spec.draft-07.json", "http://json-schema.org/draft-07/schema#"],
] as const)("the package holds the schema of draft %s", async (draft, name, dialect) => {
  const built: unknown = JSON.parse(await readFile(new URL(`schema/${name}`, DIST), "utf8"));
  expect(built).toEqual(appSpecJsonSchema({ draft }));
  expect(built).toMatchObject({ $schema: dialect });
  expect(exports["./schema/*.json"]).toBe("./dist/schema/*.json");
});
