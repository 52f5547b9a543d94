import type { App } from "./state.ts";

/** What no source says, but what must not fill a simulator that runs for days: how much of each history is kept. */
const MAX_DEPLOYMENTS = 1_000;
const MAX_JOB_INVOCATIONS = 1_000;

/** Forgets the oldest of an app's history; what is active, pinned or under way is among the newest, or is kept. */
export function forgetOldest(app: App): void {
  if (app.deployments.length > MAX_DEPLOYMENTS) {
    const oldest = app.deployments.slice(0, -MAX_DEPLOYMENTS);
    const kept = oldest.filter((each) => each === app.active || each === app.pinned || !each.settled);
    const forgotten = new Set(oldest.filter((each) => !kept.includes(each)).map(({ id }) => id));
    app.deployments = [...kept, ...app.deployments.slice(-MAX_DEPLOYMENTS)];
    app.autoscalings = app.autoscalings.filter(({ deploymentId }) => !forgotten.has(deploymentId));
  }
  if (app.jobInvocations.length > MAX_JOB_INVOCATIONS)
    app.jobInvocations = app.jobInvocations.slice(-MAX_JOB_INVOCATIONS);
}
