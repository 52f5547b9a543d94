// Prints what is passed on of others, as a bill of materials of CycloneDX 1.5 (https://cyclonedx.org/docs/1.5/json/).
// It comes from the bundles, as their licences do: npm's own list has what the manifests name, which is less than that
// for what tests need as well (npm/cli#7909), and more where a part of a package is all that is used.
import { randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { REPOSITORY_URL } from "../packages/core/src/project.ts";
import { passedOn } from "./tables/dependencies.ts";

interface Manifest {
  name: string;
  version: string;
  license: string;
  dependencies?: Record<string, string>;
}

interface LockEntry {
  version?: string;
  license?: string;
  integrity?: string;
}

/** Our packages, by the bundle that each ships; the library ships none, and npm installs what it depends on. */
const OURS = { action: "action", extension: "vscode", command: "cli", library: "core" } as const;
/** Of ours those that npm has. */
const ON_NPM = ["command", "library"];

const read = async (path: string) => JSON.parse(await readFile(path, "utf8"));
const lock: Record<string, LockEntry> = (await read("package-lock.json")).packages;
const project: Manifest = await read("package.json");

const found = (await passedOn()).map(({ bundled, places }) => ({ ...bundled, places }));
const ours = await Promise.all(
  Object.entries(OURS).map(async ([place, folder]) => {
    const manifest: Manifest = await read(`packages/${folder}/package.json`);
    const own = Object.keys(place === "library" ? (manifest.dependencies ?? {}) : {});
    return { ...manifest, place, own, path: `packages/${folder}` };
  }),
);

const bill = {
  $schema: "http://cyclonedx.org/schema/bom-1.5.schema.json",
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  serialNumber: `urn:uuid:${randomUUID()}`,
  version: 1,
  metadata: {
    timestamp: new Date().toISOString(),
    component: {
      ...component("application", "app-platform-toolkit", project.version, project.license),
      "bom-ref": "toolkit",
      externalReferences: [{ type: "vcs", url: REPOSITORY_URL }],
    },
  },
  components: [
    ...ours.map(({ name, version, license, place, path }) => ({
      ...component(place === "library" ? "library" : "application", name, version, license),
      ...(ON_NPM.includes(place) ? { purl: purlOf(name, version) } : {}),
      "bom-ref": path,
    })),
    ...found.map(({ name, version, licence }) => ({
      ...component("library", name, version, licence),
      purl: purlOf(name, version),
      "bom-ref": purlOf(name, version),
      hashes: [{ alg: "SHA-512", content: digest(name, version) }],
    })),
  ],
  dependencies: [
    { ref: "toolkit", dependsOn: ours.map(({ path }) => path) },
    ...ours.map(({ place, own, path }) => ({
      ref: path,
      dependsOn: found
        .filter((other) => other.places.includes(place) || own.includes(other.name))
        .map((other) => purlOf(other.name, other.version)),
    })),
    ...found.map(({ name, version }) => ({ ref: purlOf(name, version) })),
  ],
};
for (const { name, own } of ours)
  for (const needed of own)
    if (!found.some((other) => other.name === needed))
      throw new Error(`${name} depends on ${needed}, which no bundle has: list it too.`);
console.log(JSON.stringify(bill, null, 2));

function component(type: "application" | "library", name: string, version: string, licence: string) {
  const licences = /^[\w.+-]+$/.test(licence) ? [{ license: { id: licence } }] : [{ expression: licence }];
  return { type, name, version, licenses: licences };
}

/** https://github.com/package-url/purl-spec */
function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}

/** The registry's digest of a package, in hexadecimal digits. */
function digest(name: string, version: string): string {
  const entries = Object.entries(lock).filter(([path]) => path.endsWith(`node_modules/${name}`));
  const integrity = entries.find(([, entry]) => entry.version === version)?.[1].integrity;
  if (!integrity?.startsWith("sha512-"))
    throw new Error(`package-lock.json has no digest of ${name} ${version}.`);
  return Buffer.from(integrity.slice("sha512-".length), "base64").toString("hex");
}
