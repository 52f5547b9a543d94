import { type App, estimateCost, formatRange } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { appName } from "../app-target.ts";
import { age } from "./ages.ts";
import { type AppNode, isMoving, movingDeployment, type Section } from "./node.ts";

const { Collapsed, None } = vscode.TreeItemCollapsibleState;

/** How a line looks and what it is read out as. `contextValue` is what menus go by. */
export function treeItem(node: AppNode, nowMs: number): vscode.TreeItem {
  const item = itemOf(node, nowMs);
  item.accessibilityInformation ??= {
    label: [item.label, item.description]
      .filter((part) => typeof part === "string" && part !== "")
      .join(", "),
  };
  return item;
}

function itemOf(node: AppNode, nowMs: number): vscode.TreeItem {
  switch (node.kind) {
    case "app":
      return appItem(node.app);
    case "section": {
      const { label, icon } = SECTIONS[node.section];
      return line(label, "", icon, `section.${node.section}`, Collapsed);
    }
    case "component":
      return componentItem(node);
    case "instance": {
      const { instance_alias: alias, instance_name: name = "" } = node.instance;
      return line(alias ?? name, alias ? name : "", "server-process", "instance");
    }
    case "deployment":
      return deploymentItem(node, nowMs);
    case "step": {
      const { name, message_base: message, status = "", component_name: component, reason } = node.step;
      const below = node.step.steps?.length ? Collapsed : None;
      const told = [component === name ? "" : component, reason?.message].filter(Boolean).join(" · ");
      const label = message || name || component || "";
      const item = line(label, told, stateIcon(status), "step", below);
      // Its state is in the icon, which nobody hears.
      item.accessibilityInformation = { label: [label, status, told].filter(Boolean).join(", ") };
      return item;
    }
    case "invocation": {
      const { job_name: name = "", phase = "", created_at: created, trigger } = node.invocation;
      const context = isMoving(phase) ? "invocation.moving" : "invocation";
      const how = trigger?.type?.toLowerCase() ?? "";
      return line(name, join(phase, how, age(created, nowMs)), stateIcon(phase), context);
    }
    case "alert": {
      const {
        spec,
        component_name: component,
        phase = "",
        emails = [],
        slack_webhooks: hooks = [],
      } = node.alert;
      const count = emails.length + hooks.length;
      const destinations =
        count === 1 ? vscode.l10n.t("1 destination") : vscode.l10n.t("{0} destinations", count);
      const icon = phase === "ACTIVE" ? "bell" : "bell-slash";
      return line(
        String(spec?.rule ?? ""),
        join(component, phase === "ACTIVE" ? "" : phase, destinations),
        icon,
        "alert",
      );
    }
    case "domain": {
      const { spec, phase = "" } = node.domain;
      const item = line(
        String(spec?.domain ?? ""),
        phase,
        phase === "ACTIVE" ? "globe" : stateIcon(phase),
        "domain",
      );
      return item;
    }
    case "event": {
      const { type = "", created_at: created, autoscaling } = node.event;
      const scaled = Object.entries(autoscaling?.components ?? {}).map(
        ([name, { from, to }]) => `${name} ${from ?? "?"} → ${to ?? "?"}`,
      );
      // The platform cancels those of autoscaling only, while they go on.
      const context = !autoscaling
        ? "event"
        : isMoving(autoscaling.phase)
          ? "event.autoscaling.moving"
          : "event.autoscaling";
      return line(
        type.toLowerCase().replaceAll("_", " "),
        join(...scaled, age(created, nowMs)),
        "history",
        context,
      );
    }
    case "text":
      return line(node.text, "", node.icon, "text");
  }
}

const SECTIONS: Readonly<Record<Section, { readonly label: string; readonly icon: string }>> = {
  deployments: { label: vscode.l10n.t("Deployments"), icon: "rocket" },
  invocations: { label: vscode.l10n.t("Job invocations"), icon: "watch" },
  alerts: { label: vscode.l10n.t("Alerts"), icon: "bell" },
  domains: { label: vscode.l10n.t("Domains"), icon: "globe" },
  events: { label: vscode.l10n.t("Events"), icon: "history" },
  bandwidth: { label: vscode.l10n.t("Bandwidth"), icon: "graph" },
};

