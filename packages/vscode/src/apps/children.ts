import {
  type App,
  type AppPlatformClient,
  type Deployment,
  estimateCost,
  Forbidden,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { componentsOf } from "../app-target.ts";
import { gibibytes } from "./bandwidth.ts";
import type { AppNode, Section } from "./node.ts";

/** How many of a long list are shown: the newest. */
const NEWEST = 20;
const BANDWIDTH_DAYS = 7;
const DAY_MS = 86_400_000;

/** What is below a line, read when it is opened. What cannot be read is a line that says why. */
export async function childrenOf(
  client: AppPlatformClient,
  node: AppNode,
  nowMs: number,
): Promise<AppNode[]> {
  try {
    const children = await read(client, node, nowMs);
    return children.length > 0 ? children : [text(node.app, vscode.l10n.t("None."), "dash")];
  } catch (error) {
    const icon = error instanceof Forbidden ? "lock" : "warning";
    return [text(node.app, error instanceof Error ? error.message : String(error), icon)];
  }
}

async function read(client: AppPlatformClient, node: AppNode, nowMs: number): Promise<AppNode[]> {
  const { app } = node;
  switch (node.kind) {
    case "app":
      return [...(await components(client, app)), ...sections(app)];
    case "section":
      return section(client, app, node.section, nowMs);
    case "component": {
      const instances = await client.apps.instances(app.id ?? "");
      return instances
        .filter(({ component_name: name }) => name === node.component)
        .map((instance) => ({ kind: "instance", app, component: node.component, instance }));
    }
    case "deployment": {
      // The list leaves the steps out; a deployment by itself has them.
      const { progress } = await client.deployments.get(app.id ?? "", node.deploymentId);
      const steps = progress?.steps ?? [];
      return steps.map((step) => ({ kind: "step", app, step, deploymentId: node.deploymentId }));
    }
    case "step":
      return (node.step.steps ?? []).map((step) => ({
        kind: "step",
        app,
        step,
        deploymentId: node.deploymentId,
      }));
    default:
      return [];
  }
}

async function components(client: AppPlatformClient, app: App): Promise<AppNode[]> {
  // Health is a nicety: an app that never ran has none.
  const health = await client.apps.health(app.id ?? "").catch(() => undefined);
  const costs = app.spec ? estimateCost(app.spec).components : [];
  return componentsOf(app).map(({ group, name }) => {
    const ofName = health?.components?.find((component) => component.name === name);
    const cost = costs.find((item) => item.name === name && item.path.startsWith(`${group}.`));
    return {
      kind: "component",
      app,
      component: name,
      group,
      ...(ofName ? { health: ofName } : {}),
      ...(cost ? { cost } : {}),
    };
  });
}

function sections(app: App): AppNode[] {
  const hasJobs = (app.spec?.jobs ?? []).length > 0;
  const names: Section[] = [
    "deployments",
    ...(hasJobs ? (["invocations"] as const) : []),
    "alerts",
    "domains",
    "events",
    "bandwidth",
  ];
  return names.map((name) => ({ kind: "section", app, section: name }));
}

async function section(
  client: AppPlatformClient,
  app: App,
  section: Section,
  nowMs: number,
): Promise<AppNode[]> {
  const appId = app.id ?? "";
  switch (section) {
    case "deployments": {
      const deployments = await newest(client.deployments.list(appId));
      return deployments.map((deployment) => deploymentNode(app, deployment));
    }
    case "invocations": {
      const invocations = await newest(client.jobs.list(appId));
      return invocations.map((invocation) => ({ kind: "invocation", app, invocation }));
    }
    case "alerts":
      return (await client.alerts.list(appId)).map((alert) => ({ kind: "alert", app, alert }));
    case "domains":
      return (app.domains ?? []).map((domain) => ({ kind: "domain", app, domain }));
    case "events":
      return (await newest(client.events.list(appId))).map((event) => ({ kind: "event", app, event }));
    case "bandwidth":
      return bandwidth(client, app, nowMs);
  }
}

export function deploymentNode(app: App, deployment: Deployment): AppNode {
  return { kind: "deployment", app, deployment, deploymentId: deployment.id ?? "" };
}

async function newest<T>(list: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of list) {
    items.push(item);
    if (items.length === NEWEST) break;
  }
  return items;
}

/** Yesterday and the days before: today's is not counted yet. */
async function bandwidth(client: AppPlatformClient, app: App, nowMs: number): Promise<AppNode[]> {
  const days = Array.from({ length: BANDWIDTH_DAYS }, (_, index) =>
    new Date(nowMs - (index + 1) * DAY_MS).toISOString().slice(0, 10),
  );
  const traffic = await Promise.all(
    days.map((date) => client.metrics.bandwidth(app.id ?? "", { date: `${date}T00:00:00Z` })),
  );
  return traffic.map(({ apps }, index) => {
    const bytes = apps.reduce((sum, usage) => sum + usage.bytes, 0);
    return text(app, `${days[index]}: ${gibibytes(bytes)}`, "graph");
  });
}

function text(app: App, words: string, icon: string): AppNode {
  return { kind: "text", app, text: words, icon };
}
