import type { Journey } from "./journey.ts";
import { giveToken, goLive } from "./scenes.ts";

/** A shell in a container, by somebody who has never signed in. */
export const CONSOLE: Journey = {
  title: "open a console",
  async before(stage) {
    await goLive(stage);
  },
  async go({ workbench, simulator }) {
    await workbench.openFile(".do/app.yaml");
    await workbench.command("App Platform: Open Console");
    await giveToken({ workbench, simulator });
    await workbench.quickInput("mailer", { row: "mailer" });
    await workbench.wait('.xterm-rows:has-text("web-shop:mailer$")');
    await workbench.type("ls\n");
    await workbench.wait('.xterm-rows:has-text("server.js")');
    await workbench.type("echo déjà vu\n");
    const answer = /^déjà\svu\s*$/;
    await workbench.page.locator(".xterm-rows > div").filter({ hasText: answer }).waitFor();
    await workbench.picture("console");
    await workbench.type("exit\n");
    await workbench.wait('.xterm-rows:has-text("Press any key to close.")');
    await workbench.press("Enter");
    await workbench.page.locator(".xterm-rows").waitFor({ state: "detached" });
  },
};
