import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";

/** Nothing here takes so long: whoever waits in vain on a busy machine has met a fault. */
export const PATIENCE_MS = 60_000;
/** A key that nobody has heard is pressed again. */
const UNHEARD_MS = 5_000;
/** Where the mouse touches nothing. */
const ASIDE = { x: 640, y: 2 };
/** Of the quick input. */
const LINE = ".quick-input-widget .monaco-list-row";

/** Where the window says what it is about. */
const TELLING = {
  toasts: ".notification-toast",
  dialog: ".monaco-dialog-box",
  "quick input": ".quick-input-widget",
  tab: ".editor-group-container.active .tab.active",
  "status bar": ".statusbar-item",
  "side bar": ".sidebar .pane-body",
  output: ".output-view .view-lines",
};

/** What a person does in a VS Code window, in a small vocabulary. */
export class Workbench {
  readonly page: Page;
  readonly #shots: string;

  constructor(page: Page, shots: string) {
    this.page = page;
    this.#shots = shots;
  }

  press(keys: string): Promise<void> {
    return this.page.keyboard.press(keys);
  }

  type(text: string): Promise<void> {
    return this.page.keyboard.type(text);
  }

  async texts(selector: string): Promise<string[]> {
    const texts = await this.page.locator(selector).allInnerTexts();
    return texts.map((text) => text.replaceAll(/\s+/g, " ").trim());
  }

  /** Until it is to be seen. */
  wait(selector: string, timeoutMs = PATIENCE_MS): Promise<void> {
    return this.page.locator(selector).first().waitFor({ timeout: timeoutMs });
  }

  /** Until none of its kind is to be seen any more. */
  async waitUntilGone(selector: string): Promise<void> {
    await this.page.locator(selector).locator("visible=true").first().waitFor({ state: "detached" });
  }

  click(selector: string): Promise<void> {
    return this.page.locator(selector).first().click();
  }

  hover(selector: string): Promise<void> {
    return this.page.locator(selector).first().hover();
  }

  /** As a reader wants to see it: without what shows where the mouse is, unless it is to stay. */
  async picture(name: string, { mouseStays = false } = {}): Promise<void> {
    if (!mouseStays) await this.page.mouse.move(ASIDE.x, ASIDE.y);
    await this.screenshot(name);
  }

  async screenshot(name: string): Promise<string> {
    await mkdir(this.#shots, { recursive: true });
    const path = join(this.#shots, `${name}.png`);
    await this.page.screenshot({ path });
    return path;
  }

  /** Answers the quick input that is open: the command palette, quick open, or an extension's own pick or box. */
  async quickInput(
    text: string,
    { accept = true, row }: { accept?: boolean; row?: string } = {},
  ): Promise<void> {
    const box = this.page.locator(".quick-input-widget:visible input").first();
    await box.waitFor();
    await box.fill(text);
    if (row && text === "") return this.page.locator(`${LINE}:has-text("${row}")`).first().click();
    // The list follows what is typed with a delay: Enter takes the line that is in focus.
    if (row) await this.page.locator(`${LINE}.focused`, { hasText: row }).waitFor();
    if (accept) await box.press("Enter");
  }

  async command(title: string): Promise<void> {
    await this.#palette();
    await this.quickInput(`>${title}`, { row: title });
  }

  /** Chooses an item of the context menu of a line. By the keyboard: a click on a menu that has just opened is ignored. */
  async menu(selector: string, item: string): Promise<void> {
    await this.page.locator(selector).first().click({ button: "right" });
    const chosen = this.page.locator(".monaco-menu .action-item", {
      has: this.page.locator(`.action-label:text-is("${item}")`),
    });
    await chosen.hover();
    await this.page.locator(".monaco-menu .action-item.focused", { hasText: item }).waitFor();
    await this.press("Enter");
    await this.page.locator(".monaco-menu").waitFor({ state: "detached" });
  }

  async openFile(path: string): Promise<void> {
    const name = basename(path);
    // Not Ctrl-P: where VS Code is not listening for once, Chromium's print dialog takes over for good.
    await this.#palette();
    await this.quickInput(path, { row: name });
    await this.wait(`.tabs-container .tab.active[data-resource-name="${name}"]`);
    await this.wait(".editor-instance .monaco-editor .view-line");
  }

  async goTo(line: number, column = 1): Promise<void> {
    await this.#palette();
    await this.quickInput(`:${line}:${column}`);
    await this.wait(`.statusbar-item:has-text("Ln ${line}, Col ")`);
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }

  /** What stands in the way of a journey that has failed, in words. */
  async seen(): Promise<string> {
    const parts = await Promise.all(
      Object.entries(TELLING).map(async ([what, selector]) => {
        const texts = await this.texts(`${selector} >> visible=true`).catch(() => []);
        return texts.length === 0 ? [] : [`${what}: ${texts.join(" | ")}`];
      }),
    );
    return parts.flat().join("\n");
  }

  async #palette(): Promise<void> {
    const box = this.page.locator(".quick-input-widget:visible input").first();
    for (const giveUpAtMs = Date.now() + PATIENCE_MS; Date.now() < giveUpAtMs; ) {
      await this.press("F1");
      const open = await box.waitFor({ timeout: UNHEARD_MS }).then(
        () => true,
        () => false,
      );
      if (open) return;
    }
    throw new Error(`F1 has opened no command palette in ${PATIENCE_MS / 1000} s.`);
  }
}
