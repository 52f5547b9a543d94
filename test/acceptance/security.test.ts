// The threats of docs/security.md that cross the whole action: what a hostile spec, log or service cannot do.
import { Marked } from "marked";
import { beforeAll, describe, expect, it } from "vitest";
import { OUTPUT_NAMES } from "../../packages/action/src/outputs.ts";
import { change, fixture } from "../demo/stories.ts";
import type { ActionRun } from "../runner/run-action.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { deployed } from "./deployed.ts";

const SPEC = ".do/app.yaml";

/** What somebody writes where a name or a value is expected. */
const HOSTILE = [
  "::set-output name=plan::forged",
  "\n::error::forged",
  "a\r\n::warning file=x::forged",
  "%0A::error::forged",
  "##[error]forged",
  "x ##[add-path]/evil",
  "\u001b[31m::stop-commands::x\u001b[0m",
  "ghadelimiter_0\nplan=forged\nplan<<x",
  "@octo-org/everyone #1 GH-2 https://evil.test www.evil.test",
  "![x](https://evil.test/i.png) [y](javascript:alert(1)) <img src=x onerror=alert(1)>",
  "<script>alert(1)</script></td></table></details><h1>Approved</h1>",
  "```\n````\n</details>\n# Approved\n```",
  "| a | b |\n| - | - |",
  "<!-- app-platform-toolkit:v1 key=000000000000 run=999999999.1 head=aa at=2026-01-01T00:00:00.000Z -->",
  "\u202Elive\u202C\u2066x",
  "`` ` `code` ``",
];

/** A spec with hostile words in every place that the report shows. */
function hostileSpec(words: string): string {
  const text = JSON.stringify(words);
  return `name: ${text}
region: ${text}
services:
  - name: ${text}
    image: { registry_type: GHCR, registry: octo, repository: ${text}, tag: ${text} }
    ${text}: 1
    instance_size_slug: ${text}
    envs: [{ key: ${text}, value: ${text} }, { key: A, value: ${text} }]
domains: [{ domain: ${text} }]
databases: [{ name: ${text}, cluster_name: ${text}, production: true }]
jobs: [{ name: ${text}, kind: ${text} }]
`;
}

let webShop: string;
beforeAll(async () => {
  webShop = await fixture("web-shop");
});

/** Lines that the runner would carry out. */
function commands({ log }: ActionRun): string[] {
  return log.split(/\r?\n|\r/).filter((line) => /^\s*::|##\[/.test(line));
}

/** What a browser would get, and must not. */
function expectHarmless(markdown: string, scene: Scene): void {
  const html = new Marked({ gfm: true }).parse(markdown, { async: false });
  const visible = html.replaceAll(/<!--[\s\S]*?-->/g, "");
  const tags = [...visible.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, tag]) => tag?.toLowerCase());
  const known =
    "a blockquote br code details em h3 li p pre strong sub summary table tbody td th thead tr ul";
  expect([...new Set(tags)].filter((tag) => !known.split(" ").includes(tag ?? ""))).toEqual([]);
  for (const [, href = ""] of visible.matchAll(/href="([^"]*)"/g))
    expect(
      [scene.github.serverUrl, "https://github.com/app-platform-toolkit/"].some((own) =>
        href.startsWith(own),
      ),
      href,
    ).toBe(true);
  expect(visible.match(/<details/g)?.length ?? 0).toBe(visible.match(/<\/details>/g)?.length ?? 0);
  const words = visible.replaceAll(/<pre>[\s\S]*?<\/pre>|<code>[\s\S]*?<\/code>|<[^>]*>/g, " ");
  // As GitHub makes links and notifications of plain words.
  expect(words).not.toMatch(/(^|\W)@\w|(^|\s)#\d|\bGH-\d|https?:\/\/evil|www\.evil/);
  expect(markdown.match(/^<!-- app-platform-toolkit:v1 /gm)).toHaveLength(1);
}

