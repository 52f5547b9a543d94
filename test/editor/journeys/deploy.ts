import type { Journey } from "./journey.ts";
import { giveToken } from "./scenes.ts";

/** From a spec in the folder to an app that is live, by somebody who has never signed in. */
export const DEPLOY: Journey = {
  title: "deploy a first app",
  // Slow enough that its steps are to be seen, however busy the machine is; then time leaps.
  speed: 5,
  async go({ workbench, simulator }) {
    await workbench.openFile(".do/app.yaml");
    await workbench.wait('.statusbar-item[aria-label^="App Platform: $"]');
    await workbench.command("App Platform: Deploy Spec");
    await giveToken({ workbench, simulator });
    // The one secret of the spec that has no value anywhere yet.
    await workbench.wait('.quick-input-title:has-text("STRIPE_KEY of api")');
    await workbench.quickInput("sk_test_journey");
    await workbench.wait('.monaco-dialog-box:has-text("Create web-shop?")');
    await workbench.picture("deploy-create");
    await workbench.click('.monaco-dialog-box .monaco-button:has-text("Deploy")');
    // A step by its name, not only the phase.
    await workbench.wait('.notification-toast:has-text("web-shop"):has-text("·")');
    await workbench.picture("deploy-progress");
    simulator.advance(30 * 60_000);
    await workbench.wait('.notification-toast:has-text("web-shop is live.")');
    await workbench.picture("deploy-live");
    const app = simulator.appNamed("web-shop");
    if (!app) throw new Error("The simulated platform has no app of that name.");
  },
};
