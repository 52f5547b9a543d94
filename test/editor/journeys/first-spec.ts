import { readFile, rm, writeFile } from "node:fs/promises";
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
    await workbench.wait('.statusbar-item[aria-label^="App Platform: $"][aria-label*="0 errors"]');
    await workbench.screenshot("create-spec");
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
    await workbench.screenshot("save-live-spec");
    const text = await readFile(join(folder, ".do/app.yaml"), "utf8");
    expect(text.includes("STRIPE_KEY"), "The secret's variable is lost.");
    for (const secret of [LIVE_SECRET, "EV["]) expect(!text.includes(secret), `The file holds ${secret}.`);
  },
};