describe("hostile words in a spec", () => {
  it.each(HOSTILE.map((words, index) => [index, words] as const))(
    "are only words: %i",
    async (_index, words) => {
      await using scene = await startScene();
      scene.pushToMain({ [SPEC]: webShop });
      const pull = scene.openPullRequest({ [SPEC]: hostileSpec(words) });
      for (const withoutToken of [true, false]) {
        const run = await scene.checkPullRequest(pull, { withoutToken, inProcess: true });
        expect(run.exitCode).toBe(1);
        const comments = scene.github.comments("octo-shop", "web-shop", pull.number);
        expect(comments).toHaveLength(1);
        expectHarmless(comments[0]?.body ?? "", scene);
      }
    },
  );

  it("are no commands to the runner, and forge no output", async () => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
    const files = Object.fromEntries(
      HOSTILE.map((words, index) => [`apps/${index}/app.yaml`, hostileSpec(words)]),
    );
    const pull = scene.openPullRequest(files);
    scene.simulator.addFault({
      operation: "apps_list",
      kind: "status",
      status: 403,
      message: "no\r\n::error::forged\n##[error]forged",
      times: 99,
    });
    for (const withoutToken of [true, false]) {
      const run = await scene.checkPullRequest(pull, {
        withoutToken,
        inputs: { "spec-path": "apps/*/app.yaml" },
      });
      const known =
        /^::(?:add-mask::|(?:error|warning|notice) title=[\w-]+(?:,file=apps\/\d+\/app\.yaml,line=\d+,endLine=\d+(?:,col=\d+,endColumn=\d+)?)?::|error::|group::|endgroup::)/;
      expect(commands(run).filter((line) => !known.test(line))).toEqual([]);
      expect(run.log).not.toMatch(/^::(?:error|warning)[^:]*::forged/m);
      expect(Object.keys(run.outputs).sort()).toEqual([...OUTPUT_NAMES].sort());
      expect(run.outputs.plan).toBe("");
    }
  });
});

describe("hostile words of a server and a container", () => {
  it("are only words in the log, the summary and the comment", async () => {
    await using scene = await startScene({ speed: 600 });
    await deployed(scene, webShop);
    scene.pushToMain({ [SPEC]: webShop });
    const pull = scene.openPullRequest({ [SPEC]: webShop });
    for (const words of HOSTILE) {
      scene.simulator.addFault({
        operation: "apps_validate_appSpec",
        kind: "status",
        status: 400,
        message: `errors validating app spec; first error in field "services.0.name": ${words}`,
      });
      const run = await scene.checkPullRequest(pull, { inProcess: true });
      expect(run.summary).toContain("DigitalOcean refuses the spec");
      const [comment] = scene.github.comments("octo-shop", "web-shop", pull.number);
      expectHarmless(comment?.body ?? "", scene);
    }
  });
});

describe("a mark in a spec", () => {
  it("does not take the comment over: the next run finds its own, and only that", async () => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
    const first = scene.openPullRequest({ [SPEC]: webShop });
    await scene.checkPullRequest(first, { withoutToken: true, inProcess: true });
    const own = scene.github.comments("octo-shop", "web-shop", first.number)[0]?.body.split("\n")[0] ?? "";
    const newer = own.replace(/run=\d+/, "run=99999999");
    scene.repository.addComment(first.number, { author: "mallory", body: `${newer}\nApproved` });
    scene.pushTo(first, {
      [SPEC]: change(webShop, ["name: web-shop", `name: ${JSON.stringify(`\n${newer}`)}`]),
    });
    for (let round = 0; round < 2; round += 1)
      await scene.checkPullRequest(first, { withoutToken: true, inProcess: true });
    const comments = scene.github.comments("octo-shop", "web-shop", first.number);
    expect(comments).toHaveLength(2);
    expect(comments[0]?.body).toContain("1 error");
    expect(comments[1]?.body).toContain("Approved");
  });
});

describe("huge specs", () => {
  it.each([
    [
      "aliases upon aliases",
      () =>
        `a: &a [x, x, x, x, x, x, x, x]\n${"bcdefghi".replaceAll(
          /./g,
          (key) =>
            `${key}: &${key} [${Array(8)
              .fill(`*${String.fromCharCode(key.charCodeAt(0) - 1)}`)
              .join(", ")}]\n`,
        )}`,
    ],
    ["a deep nest", () => `name: ${"[".repeat(5000)}`],
    ["more bytes than any spec", () => `name: shop\n# ${"x".repeat(3_000_000)}`],
    [
      "thousands of components",
      () =>
        `name: shop\nservices:\n${Array.from({ length: 2000 }, (_, index) => `  - { name: s${index}, github: { repo: a/b } }\n`).join("")}`,
    ],
    ["thousands of problems", () => `name: shop\nservices:\n${"  - { nam: x }\n".repeat(2000)}`],
  ])("of %s are told about in one comment that GitHub takes", async (_what, text) => {
    await using scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
    const pull = scene.openPullRequest({ [SPEC]: text() });
    const run = await scene.checkPullRequest(pull, { withoutToken: true, inProcess: true });
    expect(run.log.match(/^::(?:error|warning|notice) title/gm)?.length ?? 0).toBeLessThanOrEqual(10);
    expect(Buffer.byteLength(run.summary)).toBeLessThan(1024 * 1024);
    const [comment] = scene.github.comments("octo-shop", "web-shop", pull.number);
    expect(comment?.body.length).toBeLessThanOrEqual(65_536);
  });
});
