// Asks npm's registry when each package that we pass on was released last, and keeps the answer for docs/security.md:
// the documentation is generated without the network.
import { writeFile } from "node:fs/promises";
import { passedOn } from "./tables/dependencies.ts";

const REGISTRY = (process.env.npm_config_registry ?? "https://registry.npmjs.org/").replace(/\/?$/, "/");

const names = new Set((await passedOn()).map(({ bundled }) => bundled.name));
const packages = Object.fromEntries(
  await Promise.all([...names].map(async (name) => [name, await ask(name)])),
);
const upkeep = { asOf: new Date().toISOString().slice(0, 10), packages };
await writeFile(new URL("./tables/upkeep.json", import.meta.url), `${JSON.stringify(upkeep, null, 2)}\n`);

async function ask(name: string): Promise<{ newest: string; released: string }> {
  const response = await fetch(REGISTRY + name.replace("/", "%2f"), { signal: AbortSignal.timeout(60_000) });
  if (!response.ok) throw new Error(`${name}: the registry answers with status ${response.status}.`);
  const { "dist-tags": tags, time } = (await response.json()) as Manifest;
  const released = time[tags.latest];
  if (released === undefined)
    throw new Error(`${name}: the registry does not say when ${tags.latest} was released.`);
  return { newest: tags.latest, released: released.slice(0, 10) };
}

interface Manifest {
  "dist-tags": { latest: string };
  time: Record<string, string>;
}
