import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Journey } from "./journey.ts";
import { expect } from "./scenes.ts";

const ROW = ".suggest-widget.visible .monaco-list-row";

/** A spec that is written with what the editor offers, and mended with what it finds. */
export const WRITE: Journey = {
  title: "write a spec",
  async before({ folder }) {
    await writeFile(
      join(folder, ".do/app.yaml"),
      "name: web-shop\nregion: fra\nservices:\n  - name: web\n    image: { registry_type: DOCR, repository: web, tag: v1 }\n    htp_port: 8080\n",
    );
  },
  async go({ workbench, simulator }) {
    await workbench.openFile(".do/app.yaml");
    await workbench.wait('.statusbar-item[aria-label*="1 errors"], .statusbar-item[aria-label*="1 error"]');

    // A completion, chosen as one does: a few letters, the list, Enter.
    await workbench.goTo(6, 20);
    await workbench.press("End");
    await workbench.press("Enter");
    await workbench.type("instance_s");
    await workbench.wait(`${ROW}:has-text("instance_size_slug")`);
    await workbench.picture("write-keys");
    await workbench.press("Enter");
    await workbench.press("Control+Space");
    await workbench.wait(`${ROW}:has-text("apps-s-1vcpu-1gb")`);
    await workbench.picture("completion");
    await workbench.click(`${ROW}[aria-label^="apps-s-1vcpu-1gb,"], ${ROW}[aria-label="apps-s-1vcpu-1gb"]`);
    await workbench.wait('.view-line:has-text("instance_size_slug: apps-s-1vcpu-1gb")');
    await workbench.press("Escape");
    await workbench.wait('.codelens-decoration:has-text("$12.00/mo")');

    // A quick fix.
    await workbench.goTo(6, 6);
    await workbench.wait('.monaco-editor [class*="lightbulb"]:visible');
    await workbench.press("Control+.");
    await workbench.wait('.action-widget:has-text("http_port")');
    await workbench.picture("quick-fix");
    await workbench.press("Enter");
    await workbench.wait('.view-line:has-text("http_port: 8080")');

    await workbench.hover('.view-line span:text("apps-s-1vcpu-1gb")');
    await workbench.wait(".monaco-hover:not(.hidden) .hover-contents");
    await workbench.picture("hover", { mouseStays: true });
    // Nobody has asked for the network.
    expect(simulator.requests.length === 0, `Writing asked for ${simulator.requests[0]?.path}.`);
  },
};
