import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const HOME = process.env.VSH_HOME ?? fileURLToPath(new URL("../../../.vscode-host", import.meta.url));
const NODE = join(HOME, "node/bin/node");
const SERVER = join(HOME, "code-server/lib/vscode/out/server-main.js");
/** Without a gallery VS Code asks nobody outside for extensions. */
const GALLERY_OFF = JSON.stringify({
  serviceUrl: "",
  itemUrl: "",
  resourceUrlTemplate: "",
  extensionUrlTemplate: "",
  controlUrl: "",
});

const DEFAULT_SETTINGS = {
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

  const port = await freePort();
  const logPath = join(dir, "server.log");
  await using log = await open(logPath, "a");
  // The runner's own VSCODE_* would be taken for the host's.
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name),
  );
  const child = spawn(
    NODE,
    [
      SERVER,
      ...["--host", "127.0.0.1", "--port", String(port), "--without-connection-token"],
      ...["--accept-server-license-terms", "--disable-workspace-trust", "--telemetry-level", "off"],
      // Without it a built VS Code ignores the extension under development; with it there are no toasts.
      ...(options.vsix ? [] : ["--enable-smoke-test-driver"]),
      ...["--server-data-dir", dir, "--extensions-dir", join(dir, "extensions")],
    ],
    {
      cwd: dir,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
      env: { ...Object.fromEntries(inherited), EXTENSIONS_GALLERY: GALLERY_OFF, ...options.env },
    },
  );
  let ended: string | undefined;
  child.once("exit", (code, signal) => (ended = `it ended with ${code ?? signal}`));
  child.once("error", (error) => (ended = error.message));

  // The server leads a process group of its own: its extension hosts end with it.
  const kill = (signal: NodeJS.Signals) => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It is gone.
    }
  };
  process.once("exit", () => kill("SIGKILL"));
  const stop = async () => {
    kill("SIGTERM");
    for (let waited = 0; waited < 50 && ended === undefined; waited++) await sleep(100);
    kill("SIGKILL");
    await rm(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  const url = `http://127.0.0.1:${port}`;
  for (let tried = 0; ; tried++) {
    const up = await fetch(`${url}/version`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) break;
    if (ended !== undefined || tried > 300) {
      const end = (await readFile(logPath, "utf8")).slice(-2000);
      await stop();
      throw new Error(`VS Code's server did not come up: ${ended ?? "no answer in 30 s"}\n${end}`);
    }
    await sleep(100);
  }
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
  await promisify(execFile)(
    NODE,
    [
      SERVER,
      ...["--accept-server-license-terms", "--telemetry-level", "off", "--server-data-dir", dir],
      ...["--extensions-dir", join(dir, "extensions"), "--install-extension", resolve(vsix)],
    ],
    { env: { ...process.env, EXTENSIONS_GALLERY: GALLERY_OFF } },
  );
}

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer();
    server.once("error", failed);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (address && typeof address === "object" ? done(address.port) : failed()));
    });
  });
}
