// The project's own Markdown: its files, links, anchors and code blocks.
import { readdir, readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import GithubSlugger from "github-slugger";
import { Marked, type Token, type Tokens } from "marked";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const NOT_OURS = /^(?:\.git|\.vscode-host|node_modules|dist|build|coverage|demo-out|out)$/;

export interface Page {
  /** Relative to the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly links: readonly string[];
  readonly anchors: ReadonlySet<string>;
  readonly blocks: readonly CodeBlock[];
}

export interface CodeBlock {
  readonly language: string;
  readonly text: string;
  /** The heading that it stands below. */
  readonly heading: string;
}

export async function readPages(): Promise<Page[]> {
  const paths = await markdownFiles(ROOT);
  return Promise.all(
    paths.map(async (path) =>
      readPage(relative(ROOT, path).split(sep).join("/"), await readFile(path, "utf8")),
    ),
  );
}

async function markdownFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.test(entry.name) ? [] : markdownFiles(path);
    return entry.isFile() && entry.name.endsWith(".md") ? [path] : [];
  });
  return (await Promise.all(found)).flat().sort();
}

export function readPage(path: string, text: string): Page {
  const slugger = new GithubSlugger();
  const [links, anchors, blocks]: [string[], Set<string>, CodeBlock[]] = [[], new Set(), []];
  let heading = "";
  const marked = new Marked();
  marked.walkTokens(marked.lexer(text), (token) => {
    if (token.type === "heading") {
      heading = plainText(token.tokens ?? []);
      anchors.add(slugger.slug(heading));
    }
    if (token.type === "link" || token.type === "image") links.push(token.href);
    if (token.type === "html") {
      links.push(...[...token.text.matchAll(/\b(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? ""));
      for (const [, id = ""] of token.text.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(id);
    }
    if (token.type === "code")
      blocks.push({ language: (token as Tokens.Code).lang ?? "", text: token.text, heading });
  });
  return { path, text, links, anchors, blocks };
}

function plainText(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      "tokens" in token && token.tokens ? plainText(token.tokens) : "text" in token ? token.text : "",
    )
    .join("");
}
