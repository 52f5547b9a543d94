import type { AppEvent, JobInvocation, LogLine, LogSelection } from "@app-platform-toolkit/core";
import { type AppTarget, appName } from "../app-target.ts";

/** Which log. Lines of the Apps view are such targets. */
export interface TailTarget extends AppTarget {
  /** BUILD, DEPLOY, RUN (unless said) or RUN_RESTARTED. */
  readonly type?: string;
  /** A run of a job. */
  readonly invocation?: JobInvocation;
  /** An event of autoscaling. */
  readonly event?: AppEvent;
  /** What was heard while it ran, where the platform keeps it no longer. */
  readonly lines?: readonly LogLine[];
}

export interface NamedSelection {
  /** `web-shop · api`, `web-shop · api · BUILD`. */
  readonly title: string;
  readonly selection: LogSelection;
}

/** `undefined` where the app has no id, as one that was only proposed. */
export function selectionOf(target: TailTarget): NamedSelection | undefined {
  const { app, component, deploymentId, invocation, event } = target;
  const appId = app.id;
  if (appId === undefined) return undefined;
  const name = appName(app);
  if (invocation?.id !== undefined) {
    const { id, job_name: jobName = "" } = invocation;
    return {
      title: [name, jobName, id.slice(0, 8)].join(" · "),
      selection: { appId, type: "JOB_INVOCATION", jobName, jobInvocationId: id },
    };
  }
  if (event?.id !== undefined)
    return {
      title: [name, "autoscaling", event.id.slice(0, 8)].join(" · "),
      selection: { appId, type: "AUTOSCALE_EVENT", eventId: event.id },
    };
  // A deployment as such is told by its build; what runs is the app's.
  const type = target.type ?? (deploymentId === undefined ? "RUN" : "BUILD");
  const parts = [name, component, type === "RUN" ? undefined : type, deploymentId?.slice(0, 8)];
  return {
    title: parts.filter((part) => part !== undefined).join(" · "),
    selection: {
      appId,
      type,
      ...(component === undefined ? {} : { component }),
      ...(deploymentId === undefined ? {} : { deploymentId }),
    },
  };
}
