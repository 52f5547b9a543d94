import { setTimeout as wait } from "node:timers/promises";
import { hasEnded, phaseOf } from "../simulator/world/deployments.ts";
import type { ActionRun } from "./run-action.ts";
import type { Scene } from "./scene.ts";

/** Virtual time in one step, and the real pause after it, in which lines reach the run. */
const STEP_MS = 1_000;
const PAUSE_MS = 4;
/** So many logs a run follows in a phase. */
const LOGS_IN: Readonly<Record<string, number>> = { BUILDING: 1, DEPLOYING: 2 };

/**
 * Lets the time of a simulator in step mode pass for a run, and only where the run has seen the phase that its
 * deployment is in and has asked for the logs of it. However slow the machine is, it then misses nothing.
 *
 * @param onPhase called where the run has seen a phase, before that goes on
 */
export async function patiently(
  { simulator }: Scene,
  appName: string,
  run: Promise<ActionRun>,
  { onPhase }: { onPhase?: (phase: string) => void } = {},
): Promise<ActionRun> {
  let over = false;
  const end = () => {
    over = true;
  };
  run.then(end, end);
  let phase = "";
  let since = 0;
  while (!over) {
    const deployment = simulator.appNamed(appName)?.deployments.at(-1);
    const now = deployment && phaseOf(deployment, simulator.now());
    if (now !== undefined && now !== phase) {
      phase = now;
      since = simulator.requests.length;
      await until(() => over || simulator.requests.slice(since).some(isLook));
      await until(
        () => over || simulator.requests.slice(since).filter(isLog).length >= (LOGS_IN[phase] ?? 0),
      );
      onPhase?.(phase);
    }
    // What has ended is only waited for; a job that does not end is the test's time limit.
    if (now === undefined || !hasEnded(now)) simulator.advance(now === undefined ? 0 : STEP_MS);
    await wait(PAUSE_MS);
  }
  return run;
}

const isLook = ({ operation, status }: { operation?: string; status?: number }) =>
  operation === "apps_get_deployment" && status === 200;
const isLog = ({ operation, status }: { operation?: string; status?: number }) =>
  operation?.startsWith("apps_get_logs") === true && status === 200;

async function until(done: () => boolean): Promise<void> {
  while (!done()) await wait(PAUSE_MS);
}
