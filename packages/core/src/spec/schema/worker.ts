import * as z from "zod";
import { workerAlerts } from "./alert.ts";
import { doc, page } from "./doc.ts";
import { envs } from "./env.ts";
import { livenessHealthCheck } from "./health.ts";
import { image } from "./image.ts";
import { logDestinations } from "./log-destination.ts";
import { componentName } from "./name.ts";
import { instances, workerAutoscaling } from "./scaling.ts";
import { build, repositories, runCommand } from "./source.ts";
import { termination } from "./termination.ts";

/** A component that runs all the time and takes no requests. */
export const worker = z
  .looseObject({
    name: componentName("The worker's name."),
    ...repositories,
    image,
    ...build,
    run_command: runCommand,
    envs,
    ...instances,
    autoscaling: workerAutoscaling,
    alerts: workerAlerts,
    log_destinations: logDestinations,
    termination,
    liveness_health_check: livenessHealthCheck,
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    id: "worker",
    kind: "a worker",
    description: "A component that runs all the time and takes no requests from outside.",
    docs: page("how-to/manage-workers"),
  });
