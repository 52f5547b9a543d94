import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

/** Where `install.sh` puts it. */
function host(): { node: string; server: string } {
  const home = process.env.VSH_HOME ?? fileURLToPath(new URL("../../../.vscode-host", import.meta.url));
  return {
    node: join(home, "node/bin/node"),
    server: join(home, "code-server/lib/vscode/out/server-main.js"),
  };
}

/** On a busy machine. */
const START_MS = 60_000;
/** Without a gallery VS Code asks nobody outside for extensions. */
const GALLERY_OFF = JSON.stringify({
  serviceUrl: "",
  itemUrl: "",
  resourceUrlTemplate: "",
  extensionUrlTemplate: "",
  controlUrl: "",
});

/** Of every window of the tests. */
export const DEFAULT_SETTINGS = {
  "telemetry.telemetryLevel": "off",
  "chat.disableAIFeatures": true,
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.reduceMotion": "on",
  "workbench.enableExperiments": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "security.workspace.trust.enabled": false,
  "git.openRepositoryInParentFolders": "never",
  "editor.fontFamily": "DejaVu Sans Mono, monospace",
  // What a picture is not about.
  "editor.scrollbar.vertical": "hidden",
  "editor.scrollbar.horizontal": "hidden",
  "editor.minimap.enabled": false,
  "files.simpleDialog.enable": true,
  // A tip of one line would cover the next, which is clicked then.
  "workbench.hover.delay": 60_000,
  // Text that a test can read, in place of a drawing.
  "terminal.integrated.gpuAcceleration": "off",
};

export interface ServerOptions {
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** An installed `.vsix`, in place of an extension under development. */
  readonly vsix?: string;
}

/** VS Code's server with its Node extension host. Who starts it closes it. */
export interface VSCodeServer extends AsyncDisposable {
  readonly url: string;
  readonly log: string;
  /** The address of a local path, as the workbench of this server knows it. */
  uri(path: string): string;
  /** The folder of the user's data: settings, logs, storage. */
  readonly dataDir: string;
  /** Settings of the windows that are opened from now on, beside the harness's own. */
  configure(settings: Readonly<Record<string, unknown>>): Promise<void>;
}

/** @throws Error with the end of the server's log where it does not come up. */
export async function startServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  const dir = await mkdtemp(join(tmpdir(), "vscode-"));
  await configure(dir, options.settings ?? {});
  if (options.vsix) await install(options.vsix, dir);

  // The runner's own VSCODE_* would be taken for the host's.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  const { node, server } = host();
  const child = spawn(
    node,
    [
      server,
      ...["--host", "127.0.0.1", "--port", "0", "--without-connection-token"],
      ...["--accept-server-license-terms", "--disable-workspace-trust", "--telemetry-level", "off"],
      // Nobody comes back to a window that is closed: its extension host ends with it, not three hours later.
      ...["--reconnection-grace-time", "1"],
      // Without it a built VS Code ignores the extension under development; with it there are no toasts.
      ...(options.vsix ? [] : ["--enable-smoke-test-driver"]),
      ...["--server-data-dir", dir, "--extensions-dir", join(dir, "extensions")],
    ],
    {
      cwd: dir,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: GALLERY_OFF, ...options.env },
    },
  );
  const logPath = join(dir, "server.log");
  const log = createWriteStream(logPath);
  child.stdout.pipe(log);
  child.stderr.pipe(log);

  // The server leads a process group of its own: its extension hosts end with it.
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It is gone.
    }
  };
  const killAtExit = () => kill("SIGKILL");
  process.once("exit", killAtExit);
  const exited = once(child, "exit").catch(() => undefined);
  const stop = async () => {
    kill("SIGTERM");
    const stubborn = setTimeout(() => kill("SIGKILL"), 5_000);
    await exited;
    clearTimeout(stubborn);
    kill("SIGKILL");
    process.off("exit", killAtExit);
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  const port = await portOf(child).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    log: logPath,
    dataDir: dir,
    configure: (settings) => configure(dir, settings),
    uri: (path) =>
      `vscode-remote://127.0.0.1:${port}${resolve(path).split(sep).map(encodeURIComponent).join("/")}`,
    [Symbol.asyncDispose]: stop,
  };
}

async function configure(dir: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  // Settings of the machine's scope are read from the machine's own file on a server.
  for (const scope of ["User", "Machine"]) {
    await mkdir(join(dir, "data", scope), { recursive: true });
    const text = JSON.stringify({ ...DEFAULT_SETTINGS, ...settings });
    await writeFile(join(dir, "data", scope, "settings.json"), text);
  }
}

async function install(vsix: string, dir: string): Promise<void> {
  const { node, server } = host();
  await promisify(execFile)(
    node,
    [
      server,
      ...["--accept-server-license-terms", "--telemetry-level", "off", "--server-data-dir", dir],
      ...["--extensions-dir", join(dir, "extensions"), "--install-extension", resolve(vsix)],
    ],
    { env: { ...process.env, EXTENSIONS_GALLERY: GALLERY_OFF } },
  );
}

/** The port that the server says it listens on. */
async function portOf(child: ChildProcess): Promise<number> {
  const said: string[] = [];
  const { promise, resolve: listens, reject } = Promise.withResolvers<number>();
  const fail = (why: string) =>
    reject(new Error(`VS Code's server did not come up: ${why}.\n${said.slice(-30).join("\n")}`));
  for (const stream of [child.stdout, child.stderr])
    if (stream)
      createInterface(stream).on("line", (line) => {
        said.push(line);
        const [, port] = /^Extension host agent listening on (\d+)/.exec(line) ?? [];
        if (port !== undefined) listens(Number(port));
      });
  child.once("exit", (code, signal) => fail(`it ended with ${code ?? signal}`));
  child.once("error", (error) => fail(error.message));
  const timer = setTimeout(() => fail(`it was not ready in ${START_MS / 1000} s`), START_MS);
  return promise.finally(() => clearTimeout(timer));
}
