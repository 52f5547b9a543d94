import { readFile } from "node:fs/promises";
import { bundleContents } from "../bundles.ts";
import { type BundledPackage, bundledPackages } from "../licences.ts";
import { code, table } from "./table.ts";
import upkeep from "./upkeep.json" with { type: "json" };

/** Why each package was chosen that ours name: what is not here was not decided, and makes no table. */
const REASONS: Readonly<Record<string, string>> = {
  "@actions/core": "the runner's commands, outputs and summary; GitHub's own",
  "@octokit/core": "requests to GitHub; GitHub's own",
  "@octokit/plugin-paginate-rest": "all pages of a list; GitHub's own",
  "@octokit/plugin-retry": "asks again after failures; GitHub's own",
  "@octokit/plugin-throttling": "keeps to GitHub's limits; GitHub's own",
  "https-proxy-agent": "sockets through a proxy",
  "proxy-from-env": "which proxy the environment names",
  undici: "HTTP through a proxy; Node's own client",
  "vscode-languageserver-types": "the shapes of positions and edits; Microsoft's own",
  ws: "live logs and consoles: it tells why a handshake was refused, and can ping",
  yaml: "the syntax tree of specs, with the place of everything",
  zod: "the schema of specs",
};

/** What is passed on of others: its licence, its upkeep as npm's registry told it last, and why it is there. */
export async function dependencyTables(): Promise<Record<string, string>> {
  const found = await passedOn();
  const lock: Lock = JSON.parse(await readFile(new URL("../../package-lock.json", import.meta.url), "utf8"));
  const rows = found.map(({ bundled: { name, version, licence }, places }) => {
    const reason = REASONS[name] ?? `for ${dependents(name, lock).join(", ")}`;
    return [code(name), version, newest(name), licence, places.join(", "), reason];
  });
  const head = ["Package", "Version", `Newest on ${upkeep.asOf}`, "Licence", "In", "Why"];
  return { dependencies: table(head, rows) };
}

/** Every package of others in a bundle, by name, and which bundles have it. */
export async function passedOn(): Promise<{ bundled: BundledPackage; places: string[] }[]> {
  const found = new Map<string, { bundled: BundledPackage; places: string[] }>();
  for (const [place, contents] of Object.entries(await bundleContents()))
    for (const bundled of await bundledPackages(contents)) {
      const key = `${bundled.name} ${bundled.version}`;
      const { places } = found.get(key) ?? { places: [] };
      found.set(key, { bundled, places: [...places, place] });
    }
  return [...found.values()].toSorted((a, b) => (a.bundled.name < b.bundled.name ? -1 : 1));
}

/** When a package was released last, which says whether somebody keeps it. */
function newest(name: string): string {
  const known = (upkeep.packages as Record<string, { newest: string; released: string }>)[name];
  if (!known) throw new Error(`Nothing is known of the upkeep of ${name}: run \`npm run upkeep\`.`);
  return `${known.newest}, ${known.released}`;
}

interface Lock {
  packages: Record<string, { dependencies?: Record<string, string> }>;
}

/** Packages of others that need a package; ours need a reason. */
function dependents(name: string, { packages }: Lock): string[] {
  const found = Object.entries(packages).filter(([, { dependencies = {} }]) => name in dependencies);
  const names = found.map(([path]) => path.split("node_modules/").at(-1) ?? path);
  const ours = names.find((path) => path.startsWith("packages/"));
  if (ours !== undefined) throw new Error(`Say in scripts/tables/dependencies.ts why ${ours} needs ${name}.`);
  return [...new Set(names)].toSorted().map(code);
}
