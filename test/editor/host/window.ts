import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import type { VSCodeServer } from "./server.ts";
import { PATIENCE_MS } from "./workbench.ts";

const CHROMIUM = [process.env.VSH_CHROMIUM, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
const CHROMIUM_ARGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-dev-shm-usage",
  // Nobody outside of this machine is asked, whatever is clicked. Playwright's routes would turn the cache off.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

export interface WindowOptions {
  readonly folder: string;
  /** The extension under development, and the suite that its host runs; neither where a `.vsix` is installed. */
  readonly extension?: string;
  readonly suite?: string;
  /** What the extension host and the workbench write to their consoles, in test mode. */
  readonly onLog?: (type: string, args: unknown[]) => void;
  /** The suite has ended with this code; says 0 also for a host that ended by itself. */
  readonly onExit?: (code: number) => void;
}

/** A window of VS Code, in a browser without a screen. Who opens it closes it. */
export interface EditorWindow extends AsyncDisposable {
  readonly page: Page;
}

/** A browser without a screen. Who opens it closes it. */
export function openBrowser(): Promise<Browser> {
  if (!CHROMIUM)
    throw new Error("The editor tests need Chromium: apt-get install -y chromium, or set VSH_CHROMIUM.");
  return chromium.launch({ executablePath: CHROMIUM, headless: true, args: CHROMIUM_ARGS });
}

/** With a `scale` of 2 pictures are sharp on the screens of today, and take four times as long to draw. */
export function openContext(browser: Browser, scale = 1): Promise<BrowserContext> {
  return browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: scale,
    permissions: ["clipboard-read", "clipboard-write"],
    reducedMotion: "reduce",
  });
}

/** A window of somebody who has never been here. The context keeps the workbench's code, and nothing else. */
export async function openWindow(
  server: VSCodeServer,
  context: BrowserContext,
  options: WindowOptions,
): Promise<EditorWindow> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", {
    origin: server.url,
    storageTypes: "cookies,local_storage,indexeddb,service_workers",
  });
  await session.detach();
  page.setDefaultTimeout(PATIENCE_MS);
  // The workbench calls these two where they exist.
  if (options.onLog) await page.exposeFunction("codeAutomationLog", options.onLog);
  if (options.onExit) await page.exposeFunction("codeAutomationExit", options.onExit);
  const payload = [
    ["skipWelcome", "true"],
    ...(options.extension ? [["extensionDevelopmentPath", server.uri(options.extension)]] : []),
    ...(options.suite ? [["extensionTestsPath", server.uri(options.suite)]] : []),
  ];
  const query = new URLSearchParams({ folder: resolve(options.folder), payload: JSON.stringify(payload) });
  await page.goto(`${server.url}/?${query}`);
  await page.waitForSelector(".monaco-workbench");
  return { page, [Symbol.asyncDispose]: () => page.close() };
}
