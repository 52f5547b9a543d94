// What the editor asks before it deploys, in each case that a spec can be in.
import type { AppSpec } from "@app-platform-toolkit/core";
import { beforeAll, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import type { Account } from "../packages/vscode/src/account/accounts.ts";
import type { Commands } from "../packages/vscode/src/commands.ts";
import {
  EventEmitter,
  EXTENSIONS,
  FILES,
  QUESTIONS,
  SETTINGS,
  TOLD,
  Uri,
  USER,
  yes,
} from "./editor/double/vscode.ts";
import { type Simulator, startSimulator } from "./simulator/index.ts";

vi.mock("vscode", async () => import("./editor/double/vscode.ts"));

const FILE = Uri.file("/shop/.do/app.yaml");
const HOUR_MS = 3_600_000;

const spec = (build: string): AppSpec => ({
  name: "shop",
  region: "fra",
  services: [
    {
      name: "web",
      git: { repo_clone_url: "https://git.example.com/octo/shop.git", branch: "main" },
      build_command: build,
    },
  ],
  databases: [{ name: "db", engine: "PG" }],
});

const ACCOUNT = (): Account => ({ id: "1", label: "Shop", token: simulator.token, apiUrl: simulator.url });
const accounts: Account[] = [];
const accountsChanged = new EventEmitter<void>();
let simulator: Simulator;
let commands: Commands;

beforeAll(async () => {
  const { Platform } = await import("../packages/vscode/src/platform.ts");
  const { AppsTree } = await import("../packages/vscode/src/apps/tree.ts");
  const { commandsOf } = await import("../packages/vscode/src/commands.ts");
  const { window } = await import("./editor/double/vscode.ts");
  simulator = await startSimulator({ speed: 0 });
  SETTINGS.apiUrl = simulator.url;
  accounts.push(ACCOUNT());
  const known = {
    all: async () => accounts,
    current: async () => accounts[0],
    onDidChange: accountsChanged.event,
  };
  const platform = new Platform(known as never, window.createOutputChannel() as never, async () => {});
  commands = commandsOf({ subscriptions: [] } as never, platform, new AppsTree(platform));
  return () => simulator.close();
});

/** Deploys a spec to the end; returns what was asked first, and what was told last. */
async function deploy(written: AppSpec, press = yes) {
  FILES.set(FILE.path, stringify(written));
  USER.press = press;
  QUESTIONS.length = 0;
  let isDone = false;
  const done = Promise.resolve(commands["appPlatform.deploy"]?.(FILE)).finally(() => (isDone = true));
  const move = () => {
    simulator.advance(60_000);
    return isDone;
  };
  await vi.waitUntil(move, { interval: 20, timeout: 30_000 });
  await done;
  simulator.advance(HOUR_MS);
  const [asked] = QUESTIONS;
  return { asked, told: TOLD.at(-1) };
}

const no = () => undefined;
const deployments = () => simulator.appNamed("shop")?.deployments.length;

test("a new app is created", async () => {
  const { asked, told } = await deploy(spec("make"));
  expect(asked?.question).toBe("Create shop?");
  expect(asked?.buttons).toEqual(["Deploy", "Compare"]);
  expect(told).toBe("shop is live.");
});

test("a spec that is live needs nothing, and is deployed again where somebody wants it", async () => {
  const before = deployments() ?? 0;
  const { asked } = await deploy(spec("make"), no);
  expect(asked?.detail).toContain("Nothing to do. The spec is as it is live.");
  expect(asked?.buttons).toEqual(["Deploy Again", "Compare"]);
  expect(deployments()).toBe(before);

  const { told } = await deploy(spec("make"));
  expect(told).toBe("shop is live.");
  expect(deployments()).toBe(before + 1);
});

test("a commit that is pushed and not live is reason enough, and one that is not pushed is told", async () => {
  const { commit } = simulator.push("https://git.example.com/octo/shop.git");
  const repository = {
    state: {
      HEAD: { upstream: { remote: "origin", name: "main" }, ahead: 2 },
      remotes: [{ name: "origin", fetchUrl: "git@git.example.com:octo/shop.git" }],
    },
    getCommit: async () => ({ hash: commit }),
  };
  const git = { getAPI: () => ({ getRepository: () => repository }) };
  EXTENSIONS.set("vscode.git", { activate: async () => git });
  const { asked } = await deploy(spec("make"), no);
  expect(asked?.detail).toMatch(/Only the code has changed|The code that is live is not known/);
  expect(asked?.detail).toContain("2 commits are not pushed, and will not be deployed.");
  expect(asked?.buttons).toEqual(["Deploy", "Compare"]);
  EXTENSIONS.clear();
});

test("Enter compares, where something is refused", async () => {
  const { databases: _, ...without } = spec("make");
  const { asked } = await deploy(without, no);
  expect(asked?.detail).toContain("⚠ Database db of the live app is not in the spec.");
  expect(asked?.buttons).toEqual(["Compare", "Deploy Anyway…"]);
});

test("a spec whose deployment has failed is not as it is live", async () => {
  const { told } = await deploy(spec("make && exit 1"));
  expect(told).toContain("shop was not deployed.");

  const { asked } = await deploy(spec("make && exit 1"), no);
  expect(asked?.detail).toContain("The deployment of this spec has not succeeded yet.");
  expect(asked?.detail).not.toContain("as it is live");
  expect(asked?.buttons).toEqual(["Deploy", "Compare"]);
});

test.for([
  ["while the spec is sent", false, "make some"],
  ["while the deployment is watched", true, "make all"],
] as const)(
  "whoever signs out %s watches no deployment, and the deployment goes on",
  async ([, isWatched, build]) => {
    accounts.splice(0, accounts.length, ACCOUNT());
    FILES.set(FILE.path, stringify(spec(build)));
    USER.press = yes;
    const before = deployments() ?? 0;
    const done = commands["appPlatform.deploy"]?.(FILE);
    await vi.waitUntil(() => deployments() !== before, { interval: 1, timeout: 10_000 });
    const asked = simulator.requests.length;
    const asksForIt = () =>
      simulator.requests
        .slice(asked)
        .some(({ method, path }) => method === "GET" && /deployments\/./.test(path));
    if (isWatched) await vi.waitUntil(asksForIt, { timeout: 10_000 });
    accounts.length = 0;
    accountsChanged.fire();
    await done;
    expect(TOLD.at(-1)).toBe("Deploy shop?");
    simulator.advance(HOUR_MS);
    expect(simulator.appNamed("shop")?.active?.spec.services?.[0]?.build_command).toBe(build);
  },
);
