import type { Journey } from "./journey.ts";
import { editSpec, expect, giveToken, goLive, row, widenSideBar } from "./scenes.ts";

const SECTIONS = ["Deployments", "Alerts", "Domains", "Events", "Bandwidth"];
/** So that no section is empty. */
const MORE = `
domains:
  - domain: shop.example.com
    type: PRIMARY
alerts:
  - rule: DEPLOYMENT_FAILED
  - rule: DOMAIN_FAILED
`;
/** Commands that are about a line of the view, and mean nothing in the palette. */
const OF_A_LINE = [
  "Tail Logs in Terminal",
  "Open Full Log",
  "Cancel Run",
  "Cancel Event",
  "Edit Alert Destinations",
];

/** The Apps view, opened to the last line, as somebody sees it who cannot see. */
export const APPS: Journey = {
  title: "look at the apps",
  async before(stage) {
    await editSpec(stage.folder, (text) => `${text}${MORE}`);
    await goLive(stage);
  },
  async go({ workbench, simulator, window: { page } }) {
    await workbench.openFile(".do/app.yaml");
    await workbench.command("App Platform: Focus on Apps View");
    await widenSideBar(page);
    await workbench.wait('.sidebar .welcome-view-content:has-text("Sign in to see your apps")');
    await workbench.screenshot("apps-signed-out");
    await workbench.click('.sidebar .welcome-view-content .monaco-button:has-text("Sign In")');
    await giveToken({ workbench, simulator });
    await workbench.click(row("web-shop"));
    await workbench.click(row("api"));
    for (const section of SECTIONS) await workbench.click(row(section));
    await workbench.wait(row("GiB"));
    await workbench.wait(row("initial"));
    await workbench.wait(row("shop.example.com"));
    await workbench.wait('.codelens-decoration:has-text("as it is live")');
    await workbench.picture("apps");
    const rows = await page.locator(".sidebar .monaco-list-row").evaluateAll((lines) =>
      lines.map((line) => ({
        label: line.getAttribute("aria-label") ?? "",
        text: line.querySelector(".label-name")?.textContent ?? "",
      })),
    );
    expect(rows.length > SECTIONS.length, "The view is empty.");
    for (const { label, text } of rows)
      expect(text !== "" && label.startsWith(text), `"${text}" is read out as "${label}".`);

    await workbench.press("F1");
    await workbench.quickInput(">App Platform: ", { accept: false });
    await workbench.wait('.quick-input-widget .monaco-list-row:has-text("App Platform: Deploy Spec")');
    const offered = (await workbench.texts(".quick-input-widget .monaco-list-row")).join("\n");
    for (const command of OF_A_LINE) expect(!offered.includes(command), `The palette offers ${command}.`);
  },
};
