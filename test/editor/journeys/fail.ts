import type { Journey } from "./journey.ts";
import { answer, editSpec, giveToken, goLive, toast } from "./scenes.ts";

/** A build that ends with an error, from the message to the line and the log that say why. */
export const FAIL: Journey = {
  title: "a deployment that fails",
  async before(stage) {
    await goLive(stage);
    await editSpec(stage.folder, (text) =>
      text.replace("build_command: npm run build", "build_command: npm run build && exit 1"),
    );
  },
  async go({ workbench, simulator }) {
    await workbench.openFile(".do/app.yaml");
    await workbench.goTo(32);
    await workbench.command("App Platform: Deploy Spec");
    await giveToken({ workbench, simulator });
    await answer(workbench, "Deploy web-shop?", "Deploy");
    await workbench.wait(toast("web-shop was not deployed."));
    await workbench.click(`${toast("web-shop was not deployed.")} .monaco-button:has-text("Go to Line")`);
    await workbench.wait('.statusbar-item:has-text("Ln 10, Col ")');
    await workbench.wait(toast("web-shop was not deployed."));
    await workbench.wait('.codelens-decoration:has-text("1 difference from live")');
    await workbench.picture("failure");
    await workbench.click(`${toast("web-shop was not deployed.")} .monaco-button:has-text("Logs")`);
    await workbench.wait('.tab.active:has-text("web-shop-api-BUILD")');
    await workbench.wait('.editor-instance .view-line:has-text("exit")');
    // Coloured.
    await workbench.wait('.editor-instance .view-line [class*="mtk"]:not(.mtk1)');
    await workbench.picture("failure-log");
  },
};
