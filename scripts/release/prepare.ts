import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { closeUnreleased, nextVersion } from "./changelog.ts";
import { setSamples } from "./samples.ts";
import { readVersion, setVersion } from "./version.ts";

/** Writes the next version into a checkout, and returns it. */
export async function prepare(checkout: string): Promise<string> {
  const path = join(checkout, "CHANGELOG.md");
  const changelog = await readFile(path, "utf8");
  const version = nextVersion(changelog, await readVersion(checkout));
  await setVersion(checkout, version);
  await setSamples(checkout, version);
  await writeFile(path, closeUnreleased(changelog, version, new Date().toISOString().slice(0, 10)));
  console.log(`Version ${version}`);
  return version;
}
