// The toolkit at work, on a simulated App Platform and a simulated GitHub: the bundled action runs as on a runner,
// and what a reviewer would see is printed and kept in demo-out/.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { deployed } from "../acceptance/deployed.ts";
import type { ActionRun } from "../runner/run-action.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { change, fixture, mended, withMistakes } from "./stories.ts";

const OUT = fileURLToPath(new URL("../../demo-out/", import.meta.url));
/** A real second is this many virtual ones, so that a deployment of minutes can be watched in a few seconds. */
const SPEED = 15;

const started = Date.now();
await rm(OUT, { recursive: true, force: true });
await mkdir(OUT, { recursive: true });
say("App Platform Toolkit: the demo. App Platform and GitHub are simulated; the action is the real bundle.");

await using shop = await startScene({ repository: "octo-shop/web-shop", speed: SPEED, seed: 7 });
await using platform = await startScene({ repository: "acme/platform", speed: SPEED, seed: 7 });
const webShop = await fixture("web-shop");
say("\nBefore it begins, the shop is deployed as it is on the default branch.");
await deployed(shop, webShop);

story(1, "A pull request with four mistakes");
shop.pushToMain({ ".do/app.yaml": webShop });
const pull = shop.openPullRequest(
  { ".do/app.yaml": withMistakes(webShop) },
  { title: "More room for Christmas" },
);
await show("1-mistakes", await shop.checkPullRequest(pull, { onLine }), shop, pull.number);

story(2, "The same pull request, mended: what it changes, and what it costs");
shop.pushTo(pull, { ".do/app.yaml": mended(webShop) });
await show("2-mended", await shop.checkPullRequest(pull, { onLine }), shop, pull.number);

story(3, "The merge: deployed, and watched until it is live");
const merged = shop.pushToMain({ ".do/app.yaml": mended(webShop) });
await show("3-merge", await shop.pushed(merged, { onLine }), shop);

story(4, "A deploy that fails: the image listens on the wrong port");
const images = await fixture("image-api");
const failing = shop.pushToMain({
  ".do/pixel-api.yaml": change(images, [
    "    alerts:",
    '    envs:\n      - { key: SIMULATE_LISTEN_PORT, value: "3000" }\n    alerts:',
  ]),
});
await show(
  "4-failed-deploy",
  await shop.pushed(failing, { onLine, inputs: { "spec-path": ".do/pixel-api.yaml" } }),
  shop,
);

story(5, "Four more apps in one pull request: one comment for all, without a DigitalOcean token");
const specs = {
  "apps/docs/.do/app.yaml": await fixture("monorepo-site"),
  "apps/backend/.do/app.yaml": await fixture("monorepo-backend"),
  "apps/hooks/.do/app.yaml": await fixture("functions"),
  "apps/guestbook/.do/app.yaml": await fixture("legacy-guestbook"),
};
platform.pushToMain(specs);
const wide = platform.openPullRequest({
  ...specs,
  "apps/backend/.do/app.yaml": change(specs["apps/backend/.do/app.yaml"], [
    "instance_count: 2",
    "instance_count: 3",
  ]),
  "apps/guestbook/.do/app.yaml": change(specs["apps/guestbook/.do/app.yaml"], [
    "basic-xxs",
    "apps-s-1vcpu-1gb",
  ]),
});
const many = { onLine, withoutToken: true, inputs: { "spec-path": "apps/*/.do/app.yaml" } };
await show("5-many-apps", await platform.checkPullRequest(wide, many), platform, wide.number);

say(
  `\nDone in ${((Date.now() - started) / 1000).toFixed(1)} s. Comments, summaries and logs are in demo-out/.`,
);

async function show(name: string, run: ActionRun, scene: Scene, pull?: number): Promise<void> {
  const { owner, name: repository } = scene.repository;
  const comments = pull === undefined ? [] : scene.github.comments(owner.login, repository, pull);
  await writeFile(join(OUT, `${name}.log`), run.log);
  await writeFile(join(OUT, `${name}.summary.md`), run.summary);
  await writeFile(join(OUT, `${name}.outputs.json`), `${JSON.stringify(run.outputs, null, 2)}\n`);
  say(
    `\n  The step ${run.exitCode === 0 ? "succeeds" : "fails"} after ${(run.durationMs / 1000).toFixed(1)} s.`,
  );
  for (const comment of comments) {
    await writeFile(join(OUT, `${name}.comment.md`), comment.body);
    say(`\n  The comment on pull request #${pull}:\n`);
    say(comment.body.replaceAll(/^/gm, "  │ "));
  }
}

function story(number: number, title: string): void {
  say(`\n${"═".repeat(100)}\n${number}. ${title}\n${"═".repeat(100)}\n`);
}

function onLine(line: string): void {
  // The runner turns these into annotations, folds and masks.
  const command = /^::(?<name>[\w-]+)(?: (?<properties>[^:]*(?::(?!:)[^:]*)*))?::(?<message>.*)$/.exec(
    line,
  )?.groups;
  if (!command) say(`  ${line}`);
  if (command?.name === "group") say(`  ▾ ${command.message}`);
  if (
    !command ||
    command.name === "group" ||
    command.name === "endgroup" ||
    command.name === "add-mask" ||
    command.name === "debug"
  )
    return;
  const at = Object.fromEntries((command.properties ?? "").split(",").map((pair) => pair.split("=", 2)));
  const place = at.file ? ` ${at.file}:${at.line}:${at.col}` : "";
  say(
    `  [${command.name}]${place} ${decodeURIComponent(command.message?.replaceAll(/%(?!25|0A|0D)/g, "%25") ?? "")}`,
  );
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
