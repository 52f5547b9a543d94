// Every link inside the repository leads somewhere: from Markdown, from texts of the packages, and to each rule.
import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { REPOSITORY_URL, RULES, ruleUrl } from "../../packages/core/src/index.ts";
import { type Page, ROOT, readPage, readPages } from "./markdown.ts";

const RAW_URL = `${REPOSITORY_URL.replace("github.com", "raw.githubusercontent.com")}/main/`;
/** Pages of the repository on GitHub that are no files. */
const NO_FILE = /^(?:issues|releases|security|actions)\b/;

let pages: Page[];
beforeAll(async () => {
  pages = await readPages();
});

it("reads links and anchors as GitHub does", () => {
  const page = readPage(
    "a.md",
    '# The `x` of *y*, and z\n\n## Twice\n## Twice\n\n[a](b.md#c) ![d](e.png) <img src="f">\n',
  );
  expect([...page.anchors]).toEqual(["the-x-of-y-and-z", "twice", "twice-1"]);
  expect(page.links).toEqual(["b.md#c", "e.png", "f"]);
});

it("in Markdown, to files and headings", async () => {
  expect(pages.length).toBeGreaterThan(15);
  const broken = pages.map(async ({ path, links }) => {
    const problems = await Promise.all(links.map((link) => problemWith(link, path)));
    return problems.filter((problem) => problem !== undefined).map((problem) => `${path}: ${problem}`);
  });
  expect((await Promise.all(broken)).flat()).toEqual([]);
});

it("to scripts that there are", async () => {
  const { scripts } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  // In examples of specs, scripts are those of apps.
  const ours = pages.filter(({ path }) => path !== "docs/rules.md" && !path.includes("/src/"));
  const named = ours.flatMap(({ path, text }) =>
    [...text.matchAll(/\bnpm run (?:-s )?([\w:]+)/g)].map(([, script = ""]) => ({ path, script })),
  );
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter(({ script }) => scripts[script] === undefined)).toEqual([]);
});

it("from problems to the page of their rule", async () => {
  const problems = await Promise.all(RULES.map(({ id }) => problemWith(ruleUrl(id), "packages/core")));
  expect(problems.filter(Boolean)).toEqual([]);
});

it("in what the packages and manifests say", async () => {
  const files = (await readdir(join(ROOT, "packages"), { recursive: true }))
    .map((path) => `packages/${path.replaceAll("\\", "/")}`)
    .filter((path) =>
      /^packages\/\w+\/(?:src\/.*\.ts|package(?:\.nls)?\.json|media\/.*\.(?:md|svg))$/.test(path),
    );
  expect(files.length).toBeGreaterThan(100);
  const broken = [...files, "action.yml"].map(async (path) => {
    const text = await readFile(join(ROOT, path), "utf8");
    const named = [
      ...text.matchAll(
        /(?:blob\/main\/|\$\{REPOSITORY_URL\}\/blob\/main\/|[ (`])(docs\/[\w./-]+\.md(?:#[\w-]+)?)/g,
      ),
    ];
    const problems = await Promise.all(named.map(([, link = ""]) => problemWith(link, "README.md")));
    return problems.filter(Boolean).map((problem) => `${path}: ${problem}`);
  });
  expect((await Promise.all(broken)).flat()).toEqual([]);
});

/** What is wrong with a link in a file; nothing where it leads out of the repository. */
async function problemWith(link: string, from: string): Promise<string | undefined> {
  const inside = insideOf(link, from);
  if (inside === undefined) return undefined;
  const [path = "", anchor] = inside.split("#");
  if (!(await isThere(path))) return `${link}: there is no ${path}`;
  if (anchor === undefined) return undefined;
  const page = pages.find((each) => each.path === path);
  return page?.anchors.has(anchor) ? undefined : `${link}: ${path} has no heading of that name`;
}

function insideOf(link: string, from: string): string | undefined {
  const url = link.split("?")[0] ?? "";
  if (url.startsWith(RAW_URL)) return url.slice(RAW_URL.length);
  if (url.startsWith(`${REPOSITORY_URL}/`)) {
    const rest = url.slice(REPOSITORY_URL.length + 1);
    return NO_FILE.test(rest) ? undefined : rest.replace(/^(?:blob|tree|raw)\/(?:main|HEAD)\//, "");
  }
  if (/^[a-z][a-z0-9+.-]*:/i.test(url)) return undefined;
  if (url.startsWith("#")) return `${from}${url}`;
  return posix.join(posix.dirname(from), decodeURI(url));
}

/** Letter by letter: a Mac finds files in any case, GitHub does not. */
async function isThere(path: string): Promise<boolean> {
  const file = path.replace(/\/$/, "");
  if (file === "" || file === ".") return true;
  const names: string[] = await readdir(join(ROOT, dirname(file))).catch(() => []);
  return (
    names.includes(posix.basename(file)) &&
    (await stat(join(ROOT, file)).then(
      () => true,
      () => false,
    ))
  );
}