function appItem(app: App): vscode.TreeItem {
  const moving = movingDeployment(app);
  const phase = moving?.phase ?? app.active_deployment?.phase ?? vscode.l10n.t("not deployed");
  const price = app.spec ? `${formatRange(estimateCost(app.spec).monthly)}/mo` : "";
  const pinned = app.pinned_deployment ? vscode.l10n.t("pinned") : "";
  const context = [
    "app",
    moving ? "moving" : "",
    app.pinned_deployment ? "pinned" : "",
    app.live_url ? "live" : "",
  ];
  const icon = moving
    ? "sync~spin"
    : app.pinned_deployment
      ? "pin"
      : app.active_deployment
        ? "pass"
        : "circle-outline";
  const item = line(
    appName(app),
    join(phase, price, pinned),
    icon,
    context.filter(Boolean).join("."),
    Collapsed,
  );
  item.id = app.id ?? appName(app);
  item.tooltip = [appName(app), app.live_url, app.region?.label ?? app.region?.slug, app.id]
    .filter(Boolean)
    .join("\n");
  return item;
}

const COMPONENT_ICONS = {
  services: "globe",
  static_sites: "file-code",
  workers: "gear",
  jobs: "watch",
  functions: "symbol-function",
} as const;

function componentItem(node: Extract<AppNode, { kind: "component" }>): vscode.TreeItem {
  const { component, group, health, cost } = node;
  const ready =
    health?.replicas_desired === undefined ? "" : `${health.replicas_ready ?? 0}/${health.replicas_desired}`;
  const size = [cost?.size, cost && countOf(cost.count)].filter(Boolean).join(" × ");
  const price = cost?.counted ? `${formatRange(cost.monthly)}/mo` : "";
  const hasInstances = group === "services" || group === "workers";
  const sick = health?.state !== undefined && health.state !== "HEALTHY";
  const item = line(
    component,
    join(ready, health?.state === "HEALTHY" ? "" : health?.state, price, size),
    sick ? "warning" : COMPONENT_ICONS[group],
    `component.${group}`,
    hasInstances ? Collapsed : None,
  );
  const load = [
    health?.cpu_usage_percent === undefined
      ? ""
      : vscode.l10n.t("CPU {0} %", Math.round(health.cpu_usage_percent)),
    health?.memory_usage_percent === undefined
      ? ""
      : vscode.l10n.t("memory {0} %", Math.round(health.memory_usage_percent)),
  ];
  item.tooltip = [component, group, ...load].filter(Boolean).join("\n");
  return item;
}

function countOf(count: { readonly low: number; readonly high: number } | undefined): string {
  if (!count) return "";
  return count.low === count.high ? String(count.low) : `${count.low}–${count.high}`;
}

function deploymentItem(node: Extract<AppNode, { kind: "deployment" }>, nowMs: number): vscode.TreeItem {
  const { deployment, app } = node;
  const { phase = "", cause = "", created_at: created } = deployment;
  const commit = [
    ...(deployment.services ?? []),
    ...(deployment.workers ?? []),
    ...(deployment.static_sites ?? []),
  ]
    .map(({ source_commit_hash: hash }) => hash?.slice(0, 7))
    .find(Boolean);
  const isActive = deployment.id === app.active_deployment?.id;
  const context = isMoving(phase) ? "deployment.moving" : isActive ? "deployment.active" : "deployment.past";
  const below = isMoving(phase) || deployment.progress?.steps?.length ? Collapsed : None;
  const item = line(phase, join(age(created, nowMs), cause, commit), stateIcon(phase), context, below);
  item.tooltip = [phase, cause, created, commit, deployment.id].filter(Boolean).join("\n");
  return item;
}

const STATE_ICONS: Readonly<Record<string, string>> = {
  ACTIVE: "pass",
  SUCCESS: "pass",
  SUCCEEDED: "pass",
  ERROR: "error",
  FAILED: "error",
  CANCELED: "circle-slash",
  SKIPPED: "debug-step-over",
  SUPERSEDED: "circle-outline",
  PENDING: "circle-large-outline",
};

function stateIcon(state: string): string {
  return STATE_ICONS[state] ?? (isMoving(state) || state === "CONFIGURING" ? "sync~spin" : "circle-outline");
}

function line(
  label: string,
  description: string,
  icon: string,
  contextValue: string,
  collapsibleState = None,
): vscode.TreeItem {
  const item = new vscode.TreeItem(label, collapsibleState);
  item.description = description;
  item.iconPath = new vscode.ThemeIcon(icon);
  item.contextValue = contextValue;
  return item;
}

function join(...parts: (string | undefined)[]): string {
  return parts.filter(Boolean).join(" · ");
}
