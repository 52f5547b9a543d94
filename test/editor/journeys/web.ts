import type { Journey } from "./journey.ts";
import { dialog } from "./scenes.ts";

const ID = "app-platform-toolkit.app-platform-toolkit";

/** VS Code's host for web extensions, a worker of the browser, with the bundle that the manifest names for it. */
export const WEB: Journey = {
  title: "write a spec in the browser's own host",
  settings: { "remote.extensionKind": { [ID]: ["web"] } },
  async go({ workbench }) {
    await workbench.openFile(".do/app.yaml");
    await workbench.wait('.statusbar-item[aria-label^="App Platform: $24.00/mo, 0 errors"]');
    await workbench.goTo(13, 40);
    await workbench.press("End");
    await workbench.press("Enter");
    await workbench.type("instance_cunt: 2");
    await workbench.wait('.statusbar-item[aria-label*=", 1 errors"]');
    await workbench.press("Enter");
    await workbench.type("autosc");
    await workbench.wait('.suggest-widget.visible .monaco-list-row:has-text("autoscaling")');
    await workbench.picture("web");
    await workbench.press("Escape");
    // Accounts are not there: what answered was the bundle for browsers.
    await workbench.command("App Platform: Sign In");
    await workbench.wait(dialog("command 'appPlatform.signIn' not found"));
  },
};
