// Writes the app spec's JSON schema into the core package, in the draft of today and in the one that editors read.
import { mkdir, writeFile } from "node:fs/promises";
import { appSpecJsonSchema } from "../packages/core/src/spec/json-schema.ts";

const FOLDER = new URL("../packages/core/dist/schema/", import.meta.url);

await mkdir(FOLDER, { recursive: true });
await write("app-spec.2020-12.json", appSpecJsonSchema({ draft: "2020-12" }));
await write("app-spec.draft-07.json", appSpecJsonSchema({ draft: "07" }));

async function write(name: string, schema: object): Promise<void> {
  await writeFile(new URL(name, FOLDER), `${JSON.stringify(schema, null, 2)}\n`);
}
