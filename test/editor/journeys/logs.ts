import type { Journey } from "./journey.ts";
import { answer, goLive, row, signIn } from "./scenes.ts";

const LINE = ".output-view .view-line";

/** Logs that go on while another deployment takes over. */
export const LOGS: Journey = {
  title: "tail over a redeploy",
  async before(stage) {
    await goLive(stage);
  },
  async go({ workbench, simulator }) {
    await signIn({ workbench, simulator });
    await workbench.command("App Platform: Focus on Apps View");
    await workbench.click(row("web-shop"));
    await workbench.wait(row("mailer"));
    await workbench.menu(row("api"), "Tail Logs");
    await workbench.wait(`${LINE}:has-text("api │")`);
    await workbench.command("View: Toggle Maximized Panel");
    await workbench.menu(row("web-shop"), "Build and Deploy Again");
    await answer(workbench, "Build and deploy web-shop again?", "Deploy");
    await workbench.wait(`${LINE}:has-text("has taken over from")`);
    await workbench.wait(`${LINE}:has-text("has taken over from") ~ .view-line:has-text("api │")`);
    await workbench.command("App Platform: Stop Tailing Logs");
    await workbench.wait(`${LINE}:has-text("Stopped.")`);
    await workbench.wait(`${row("web-shop")}:has-text("ACTIVE")`);
    await workbench.picture("logs");
  },
};
