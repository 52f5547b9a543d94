// What the lines of the Apps view say and are read out as, and what the view says where there is nothing to show.
import { type App, AppPlatformClient } from "@app-platform-toolkit/core";
import { expect, test, vi } from "vitest";
import type { AppNode } from "../packages/vscode/src/apps/node.ts";
import { CONTEXTS } from "./editor/double/vscode.ts";

vi.mock("vscode", async () => import("./editor/double/vscode.ts"));

const NOW_MS = Date.parse("2026-03-01T12:00:00Z");
const HOUR_AGO = "2026-03-01T11:00:00Z";
const app: App = { id: "1", spec: { name: "shop" } };

test.each<[AppNode, said: string, context: string]>([
  [
    {
      kind: "alert",
      app,
      alert: {
        spec: { rule: "CPU_UTILIZATION" },
        component_name: "web",
        phase: "ACTIVE",
        emails: ["a@example.com"],
        slack_webhooks: [],
      },
    },
    "CPU_UTILIZATION, web · 1 destination",
    "alert",
  ],
  [
    { kind: "alert", app, alert: { spec: { rule: "DEPLOYMENT_FAILED" }, phase: "CONFIGURING" } },
    "DEPLOYMENT_FAILED, CONFIGURING · 0 destinations",
    "alert",
  ],
  [
    { kind: "domain", app, domain: { spec: { domain: "shop.example.com" }, phase: "CONFIGURING" } },
    "shop.example.com, CONFIGURING",
    "domain",
  ],
  [
    {
      kind: "invocation",
      app,
      invocation: {
        job_name: "report",
        phase: "RUNNING",
        trigger: { type: "SCHEDULED" },
        created_at: HOUR_AGO,
      },
    },
    "report, RUNNING · scheduled · 1 hour ago",
    "invocation.moving",
  ],
  [
    {
      kind: "step",
      app,
      deploymentId: "2",
      step: {
        name: "web",
        component_name: "web",
        message_base: "Building service",
        status: "ERROR",
        reason: { code: "BuildJobFailed", message: "The build failed." },
      },
    },
    "Building service, ERROR, The build failed.",
    "step",
  ],
  [
    {
      kind: "event",
      app,
      event: {
        type: "AUTOSCALING",
        created_at: HOUR_AGO,
        autoscaling: { phase: "IN_PROGRESS", components: { web: { from: 1, to: 3 } } },
      },
    },
    "autoscaling, web 1 → 3 · 1 hour ago",
    "event.autoscaling.moving",
  ],
  [
    { kind: "event", app, event: { type: "DEPLOYMENT", created_at: HOUR_AGO } },
    "deployment, 1 hour ago",
    "event",
  ],
])("a line of the Apps view: %j", async (node, said, context) => {
  const { treeItem } = await import("../packages/vscode/src/apps/tree-item.ts");
  const item = treeItem(node, NOW_MS);
  expect(item.accessibilityInformation?.label).toBe(said);
  expect(item.contextValue).toBe(context);
});

test("a new window of somebody who is signed in says that the network is gone", async () => {
  const { AppsTree } = await import("../packages/vscode/src/apps/tree.ts");
  const { window } = await import("./editor/double/vscode.ts");
  // The repeats are not waited for, and no answer is late.
  const clock = {
    now: () => Date.now(),
    sleep: (ms: number) => (ms < 30_000 ? Promise.resolve() : new Promise<void>(() => {})),
  };
  const offline = async () => {
    throw new TypeError("fetch failed");
  };
  const client = new AppPlatformClient({ token: "dop_v1_token", clock, fetch: offline });
  const accounts = { onDidChange: () => ({ dispose() {} }) };
  const platform = { accounts, client: async () => client, log: window.createOutputChannel() };
  const tree = new AppsTree(platform as never);
  expect(await tree.getChildren()).toEqual([]);
  expect(CONTEXTS["appPlatform.appsView"]).toBe("offline");
  tree.dispose();
});
