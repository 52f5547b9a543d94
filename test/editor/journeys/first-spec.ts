import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Journey } from "./journey.ts";
import { expect, giveToken, goLive, LIVE_SECRET } from "./scenes.ts";

/** A first spec where there is none: of an empty folder, and then of what somebody has put there. */
export const CREATE_SPEC: Journey = {
  title: "create a spec in an empty folder",
  async before({ folder }) {
    await rm(join(folder, ".do"), { recursive: true });
  },
  async go({ workbench, folder }) {
    await workbench.command("App Platform: Create a Spec");
    await workbench.wait('.tab.active[data-resource-name="app.yaml"]');
    await workbench.wait('.view-line:has-text("so this is a guess")');

    await rm(join(folder, ".do"), { recursive: true });
    const manifest = { name: "api", scripts: { start: "node server.js", build: "tsc" } };
    await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
    await workbench.command("View: Close All Editors");
    await workbench.command("App Platform: Create a Spec");
    await workbench.wait('.view-line:has-text("run_command: npm start")');
    await workbench.wait('.codelens-decoration:has-text("$5.00/mo")');
    await workbench.wait('.statusbar-item[aria-label^="App Platform: $"][aria-label*="0 errors"]');
    await workbench.picture("create-spec");
  },
};

/** The first minutes of somebody with a Dockerfile: a spec, a mistake in it, its fix, and what it costs a month. */
export const FIRST_PRICE: Journey = {
  title: "from a Dockerfile to a price",
  async before({ folder }) {
    await rm(join(folder, ".do"), { recursive: true });
    await writeFile(
      join(folder, "Dockerfile"),
      "FROM nginx:1.29\nCOPY . /usr/share/nginx/html\nEXPOSE 3000\n",
    );
    const git = join(folder, ".git");
    for (const part of ["objects", "refs"]) await mkdir(join(git, part), { recursive: true });
    await writeFile(join(git, "HEAD"), "ref: refs/heads/main\n");
    await writeFile(
      join(git, "config"),
      '[remote "origin"]\n\turl = git@github.com:octo-shop/web-shop.git\n',
    );
  },
  async go({ workbench, simulator }) {
    await workbench.command("App Platform: Create a Spec");
    await workbench.wait('.tab.active[data-resource-name="app.yaml"]');
    for (const line of ["repo: octo-shop/web-shop", "dockerfile_path: Dockerfile", "http_port: 3000"])
      await workbench.wait(`.view-line:has-text("${line}")`);
    await workbench.wait('.statusbar-item[aria-label^="App Platform: $5.00/mo, 0 errors"]');

    // A data centre's name, where a region is asked for.
    await workbench.goTo(4);
    await workbench.press("End");
    for (const _ of "nyc") await workbench.press("Backspace");
    await workbench.type("fra1");
    await workbench.press("Escape");
    await workbench.wait('.view-line:has-text("region: fra1")');
    await workbench.wait('.statusbar-item[aria-label^="App Platform: $5.00/mo, 0 errors, 1 warnings"]');
    await workbench.wait(".editor-instance .squiggly-warning");
    await workbench.hover('.view-line span:text-is("fra1")');
    await workbench.wait('.monaco-hover:not(.hidden):has-text("Did you mean"):has-text("Quick Fix")');
    await workbench.picture("first-problem", { mouseStays: true });
    await workbench.press("Escape");
    await workbench.press("Control+.");
    await workbench.wait('.action-widget:has-text("fra")');
    await workbench.press("Enter");
    await workbench.waitUntilGone('.view-line:has-text("fra1")');
    await workbench.wait('.view-line:has-text("region: fra")');
    await workbench.waitUntilGone(".editor-instance .squiggly-warning");
    await workbench.wait('.statusbar-item[aria-label^="App Platform: $5.00/mo, 0 errors, 0 warnings"]');
    await workbench.wait('.codelens-decoration:has-text("$5.00/mo · 1 × apps-s-1vcpu-0.5gb")');
    await workbench.picture("first-price");
    expect(simulator.requests.length === 0, `A first spec asked for ${simulator.requests[0]?.path}.`);
  },
};

/** The spec of an app that began in the control panel, without its secrets. */
export const SAVE_LIVE_SPEC: Journey = {
  title: "save the live spec",
  async before(stage) {
    await goLive(stage);
    await rm(join(stage.folder, ".do"), { recursive: true });
  },
  async go({ workbench, simulator, folder }) {
    await workbench.command("App Platform: Save Live Spec");
    await giveToken({ workbench, simulator });
    await workbench.wait('.tab.active[data-resource-name="app.yaml"]');
    await workbench.wait('.statusbar-item[aria-label^="App Platform: $"][aria-label*="0 errors"]');
    await workbench.picture("save-live-spec");
    const text = await readFile(join(folder, ".do/app.yaml"), "utf8");
    expect(text.includes("STRIPE_KEY"), "The secret's variable is lost.");
    for (const secret of [LIVE_SECRET, "EV["]) expect(!text.includes(secret), `The file holds ${secret}.`);
  },
};
