// Packs the extension into packages/vscode/app-platform-toolkit.vsix, from what `npm run build` has made.
import { copyFile, readFile, stat, writeFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { REPOSITORY_URL } from "../packages/core/src/project.ts";
import { bundleContents } from "./bundles.ts";
import { bundledPackages, licenceTexts } from "./licences.ts";
import { publicChangelog } from "./release/changelog.ts";

const CWD = resolve("packages/vscode");
const VSIX = `${CWD}/app-platform-toolkit.vsix`;
/** What the extension weighs at most, in bytes: it is fetched on every start of a codespace. */
const LIMIT = 1 << 20;

await copyFile("LICENSE", `${CWD}/LICENSE`);
const changelog = await readFile("CHANGELOG.md", "utf8");
await writeFile(`${CWD}/CHANGELOG.md`, publicChangelog(changelog, REPOSITORY_URL));
const { extension } = await bundleContents();
await writeFile(`${CWD}/dist/THIRD-PARTY-LICENSES`, licenceTexts(await bundledPackages(extension)));
await createVSIX({
  cwd: CWD,
  packagePath: VSIX,
  dependencies: false,
  // Relative links of the README are relative to its folder, which the Marketplace does not know.
  baseContentUrl: `${REPOSITORY_URL}/blob/main/packages/vscode`,
  baseImagesUrl: `${REPOSITORY_URL.replace("github.com", "raw.githubusercontent.com")}/main/packages/vscode`,
});
const { size } = await stat(VSIX);
console.log(`${relative(".", VSIX)}: ${(size / 1024).toFixed(0)} KiB`);
if (size > LIMIT) throw new Error(`The .vsix is larger than ${LIMIT / 1024} KiB.`);
