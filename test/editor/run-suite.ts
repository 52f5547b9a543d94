import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { startSimulator } from "../simulator/index.ts";
import { startServer } from "./host/server.ts";
import { serveUi } from "./host/ui-channel.ts";
import { openBrowser, openContext, openWindow } from "./host/window.ts";
import { Workbench } from "./host/workbench.ts";
import type { SuiteResults } from "./suite/results.ts";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
export const EXTENSION = path("../../packages/vscode");
export const WORKSPACE = path("workspace");
export const SUITE = path("dist/suite.cjs");
/** Screenshots and logs of the last run; `--pictures` copies those that documentation shows. */
export const OUT = path("out");

const TIME_OUT_MS = 300_000;

export interface SuiteRun {
  readonly results: SuiteResults | undefined;
  /** Why the run itself broke: the host ended, or nothing was heard in time. */
  readonly broken?: string;
  /** The end of what the host wrote. */
  readonly log: readonly string[];
}

/** Runs the suite in the extension host of VS Code's server, in a window of its own, against a simulator of its own. */
export async function runSuite(grep = ""): Promise<SuiteRun> {
  await mkdir(OUT, { recursive: true });
  const dir = await mkdtemp(join(tmpdir(), "editor-suite-"));
  const workspace = join(dir, "web-shop");
  const resultsPath = join(dir, "results.json");
  await cp(WORKSPACE, workspace, { recursive: true });
  const redHat = join(dir, "red-hat.vsix");
  await createVSIX({
    cwd: path("red-hat"),
    packagePath: redHat,
    dependencies: false,
    allowMissingRepository: true,
    skipLicense: true,
  });
  const log: string[] = [];
  let broken: string | undefined;
  try {
    await using simulator = await startSimulator({ speed: 60 });
    const workbench = Promise.withResolvers<Workbench>();
    await using channel = await serveUi(workbench.promise);
    await using server = await startServer({
      settings: { "appPlatform.apiUrl": simulator.url },
      env: {
        EDITOR_UI: channel.url,
        EDITOR_GREP: grep,
        EDITOR_RESULTS: resultsPath,
        EDITOR_RED_HAT: redHat,
        EDITOR_PLATFORM_URL: simulator.url,
        EDITOR_PLATFORM_TOKEN: simulator.token,
      },
    });
    const ended = Promise.withResolvers<number | string>();
    await using browser = await openBrowser();
    await using window = await openWindow(server, await openContext(browser), {
      folder: workspace,
      extension: EXTENSION,
      suite: SUITE,
      onLog: (type, args) => {
        log.push(`[${type}] ${format(...args)}`.slice(0, 600));
        if (log.length > 60) log.shift();
      },
      onExit: (code) => ended.resolve(code),
    });
    workbench.resolve(new Workbench(window.page, OUT));
    window.page.once("crash", () => ended.resolve("the page crashed"));
    const timer = setTimeout(() => ended.resolve(`no end within ${TIME_OUT_MS / 1000} s`), TIME_OUT_MS);
    const end = await ended.promise;
    clearTimeout(timer);
    if (typeof end === "string") broken = end;
    if (end !== 0) {
      await window.page.screenshot({ path: join(OUT, "at-failure.png") }).catch(() => undefined);
      await writeFile(join(OUT, "server.log"), await readFile(server.log));
    }
    const text = await readFile(resultsPath, "utf8").catch(() => undefined);
    const results = text === undefined ? undefined : (JSON.parse(text) as SuiteResults);
    if (!results) broken ??= "the suite left no results";
    return { results, log, ...(broken === undefined ? {} : { broken }) };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
