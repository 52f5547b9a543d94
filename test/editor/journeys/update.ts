import type { Journey } from "./journey.ts";
import { answer, dialog, editSpec, expect, goLive, signIn, toast } from "./scenes.ts";

/** A spec that drops the database: refused until its name is typed. */
export const UPDATE: Journey = {
  title: "update over a refusal",
  async before(stage) {
    await goLive(stage);
    await editSpec(stage.folder, (text) =>
      text
        .replace(/^databases:\n(?: .*\n)+/m, "")
        .replaceAll(/ {6}- key: DATABASE_URL\n(?: {8}.*\n)+/g, "")
        .replace(/ {4}envs:\n(?! {6})/, ""),
    );
  },
  async go({ workbench, simulator }) {
    const database = () => simulator.appNamed("web-shop")?.spec.databases?.length;
    const tryToDeploy = async (typed: string) => {
      await workbench.command("App Platform: Deploy Spec");
      await workbench.wait(dialog("Deploy web-shop?"));
      await workbench.wait(dialog("⚠"));
      await workbench.picture("deploy-confirm");
      await answer(workbench, "Deploy web-shop?", "Deploy Anyway…");
      await workbench.quickInput(typed);
    };
    await workbench.openFile(".do/app.yaml");
    await signIn({ workbench, simulator });

    await tryToDeploy("web-sho");
    await workbench.wait('.quick-input-message:has-text("The name is web-shop.")');
    expect(database() === 1, "A name that was not typed in full has dropped the database.");
    await workbench.press("Escape");

    await tryToDeploy("web-shop");
    await workbench.wait(toast("web-shop is live."));
    expect(!database(), "The database is still there.");
  },
};
