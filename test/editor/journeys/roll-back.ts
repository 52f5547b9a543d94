import type { Journey } from "./journey.ts";
import { answer, dialog, expect, goLive, platform, row, signIn } from "./scenes.ts";

/** Back to the deployment before, and then for good. */
export const ROLL_BACK: Journey = {
  title: "roll back",
  async before(stage) {
    const { id = "" } = await goLive(stage);
    await platform(stage.simulator).deployments.create(id, { force_build: true });
    stage.simulator.advance(30 * 60_000);
  },
  async go({ workbench, simulator }) {
    await signIn({ workbench, simulator });
    await workbench.command("App Platform: Focus on Apps View");
    await workbench.wait(row("web-shop"));
    await workbench.menu(row("web-shop"), "Roll Back");
    await workbench.quickInput("", { row: "initial" });
    await workbench.wait(dialog("Roll web-shop back?"));
    await workbench.picture("roll-back");
    await answer(workbench, "Roll web-shop back?", "Cancel");
    expect(!simulator.appNamed("web-shop")?.pinned, "It was rolled back without a yes.");

    await workbench.menu(row("web-shop"), "Roll Back");
    await workbench.quickInput("", { row: "initial" });
    await answer(workbench, "Roll web-shop back?", "Roll Back");
    await workbench.wait(row("pinned"));
    await workbench.menu(row("pinned"), "Keep or Revert Rollback");
    await answer(workbench, "web-shop is pinned to an earlier deployment.", "Keep It");
    await workbench.waitUntilGone(row("pinned"));
  },
};
