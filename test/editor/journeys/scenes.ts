import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type App, AppPlatformClient, parseSpec } from "@app-platform-toolkit/core";
import type { Page } from "playwright-core";
import type { Simulator } from "../../simulator/index.ts";
import type { Workbench } from "../host/workbench.ts";
import type { Stage } from "./journey.ts";

const HALF_AN_HOUR_MS = 30 * 60_000;
/** A secret that must be in no picture and in no text of the window. */
export const LIVE_SECRET = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";

/** The platform as another client sees it. */
export function platform({ url, token }: Simulator): AppPlatformClient {
  return new AppPlatformClient({ token, baseUrl: url });
}

/** The app of the folder's spec, live, with its one secret. */
export async function goLive({ simulator, folder }: Pick<Stage, "simulator" | "folder">): Promise<App> {
  const text = await readFile(join(folder, ".do/app.yaml"), "utf8");
  const client = platform(simulator);
  const secret = `type: SECRET\n        value: ${LIVE_SECRET}`;
  const { id = "" } = await client.apps.create({
    spec: parseSpec(text.replace("type: SECRET", secret)).spec,
  });
  simulator.advance(HALF_AN_HOUR_MS);
  return client.apps.get(id);
}

/** Changes the folder's spec as somebody has done before the window opens. */
export async function editSpec(folder: string, edit: (text: string) => string): Promise<void> {
  const path = join(folder, ".do/app.yaml");
  const before = await readFile(path, "utf8");
  const after = edit(before);
  if (after === before) throw new Error("The edit of the spec changes nothing.");
  await writeFile(path, after);
}

type Signing = Pick<Stage, "workbench"> & { readonly simulator: Pick<Simulator, "token"> };

/** Answers what a command asks of somebody who has never signed in. */
export async function giveToken({ workbench, simulator: { token } }: Signing, name = "Shop"): Promise<void> {
  await workbench.wait('.quick-input-title:has-text("Sign in to DigitalOcean")');
  await workbench.quickInput(token);
  await workbench.wait('.quick-input-title:has-text("Name this account")');
  await workbench.quickInput(name);
}

export async function signIn(signing: Signing, name = "Shop"): Promise<void> {
  await signing.workbench.command("App Platform: Sign In");
  await giveToken(signing, name);
  await signing.workbench.wait(`.statusbar-item:has-text("Signed in as ${name}.")`);
}

/** Waits for a modal question, and presses one of its buttons. */
export async function answer(workbench: Workbench, question: string, button: string): Promise<void> {
  await workbench.wait(dialog(question));
  await workbench.click(`.monaco-dialog-box .monaco-button:has-text("${button}")`);
}

/** So that what stands behind a line's label is read to its end. */
export async function widenSideBar(page: Page, byPx = 90): Promise<void> {
  const box = await page.locator(".sidebar").boundingBox();
  if (!box) throw new Error("There is no side bar.");
  const [x, y] = [box.x + box.width + 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + byPx, y, { steps: 4 });
  await page.mouse.up();
}

export const dialog = (text: string) => `.monaco-dialog-box:has-text("${text}")`;
export const toast = (text: string) => `.notification-toast:has-text("${text}")`;
export const row = (text: string) => `.sidebar .monaco-list-row:has-text("${text}")`;

export function expect(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Error(otherwise);
}
