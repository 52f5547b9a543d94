import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Journey, Stage } from "./journey.ts";
import { answer, dialog, editSpec, expect, goLive, platform, row, signIn, toast } from "./scenes.ts";

const LINE = ".output-view .view-line";

/** With `app:read` alone all can be seen, and whatever would change something says which scope it lacks. */
export const READ_ONLY: Journey = {
  title: "a token that may only read",
  async before(stage) {
    const { id = "" } = await goLive(stage);
    await platform(stage.simulator).deployments.create(id, { force_build: true });
    stage.simulator.advance(30 * 60_000);
    await editSpec(stage.folder, (text) => text.replace("instance_count: 1", "instance_count: 2"));
  },
  async go({ workbench, simulator }) {
    const token = simulator.addToken(["app:read"]);
    await signIn({ workbench, simulator: { token } });
    await workbench.command("App Platform: Focus on Apps View");
    await workbench.click(row("web-shop"));
    await workbench.menu(row("api"), "Tail Logs");
    await workbench.wait(`${LINE}:has-text("api │")`);
    await workbench.openFile(".do/app.yaml");
    await workbench.command("App Platform: Propose Spec");
    await workbench.wait('.tab.active:has-text("web-shop: live ↔ workspace")');
    // A secret without its value in the file is no change.
    await workbench.wait('.modified-in-monaco-diff-editor .view-line:has-text("<secret>")');

    const refused = async (scope: string) => {
      await workbench.wait(toast(`It needs the scope \`${scope}\``));
      await workbench.command("Notifications: Clear All Notifications");
      await workbench.waitUntilGone(".notification-toast");
    };
    await workbench.wait(toast("web-shop: +"));
    await workbench.command("Notifications: Clear All Notifications");
    await workbench.menu(row("web-shop"), "Restart");
    await answer(workbench, "Restart web-shop?", "Restart");
    await refused("app:update");
    await workbench.menu(row("web-shop"), "Build and Deploy Again");
    await answer(workbench, "Build and deploy web-shop again?", "Deploy");
    await refused("app:update");
    await workbench.menu(row("web-shop"), "Roll Back");
    await workbench.quickInput("", { row: "initial" });
    await refused("app:update");
    await workbench.menu(row("web-shop"), "Delete App");
    await workbench.quickInput("web-shop");
    await refused("app:delete");
    await workbench.openFile(".do/app.yaml");
    await workbench.command("App Platform: Deploy Spec");
    await answer(workbench, "Deploy web-shop?", "Deploy");
    await refused("app:update");
    await workbench.menu(row("api"), "Open Console");
    await workbench.wait('.xterm-rows:has-text("app:access_console")');
    const changes = simulator.requests.filter(
      ({ method, path, status = 0 }) => method !== "GET" && !path.endsWith("/propose") && status < 300,
    );
    const paths = changes.map(({ method, path }) => `${method} ${path}`).join("\n");
    expect(changes.length === 2, `More than what made the app came through:\n${paths}`);
  },
};

/** Deleted in the control panel while the editor is open. */
export const REVOKED: Journey = {
  title: "a token that is revoked",
  async before(stage) {
    await goLive(stage);
  },
  async go({ workbench, simulator }) {
    const token = simulator.addToken(["app:read"]);
    await signIn({ workbench, simulator: { token } });
    await workbench.command("App Platform: Focus on Apps View");
    await workbench.wait(row("web-shop"));
    simulator.revokeToken(token);
    await workbench.command("App Platform: Refresh Apps");
    await workbench.wait('.sidebar .welcome-view-content:has-text("does not know this token any more")');
    await workbench.command("App Platform: Tail Logs");
    await workbench.wait(toast("DigitalOcean does not know this token"));
    await workbench.picture("revoked");
    await signIn({ workbench, simulator }, "Shop, new");
    await workbench.wait(row("web-shop"));
  },
};

