import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { startServer, type VSCodeServer } from "../host/server.ts";
import { type EditorWindow, openWindow } from "../host/window.ts";
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

/** @throws what the journey throws; a picture of that moment is kept beside the others. */
export async function travel(journey: Journey, options: { workspace: string; out: string }): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), "editor-journey-"));
  const folder = join(dir, "web-shop");
  await cp(options.workspace, folder, { recursive: true });
  try {
    await using simulator = await startSimulator({ speed: journey.speed ?? 60 });
    await journey.before?.({ simulator, folder });
    await using server = await startServer({
      vsix: VSIX,
      settings: { "appPlatform.apiUrl": simulator.url, ...journey.settings },
    });
    await using window = await openWindow(server, { folder });
    const workbench = new Workbench(window.page, options.out);
    try {
      await journey.go({ workbench, window, server, simulator, folder });
    } catch (error) {
      await workbench.screenshot(`failed ${journey.title}`.replaceAll(/\W+/g, "-")).catch(() => undefined);
      throw error;
    }
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
