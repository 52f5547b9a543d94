import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "node:util";
import { runTests } from "@vscode/test-electron";
import { createVSIX } from "@vscode/vsce";
import { startSimulator } from "../simulator/index.ts";
import { DEFAULT_SETTINGS, startServer } from "./host/server.ts";
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

/** Runs the suite in the extension host of VS Code's server, in a window of its own. */
export async function runSuite(grep = ""): Promise<SuiteRun> {
  await using scene = await setScene(grep);
  const log: string[] = [];
  const workbench = Promise.withResolvers<Workbench>();
  await using channel = await serveUi(workbench.promise);
  await using server = await startServer({
    settings: scene.settings,
    env: { ...scene.env, EDITOR_UI: channel.url },
  });
  const ended = Promise.withResolvers<number | string>();
  await using browser = await openBrowser();
  await using window = await openWindow(server, await openContext(browser), {
    folder: scene.workspace,
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
  if (end !== 0) {
    await window.page.screenshot({ path: join(OUT, "at-failure.png") }).catch(() => undefined);
    await writeFile(join(OUT, "server.log"), await readFile(server.log));
  }
  return scene.read(typeof end === "string" ? end : undefined, log);
}

/**
 * Runs the suite in desktop VS Code: a `version` of it ("stable", "1.103.2"), which is downloaded, or one that is
 * installed at `executable`. What drives the window is skipped there.
 */
export async function runOnDesktop(
  grep: string,
  { version, executable }: { readonly version: string; readonly executable?: string },
): Promise<SuiteRun> {
  await using scene = await setScene(grep);
  const user = join(scene.dir, "user");
  await mkdir(join(user, "User"), { recursive: true });
  await writeFile(
    join(user, "User/settings.json"),
    JSON.stringify({ ...DEFAULT_SETTINGS, ...scene.settings }),
  );
  const broken = await runTests({
    ...(executable === undefined ? { version } : { vscodeExecutablePath: executable }),
    extensionDevelopmentPath: EXTENSION,
    extensionTestsPath: SUITE,
    extensionTestsEnv: scene.env,
    launchArgs: [
      scene.workspace,
      ...["--user-data-dir", user, "--extensions-dir", join(scene.dir, "extensions")],
    ],
  }).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  return scene.read(broken, []);
}

/** What the suite needs in either host: a workspace and a simulated platform of its own, and a stub of a neighbour. */
interface Scene extends AsyncDisposable {
  readonly dir: string;
  readonly workspace: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string>>;
  /** What the suite has left. */
  read(broken: string | undefined, log: readonly string[]): Promise<SuiteRun>;
}

async function setScene(grep: string): Promise<Scene> {
  await mkdir(OUT, { recursive: true });
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), "editor-suite-"));
  stack.defer(() => rm(dir, { recursive: true, force: true }));
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
  const simulator = stack.use(await startSimulator({ speed: 60 }));
  const owned = stack.move();
  return {
    dir,
    workspace,
    settings: { "appPlatform.apiUrl": simulator.url },
    env: {
      EDITOR_GREP: grep,
      EDITOR_RESULTS: resultsPath,
      EDITOR_RED_HAT: redHat,
      EDITOR_PLATFORM_URL: simulator.url,
      EDITOR_PLATFORM_TOKEN: simulator.token,
    },
    async read(broken, log) {
      const text = await readFile(resultsPath, "utf8").catch(() => undefined);
      const results = text === undefined ? undefined : (JSON.parse(text) as SuiteResults);
      // A suite with failures ends its host with an error, and they speak for themselves.
      const why = results?.tests.some(({ state }) => state === "failed") ? undefined : broken;
      const end = results ? why : (broken ?? "the suite left no results");
      return { results, log, ...(end === undefined ? {} : { broken: end }) };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
