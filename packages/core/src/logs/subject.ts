import type { App, AppPlatformClient, CallOptions, LogUrls, StreamOptions } from "../api/index.ts";
import { LogStreamError } from "./address.ts";
import type { EndReason } from "./event.ts";

/** Which logs. */
export interface LogSelection {
  readonly appId: string;
  /** BUILD, DEPLOY, RUN, RUN_RESTARTED; JOB_INVOCATION and AUTOSCALE_EVENT with the id of one. */
  readonly type: string;
  /** All of them unless one is given. */
  readonly component?: string;
  /** The one that matters unless it is given: for RUN and RUN_RESTARTED the active one, whichever it becomes. */
  readonly deploymentId?: string;
  readonly jobName?: string;
  readonly jobInvocationId?: string;
  readonly eventId?: string;
}

/** What a log is of. */
export interface Subject {
  readonly deploymentId: string;
  urls(options: StreamOptions): Promise<LogUrls>;
}

/** What comes after a stream has ended: more of the same (now or `later`), another deployment's, or nothing. */
export type Next =
  | { readonly kind: "same"; readonly later: boolean }
  | { readonly kind: "switched"; readonly subject: Subject }
  | { readonly kind: "over"; readonly reason: EndReason; readonly message: string };

export interface Subjects {
  first(options: CallOptions): Promise<Subject>;
  next(current: Subject, options: CallOptions): Promise<Next>;
}

const NOW: Next = { kind: "same", later: false };
const LATER: Next = { kind: "same", later: true };

export function subjectsOf(client: AppPlatformClient, selection: LogSelection): Subjects {
  const { appId, jobInvocationId, jobName, eventId } = selection;
  if (jobInvocationId !== undefined) {
    if (jobName === undefined)
      throw new LogStreamError("Logs of a run of a job need the job's name beside the run's id.");
    return invocation(client, appId, jobName, jobInvocationId);
  }
  if (eventId !== undefined) return scaling(client, appId, eventId);
  if (selection.type === "JOB_INVOCATION" || selection.type === "AUTOSCALE_EVENT")
    throw new LogStreamError(`Logs of type ${selection.type} need the id of one.`);
  return deployments(client, selection);
}

function invocation(client: AppPlatformClient, appId: string, jobName: string, id: string): Subjects {
  return {
    first: async ({ signal }) => {
      const { deployment_id: deploymentId = "" } = await client.jobs.get(appId, id, { jobName, signal });
      return {
        deploymentId,
        urls: (options) => client.logs.jobInvocation(appId, jobName, id, forRun(options)),
      };
    },
    next: async (_, { signal }) => {
      const { phase } = await client.jobs.get(appId, id, { jobName, signal });
      if (phase === "PENDING") return LATER;
      if (phase === "RUNNING") return NOW;
      return { kind: "over", reason: "complete", message: `The run of ${jobName} has ended${said(phase)}.` };
    },
  };
}

function scaling(client: AppPlatformClient, appId: string, id: string): Subjects {
  return {
    first: async ({ signal }) => {
      const { deployment_id: deploymentId = "" } = await client.events.get(appId, id, { signal });
      return { deploymentId, urls: (options) => client.logs.event(appId, id, forRun(options)) };
    },
    next: async (_, { signal }) => {
      const phase = (await client.events.get(appId, id, { signal })).autoscaling?.phase;
      if (phase === "PENDING") return LATER;
      if (phase === "IN_PROGRESS") return NOW;
      return { kind: "over", reason: "complete", message: `The autoscaling event has ended${said(phase)}.` };
    },
  };
}

/** The Go client sends `tail_lines` here only when it is above 0. */
function forRun({ tailLines = 0, ...rest }: StreamOptions): StreamOptions {
  return tailLines > 0 ? { tailLines, ...rest } : rest;
}

function deployments(client: AppPlatformClient, selection: LogSelection): Subjects {
  const { appId, type, component } = selection;
  const running = type === "RUN" || type === "RUN_RESTARTED";
  const subject = (deploymentId: string): Subject => ({
    deploymentId,
    urls: (options) =>
      client.logs.deployment(appId, deploymentId, {
        ...options,
        type,
        ...(component === undefined ? {} : { component }),
      }),
  });
  return {
    first: async ({ signal }) => {
      if (selection.deploymentId !== undefined) return subject(selection.deploymentId);
      const app = await client.apps.get(appId, { signal });
      const coming = [app.in_progress_deployment, app.pending_deployment];
      const order = running ? [app.active_deployment, ...coming] : [...coming, app.active_deployment];
      const id = order.find((deployment) => deployment?.id)?.id;
      if (id === undefined) throw new LogStreamError("The app has no deployment yet, so there are no logs.");
      return subject(id);
    },
    next: async (current, { signal }) => {
      if (running && selection.deploymentId === undefined) {
        const next = whoIsActive(await client.apps.get(appId, { signal }), current.deploymentId);
        if (typeof next === "string") return { kind: "switched", subject: subject(next) };
        // There are none as long as no container has been restarted.
        return next === NOW && type === "RUN_RESTARTED" ? LATER : next;
      }
      const { phase } = await client.deployments.get(appId, current.deploymentId, { signal });
      return whatIsLeft(type, phase);
    },
  };
}

/** The id of another deployment, or what becomes of the current one. */
function whoIsActive(app: App, current: string): string | Next {
  if (app.spec?.maintenance?.archive === true)
    return {
      kind: "over",
      reason: "archived",
      message: "The app is archived: nothing runs until it is restored.",
    };
  const active = app.active_deployment?.id;
  if (active !== undefined) return active === current ? NOW : active;
  const coming = [app.in_progress_deployment, app.pending_deployment].find((each) => each?.id)?.id;
  if (coming === undefined)
    return { kind: "over", reason: "inactive", message: "No deployment of the app is active." };
  return coming === current ? NOW : coming;
}

const BEFORE = ["UNKNOWN", "PENDING_BUILD", "BUILDING", "PENDING_DEPLOY"];
/** By type of log: phases before it, and while it is written. */
const PHASES: Readonly<
  Record<string, { readonly before: readonly string[]; readonly during: readonly string[] }>
> = {
  BUILD: { before: ["UNKNOWN", "PENDING_BUILD"], during: ["BUILDING"] },
  DEPLOY: { before: BEFORE, during: ["DEPLOYING"] },
  RUN: { before: BEFORE, during: ["DEPLOYING", "ACTIVE"] },
  RUN_RESTARTED: { before: BEFORE, during: ["DEPLOYING", "ACTIVE"] },
};

function whatIsLeft(type: string, phase = "UNKNOWN"): Next {
  const phases = PHASES[type];
  if (phases?.before.includes(phase)) return LATER;
  if (phases?.during.includes(phase)) return type === "RUN_RESTARTED" ? LATER : NOW;
  const reason = type === "BUILD" || type === "DEPLOY" ? "complete" : "deployment-over";
  return { kind: "over", reason, message: `The deployment is in the phase ${phase} now.` };
}

function said(phase: string | undefined): string {
  return phase === undefined ? "" : ` (${phase})`;
}
