// Every operation of the API has a way from the editor: all commands and views are used once, on the simulator, and
// what it was asked is compared with all that it can be asked.
import { expect, it, vi } from "vitest";
import { stringify } from "yaml";
import type { AppNode } from "../packages/vscode/src/apps/node.ts";
import { spec } from "./api/operations.ts";
import { FILES, SETTINGS, TOLD, TreeItemCollapsibleState, Uri, USER, yes } from "./editor/double/vscode.ts";
import { startSimulator } from "./simulator/index.ts";
import { ROUTES } from "./simulator/routes/index.ts";

vi.mock("vscode", async () => import("./editor/double/vscode.ts"));

const HOUR_MS = 3_600_000;
/** Between two runs of the job. */
const QUARTER_MS = HOUR_MS / 4;

/** The live deployment's logs are asked for by its id, so that a redeploy is noticed: the answer is the same. */
const SAME_AS: Readonly<Record<string, string>> = {
  apps_get_logs_active_deployment: "apps_get_logs",
  apps_get_logs_active_deployment_aggregate: "apps_get_logs_aggregate",
};

it("reaches every operation of the API", async () => {
  const { Platform } = await import("../packages/vscode/src/platform.ts");
  const { AppsTree } = await import("../packages/vscode/src/apps/tree.ts");
  const { commandsOf } = await import("../packages/vscode/src/commands.ts");
  const { window } = await import("./editor/double/vscode.ts");

  await using simulator = await startSimulator({ speed: 0, rateLimits: { perMinute: 5_000 } });
  SETTINGS.apiUrl = simulator.url;
  const account = { id: "1", label: "Shop", token: simulator.token, apiUrl: simulator.url };
  const accounts = { all: async () => [account], current: async () => account, onDidChange: () => ({}) };
  const platform = new Platform(accounts as never, window.createOutputChannel() as never, async () => {});
  const tree = new AppsTree(platform);
  const commands = commandsOf({ subscriptions: [] } as never, platform, tree);
  const run = (name: string, ...args: unknown[]) => commands[`appPlatform.${name}`]?.(...args);
  /** Whatever waits for the platform sees it move. */
  const later = async (doing: unknown) => {
    let isDone = false;
    void Promise.resolve(doing).finally(() => (isDone = true));
    const move = () => {
      simulator.advance(60_000);
      return isDone;
    };
    await vi.waitUntil(move, { interval: 20, timeout: 30_000 });
  };
  // From the editor: create, then update.
  const file = Uri.file("/shop/.do/app.yaml");
  FILES.set(file.path, stringify(spec("shop")));
  await later(run("deploy", file));
  FILES.set(file.path, stringify({ ...spec("shop"), envs: [{ key: "MODE", value: "new" }] }));
  await later(run("deploy", file));
  simulator.advance(HOUR_MS);

  const client = await platform.connect(simulator.token);
  const appId = simulator.appNamed("shop")?.id ?? "";
  const live = () => client.apps.get(appId);

  // The Apps view, every line opened.
  const nodes: AppNode[] = [];
  const open = async (node?: AppNode): Promise<void> => {
    for (const child of await tree.getChildren(node)) {
      nodes.push(child);
      const { collapsibleState } = await tree.getTreeItem(child);
      if (collapsibleState === TreeItemCollapsibleState.Collapsed) await open(child);
    }
  };
  await tree.refresh();
  await open();
  const nodeOf = (kind: AppNode["kind"], is: (node: never) => boolean = () => true) => {
    const found = nodes.find((node) => node.kind === kind && is(node as never));
    if (!found) throw new Error(`The Apps view has no ${kind}.`);
    return found;
  };

  // Its menus.
  const root = nodeOf("app");
  const target = { app: root.app, component: "web" };
  const deployment = nodeOf("deployment");
  await run("showDetails", root);
  await run("showDetails", nodeOf("invocation"));
  await run("showDetails", nodeOf("event"));
  await run("showBandwidth");
  await run("showSizes");
  await run("editAlertDestinations", nodeOf("alert"));
  await later(run("openFullLog", target));
  await later(run("openFullLog", { app: root.app }));
  await later(run("openFullLog", deployment));
  await later(run("openFullLog", { ...deployment, component: "web" }));
  await later(run("openFullLog", nodeOf("invocation")));
  await later(
    run(
      "openFullLog",
      nodeOf("event", ({ event }: { event: { autoscaling?: unknown } }) => Boolean(event.autoscaling)),
    ),
  );
  await run("openConsole", target);
  await run("openConsole", { ...deployment, component: "web" });
  await run("showRegions");
  await run("restart", root);
  simulator.advance(HOUR_MS);
  await run("redeploy", root);
  await run("cancelDeployment", { app: await live() });
  const begun = async () => {
    for await (const event of client.events.list(appId, { types: ["AUTOSCALING"] }))
      return event.autoscaling?.phase === "PENDING" ? event : undefined;
    return undefined;
  };
  await run("redeploy", root);
  let event = await begun();
  for (; !event; event = await begun()) simulator.advance(5_000);
  await run("cancelEvent", { kind: "event", app: root.app, event });
  simulator.advance(QUARTER_MS - (simulator.now() % QUARTER_MS));
  for await (const invocation of client.jobs.list(appId)) {
    await run("cancelInvocation", { kind: "invocation", app: root.app, invocation });
    break;
  }
  await run("rollBack", { app: await live() });
  simulator.advance(HOUR_MS);
  USER.press = (buttons) => buttons.find((button) => button === "Revert It");
  await run("settleRollback", { app: await live() });
  simulator.advance(HOUR_MS);
  USER.press = yes;
  await run("rollBack", { app: await live() });
  await run("settleRollback", { app: await live() });
  await run("deleteApp", { app: await live() });

  // Nothing was refused on the way.
  expect(TOLD.filter((told) => /\b(cannot|not|could|refuses)\b/.test(told))).toEqual([]);
  const asked = new Set(simulator.requests.map(({ operation = "" }) => operation));
  const isReached = (operation: string) => asked.has(SAME_AS[operation] ?? operation);
  expect(ROUTES.map(({ operation }) => operation).filter((operation) => !isReached(operation))).toEqual([]);
});
