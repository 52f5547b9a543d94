import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BrowserContext } from "playwright-core";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { startServer, type VSCodeServer } from "../host/server.ts";
import { type EditorWindow, openBrowser, openContext, openWindow } from "../host/window.ts";
import { Workbench } from "../host/workbench.ts";

/** The packed extension, installed as a user has it: toasts and dialogs are as they will see them. */
const VSIX = "packages/vscode/app-platform-toolkit.vsix";

export interface Stage {
  readonly workbench: Workbench;
  readonly window: EditorWindow;
  readonly server: VSCodeServer;
  readonly simulator: Simulator;
  /** The folder that is open in the window, a copy of `test/editor/workspace`. */
  readonly folder: string;
}

/** Something that a person does in the window from beginning to end. Each has a window and a simulator of its own. */
export interface Journey {
  readonly title: string;
  /** Of the simulated platform; 60 virtual seconds a second unless said. */
  readonly speed?: number;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Before the window opens: apps that are live already, files of the folder. */
  readonly before?: (stage: Pick<Stage, "simulator" | "folder">) => Promise<void>;
  readonly go: (stage: Stage) => Promise<void>;
}

/** What all journeys share: a server with the packed extension, and a browser that knows the workbench's code already. */
export interface Theatre extends AsyncDisposable {
  readonly server: VSCodeServer;
  readonly context: BrowserContext;
}

export async function openTheatre({ scale = 1 } = {}): Promise<Theatre> {
  const server = await startServer({ vsix: VSIX });
  const browser = await openBrowser();
  return {
    server,
    context: await openContext(browser, scale),
    async [Symbol.asyncDispose]() {
      await browser.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

/** @throws Error that says what was waited for and what was to be seen; a picture of it is kept beside the others. */
export async function travel(
  journey: Journey,
  { server, context }: Theatre,
  options: { workspace: string; out: string },
): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "editor-journey-"));
  const folder = join(dir, "web-shop");
  await cp(options.workspace, folder, { recursive: true });
  try {
    await using simulator = await startSimulator({ speed: journey.speed ?? 60 });
    await journey.before?.({ simulator, folder });
    await server.configure({ "appPlatform.apiUrl": simulator.url, ...journey.settings });
    await using window = await openWindow(server, context, { folder });
    const workbench = new Workbench(window.page, options.out);
    try {
      // The palette lists what is there when it opens.
      await workbench.wait('.activitybar .action-label[aria-label="App Platform"]');
      await journey.go({ workbench, window, server, simulator, folder });
    } catch (error) {
      const name = `failed ${journey.title}`.replaceAll(/\W+/g, "-");
      await workbench.screenshot(name).catch(() => undefined);
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      throw new Error(`${message}\n${await workbench.seen()}\npicture: ${join(options.out, name)}.png`);
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
