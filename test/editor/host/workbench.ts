import { mkdir } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Page } from "playwright-core";

/** Of the quick input. */
const LINE = ".quick-input-widget .monaco-list-row";

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

  wait(selector: string, timeoutMs = 20_000): Promise<void> {
    return this.page.locator(selector).first().waitFor({ timeout: timeoutMs });
  }

  click(selector: string): Promise<void> {
    return this.page.locator(selector).first().click();
  }

  hover(selector: string): Promise<void> {
    return this.page.locator(selector).first().hover();
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
    await this.press("F1");
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
    await this.press("F1");
    await this.quickInput(path, { row: name });
    await this.wait(`.tabs-container .tab.active[data-resource-name="${name}"]`);
    await this.wait(".editor-instance .monaco-editor .view-line");
  }

  async goTo(line: number, column = 1): Promise<void> {
    await this.press("Control+G");
    await this.quickInput(`:${line}:${column}`);
    await this.page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  }
}
