// Draws every shape of the pull request comment in a real browser, as GitHub shows it at 800 pixels, into
// docs/pictures. `npm run pictures`, with Chromium at CHROMIUM or /usr/bin/chromium and a font with emoji.
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { Marked } from "marked";
import { chromium } from "playwright-core";
import { everyComment } from "../test/demo/comments.ts";

const OUT = fileURLToPath(new URL("../docs/pictures/", import.meta.url));
const WIDTH = 800;
const STYLE = createRequire(import.meta.url).resolve("github-markdown-css/github-markdown-light.css");
const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** The box that a comment has on a pull request's page. */
const FRAME = `
  body { margin: 0; padding: 8px; background: #fff; font-family: "Liberation Sans", "DejaVu Sans", sans-serif; }
  .box { border: 1px solid #d1d9e0; border-radius: 6px; }
  .by { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0;
        font-size: 14px; color: #59636e; }
  .by b { color: #1f2328; }
  .by i { border: 1px solid #d1d9e0; border-radius: 2em; padding: 0 6px; font-style: normal; font-size: 12px; }
  .markdown-body { padding: 16px; font-size: 14px; }`;

await mkdir(OUT, { recursive: true });
const style = await readFile(STYLE, "utf8");
const comments = await everyComment();
const browser = await chromium.launch({ executablePath: CHROMIUM, args: ["--no-sandbox"] });
try {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 600 }, deviceScaleFactor: 1 });
  for (const [name, markdown] of comments) {
    await page.setContent(document(markdown, style));
    const wide = await page.evaluate("document.documentElement.scrollWidth");
    if (wide !== WIDTH) throw new Error(`The comment "${name}" is ${wide} pixels wide.`);
    await page.locator("body").screenshot({ path: `${OUT}comment-${name}.png` });
    console.log(`docs/pictures/comment-${name}.png`);
  }
} finally {
  await browser.close();
}

function document(markdown: string, css: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${css}${FRAME}</style>
    <div class="box"><div class="by"><b>github-actions</b> <i>bot</i> commented</div>
    <div class="markdown-body">${toHtml(markdown)}</div></div>`;
}

/** GitHub's Markdown, with the colours that it gives a difference. */
function toHtml(markdown: string): string {
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      code: ({ text, lang }) =>
        `<pre><code>${lang === "diff" ? coloured(text) : escapedText(text)}</code></pre>`,
    },
  });
  return marked.parse(markdown, { async: false });
}

function coloured(difference: string): string {
  const classes: Record<string, string> = { "+": "pl-mi1", "-": "pl-md", "!": "pl-mc" };
  return difference
    .split("\n")
    .map((line) => `<span class="${classes[line[0] ?? ""] ?? ""}">${escapedText(line)}</span>`)
    .join("\n");
}

function escapedText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
