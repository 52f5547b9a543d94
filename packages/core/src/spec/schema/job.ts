import * as z from "zod";
import { jobAlerts } from "./alert.ts";
import { doc, page } from "./doc.ts";
import { envs } from "./env.ts";
import { image } from "./image.ts";
import { logDestinations } from "./log-destination.ts";
import { componentName } from "./name.ts";
import { duration } from "./primitives.ts";
import { instances, jobAutoscaling } from "./scaling.ts";
import { build, repositories, runCommand } from "./source.ts";
import { termination } from "./termination.ts";

const schedule = z
  .looseObject({
    cron: z.string().register(doc, {
      description:
        "When to run: the five fields of cron (minute, hour, day of the month, month, day of the week), at most every 15 minutes.",
      alsoWritten: ["expression"],
    }),
    time_zone: z.string().register(doc, {
      description: "The time zone of `cron` by its name in the tz database, for example `Europe/Berlin`.",
      default: "UTC",
      alsoWritten: ["timezone", "tz"],
    }),
  })
  .partial()
  .register(doc, {
    id: "schedule",
    kind: "a schedule",
    bare: "cron",
    description: "When a job of the kind `SCHEDULED` runs: a map with `cron`, not a bare cron text.",
  });

/** A component that runs to its end. */
export const job = z
  .looseObject({
    name: componentName("The job's name."),
    ...repositories,
    image,
    ...build,
    run_command: runCommand,
    envs,
    ...instances,
    kind: z.enum(["UNSPECIFIED", "PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY", "SCHEDULED"]).register(doc, {
      description: "When the job runs.",
      default: "UNSPECIFIED",
      offered: ["PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY", "SCHEDULED"],
      values: {
        UNSPECIFIED: "Becomes `POST_DEPLOY`.",
        PRE_DEPLOY: "Before each deployment; it must succeed, as for a migration of the database.",
        POST_DEPLOY: "After each deployment.",
        FAILED_DEPLOY: "After a component has failed to deploy.",
        SCHEDULED: "By the clock, as `schedule` says.",
      },
      aliases: { CRON: "SCHEDULED", CRONJOB: "SCHEDULED" },
      wrongAlias: "job-kind-cron",
    }),
    schedule,
    alerts: jobAlerts,
    log_destinations: logDestinations,
    termination,
    timeout: duration().register(doc, {
      description: "After which time a run is ended: a duration such as `1h30m`.",
      default: "30m",
      spelling: "duration",
      rules: { pattern: "job-timeout" },
    }),
    autoscaling: jobAutoscaling,
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    id: "job",
    kind: "a job",
    description:
      "A component that runs to its end: around a deployment or by the clock. It costs only while it runs.",
    docs: page("how-to/manage-jobs"),
  });
