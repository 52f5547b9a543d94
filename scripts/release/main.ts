// A release, as RELEASE.md tells it.
//
//   npm run release                        all of it in build/release: a clone, a bare repository as the remote, a folder as the registry
//   npm run release -- --dry-run           the same in a temporary folder that goes with it; nothing else is written
//   npm run release -- --out folder        the same in that folder
//   npm run release -- --modules-of .      with the packages of a checkout in place of `npm ci`, without a network
//   npm run release -- prepare             in this checkout: the next version and its changelog, to be committed
//   npm run release -- build               in this checkout: what is released, into build/release/artifacts
//   npm run release -- tag --remote origin in this checkout: the commit with the bundle, its tag, the major's tag
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { prepare } from "./prepare.ts";
import { dryRun, rehearse } from "./rehearse.ts";
import { tag } from "./tag.ts";

await release().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});

async function release(): Promise<void> {
  const {
    values,
    positionals: [stage, ...more],
  } = parseArgs({
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean", default: false },
      out: { type: "string", default: "build/release" },
      remote: { type: "string" },
      "modules-of": { type: "string" },
    },
  });
  if (more.length > 0) throw new Error(`One stage at a time: "${more.join(" ")}" comes too much.`);
  const here = resolve(".");
  const out = resolve(values.out);
  const modulesOf = values["modules-of"] === undefined ? undefined : resolve(values["modules-of"]);
  switch (stage) {
    case undefined:
      return values["dry-run"] ? dryRun(here, modulesOf) : rehearse(here, out, modulesOf);
    case "prepare":
      await prepare(here);
      return;
    case "build":
      return build(here, join(out, "artifacts"));
    case "tag":
      if (values.remote === undefined)
        throw new Error("Name the remote: npm run release -- tag --remote origin");
      await tag(here, join(out, "artifacts"), values.remote);
      return;
    default:
      throw new Error(`There is no "${stage}". It is prepare, build, tag, or nothing for a rehearsal.`);
  }
}
