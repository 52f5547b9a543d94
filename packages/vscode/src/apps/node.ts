import type {
  Alert,
  App,
  AppDomain,
  AppEvent,
  AppInstance,
  ComponentHealth,
  CostItem,
  Deployment,
  DeploymentStep,
  JobInvocation,
} from "@app-platform-toolkit/core";
import type { AppComponent } from "../app-target.ts";

/** What an app's own level holds besides its components. */
export type Section = "deployments" | "invocations" | "alerts" | "domains" | "events" | "bandwidth";

/** A line of the Apps view. Each knows its app, so that commands take it as their target. */
export type AppNode = { readonly app: App } & (
  | { readonly kind: "app" }
  | { readonly kind: "section"; readonly section: Section }
  | {
      readonly kind: "component";
      readonly component: string;
      readonly group: AppComponent["group"];
      readonly health?: ComponentHealth;
      readonly cost?: CostItem;
    }
  | { readonly kind: "instance"; readonly component: string; readonly instance: AppInstance }
  | { readonly kind: "deployment"; readonly deployment: Deployment; readonly deploymentId: string }
  | { readonly kind: "step"; readonly step: DeploymentStep; readonly deploymentId: string }
  | { readonly kind: "invocation"; readonly invocation: JobInvocation }
  | { readonly kind: "alert"; readonly alert: Alert }
  | { readonly kind: "domain"; readonly domain: AppDomain }
  | { readonly kind: "event"; readonly event: AppEvent }
  /** Something to read, such as a day's traffic or why a section is empty. */
  | { readonly kind: "text"; readonly text: string; readonly icon: string }
);

/** Phases in which something still happens. */
export function isMoving(phase: string | undefined): boolean {
  return [
    "PENDING_BUILD",
    "BUILDING",
    "PENDING_DEPLOY",
    "DEPLOYING",
    "PENDING",
    "RUNNING",
    "IN_PROGRESS",
    "TRIGGERED",
  ].includes(phase ?? "");
}

/** The deployment on its way, if there is one. */
export function movingDeployment({
  in_progress_deployment: now,
  pending_deployment: next,
}: App): Deployment | undefined {
  return now ?? next;
}

/** Whether what is below an app may look different in a moment. */
export function moves(app: App): boolean {
  return [app.in_progress_deployment, app.pending_deployment].some((deployment) =>
    isMoving(deployment?.phase),
  );
}
