import type { Journey } from "./journey.ts";
import { editSpec, expect, giveToken, goLive, LIVE_SECRET, toast } from "./scenes.ts";

/** What a change of the spec would do to the live app, before anything is done. */
export const PROPOSE: Journey = {
  title: "propose on a live app",
  async before(stage) {
    await goLive(stage);
    await editSpec(stage.folder, (text) =>
      text
        .replace("apps-s-1vcpu-1gb", "apps-s-1vcpu-2gb")
        .replace("instance_count: 1", "instance_count: 2")
        .replace("type: SECRET", "type: SECRET\n        value: sk_live_written_down"),
    );
  },
  async go({ workbench, simulator }) {
    await workbench.openFile(".do/app.yaml");
    await workbench.command("App Platform: Propose Spec");
    await giveToken({ workbench, simulator });
    await workbench.wait('.tab.active:has-text("web-shop: live ↔ workspace")');
    await workbench.wait('.monaco-diff-editor .view-line:has-text("apps-s-1vcpu-2gb")');
    await workbench.wait(toast("+$38.00/mo"));
    await workbench.picture("diff");
    const text = (await workbench.texts(".monaco-workbench")).join("\n");
    expect(text.includes("<secret>"), "The diff shows no masked secret.");
    for (const secret of [LIVE_SECRET, "sk_live_written_down"])
      expect(!text.includes(secret), `The window shows ${secret}.`);
    const written = simulator.requests.filter(
      ({ method, path }) => method !== "GET" && !path.endsWith("/propose"),
    );
    expect(written.length === 1, "Proposing has written more than the app that was there before.");
  },
};