/** The network goes away while a log is followed and a deployment is on its way, and comes back. */
export const OUTAGE: Journey = {
  title: "a network that drops",
  // Slow enough that the deployment outlasts the outage.
  speed: 10,
  async before(stage) {
    await goLive(stage);
    await editSpec(stage.folder, (text) => text.replace("instance_count: 1", "instance_count: 2"));
  },
  async go({ workbench, simulator }) {
    await tailAndDeploy({ workbench, simulator });
    simulator.addFault({ operation: "*", kind: "reset-before", times: 1_000 });
    simulator.dropSockets();
    await workbench.wait(toast("cannot be read for now"));
    await workbench.wait('.sidebar .message:has-text("As it was at")');
    await workbench.picture("outage");
    await staysResponsive(workbench);
    simulator.clearFaults();
    simulator.advance(30 * 60_000);
    await workbench.wait(toast("web-shop is live."));
    // The log goes on: new lines push out of view what was said of the outage.
    await workbench.waitUntilGone(`${LINE}:has-text("Connecting again")`);
    await workbench.wait(`${LINE}:has-text("api │")`);
    await workbench.command("App Platform: Refresh Apps");
    await workbench.waitUntilGone('.sidebar .message:has-text("As it was at")');
  },
};

/** The platform is gone for good. */
export const KILLED: Journey = {
  title: "a platform that dies",
  // Slow enough that the deployment is on its way when it dies.
  speed: 10,
  async before(stage) {
    await goLive(stage);
    await editSpec(stage.folder, (text) => text.replace("instance_count: 1", "instance_count: 2"));
  },
  async go({ workbench, simulator }) {
    await tailAndDeploy({ workbench, simulator });
    await simulator.close();
    await workbench.wait(toast("cannot be read for now"));
    await workbench.wait(`${LINE}:has-text("Connecting again")`);
    await staysResponsive(workbench);
    // Whoever does not want to wait any longer leaves.
    await workbench.click(`${toast("web-shop")} .monaco-button:has-text("Cancel")`);
    await answer(workbench, "Cancel the deployment of web-shop, or only stop watching it?", "Stop Watching");
    await workbench.waitUntilGone(toast("cannot be read for now"));
    await workbench.command("App Platform: Stop Tailing Logs");
    await workbench.wait(`${LINE}:has-text("Stopped.")`);
  },
};

/** A token lives in the secret storage while its owner is signed in, and nowhere afterwards. */
export const SIGN_OUT: Journey = {
  title: "sign out",
  async before(stage) {
    await goLive(stage);
  },
  async go({ workbench, simulator, server, folder, window }) {
    const { token } = simulator;
    await tailAndDeploy({ workbench, simulator }, { deploys: false });
    for (const dir of [server.dataDir, folder]) await holdsNot(dir, token);
    await workbench.command("App Platform: Sign Out");
    await workbench.wait(toast("Signed out of Shop."));
    await workbench.wait('.sidebar .welcome-view-content:has-text("Sign in to see your apps")');
    // Nothing goes on in the name of somebody who has left.
    await workbench.wait(`${LINE}:has-text("──── Signed out. ────")`);
    for (const dir of [server.dataDir, folder]) await holdsNot(dir, token);
    const stored = await window.page.evaluate(() => JSON.stringify(localStorage));
    expect(!stored.includes(token), "The window's storage still has the token.");
    await workbench.command("App Platform: Tail Logs");
    await workbench.wait('.quick-input-title:has-text("Sign in to DigitalOcean")');
  },
};

async function tailAndDeploy(
  { workbench, simulator }: Pick<Stage, "workbench" | "simulator">,
  { deploys = true } = {},
): Promise<void> {
  await signIn({ workbench, simulator });
  await workbench.command("App Platform: Focus on Apps View");
  await workbench.click(row("web-shop"));
  await workbench.menu(row("api"), "Tail Logs");
  await workbench.wait(`${LINE}:has-text("api │")`);
  if (!deploys) return;
  await workbench.openFile(".do/app.yaml");
  await workbench.command("App Platform: Deploy Spec");
  await workbench.wait(dialog("Deploy web-shop?"));
  await answer(workbench, "Deploy web-shop?", "Deploy");
  await workbench.wait(toast("web-shop"));
}

/** Typing is completed as ever. */
async function staysResponsive(workbench: Stage["workbench"]): Promise<void> {
  await workbench.openFile(".do/app.yaml");
  await workbench.goTo(13, 40);
  await workbench.press("End");
  await workbench.press("Enter");
  await workbench.type("termina");
  await workbench.wait('.suggest-widget.visible .monaco-list-row:has-text("termination")');
  await workbench.press("Escape");
}

async function holdsNot(dir: string, text: string): Promise<void> {
  for (const entry of await readdir(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    expect(!(await readFile(path, "latin1")).includes(text), `${path} holds the token.`);
  }
}
