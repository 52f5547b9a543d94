import * as z from "zod";
import { doc } from "./doc.ts";

const RULES = {
  UNSPECIFIED_RULE: "Not set.",
  CPU_UTILIZATION: "CPU load of a container, in percent.",
  MEM_UTILIZATION: "Memory use of a container, in percent.",
  RESTART_COUNT: "How often containers were restarted.",
  DEPLOYMENT_FAILED: "A deployment has failed.",
  DEPLOYMENT_LIVE: "A deployment has gone live.",
  DEPLOYMENT_STARTED: "A deployment has begun.",
  DEPLOYMENT_CANCELED: "A deployment was cancelled.",
  DOMAIN_FAILED: "A domain could not be configured.",
  DOMAIN_LIVE: "A domain has gone live.",
  AUTOSCALE_FAILED: "Autoscaling could not change the number of instances.",
  AUTOSCALE_SUCCEEDED: "Autoscaling has changed the number of instances.",
  JOB_INVOCATION_FAILED: "A run of a scheduled job has failed.",
  FUNCTIONS_ACTIVATION_COUNT: "How often functions were called.",
  FUNCTIONS_AVERAGE_DURATION_MS: "How long calls take on average, in milliseconds.",
  FUNCTIONS_ERROR_RATE_PER_MINUTE: "Failed calls a minute.",
  FUNCTIONS_AVERAGE_WAIT_TIME_MS: "How long calls wait on average before they run, in milliseconds.",
  FUNCTIONS_ERROR_COUNT: "How many calls have failed.",
  FUNCTIONS_GB_RATE_PER_SECOND: "Memory use of functions, in GB-seconds each second.",
  REQUESTS_PER_SECOND: "Requests a second.",
  REQUEST_DURATION_P95_MS: "The time within which 95 % of the requests are answered, in milliseconds.",
} as const;

type AlertRule = keyof typeof RULES;
const RULE_NAMES = Object.keys(RULES) as AlertRule[];

/** What the rules are called elsewhere, or half. */
const RULE_ALIASES: Readonly<Record<string, AlertRule>> = {
  CPU: "CPU_UTILIZATION",
  MEMORY: "MEM_UTILIZATION",
  MEM: "MEM_UTILIZATION",
  MEMORY_UTILIZATION: "MEM_UTILIZATION",
  RESTARTS: "RESTART_COUNT",
  DEPLOY_FAILED: "DEPLOYMENT_FAILED",
  DEPLOY_LIVE: "DEPLOYMENT_LIVE",
  DEPLOY_STARTED: "DEPLOYMENT_STARTED",
  DEPLOY_CANCELED: "DEPLOYMENT_CANCELED",
};

const condition = {
  disabled: z.boolean().register(doc, { description: "Keeps the alert in the spec without sending it." }),
  operator: z.enum(["UNSPECIFIED_OPERATOR", "GREATER_THAN", "LESS_THAN"]).register(doc, {
    description: "How the measured value is compared with `value`. For rules that measure something.",
    offered: ["GREATER_THAN", "LESS_THAN"],
    aliases: {
      ">": "GREATER_THAN",
      ">=": "GREATER_THAN",
      GT: "GREATER_THAN",
      ABOVE: "GREATER_THAN",
      "<": "LESS_THAN",
      "<=": "LESS_THAN",
      LT: "LESS_THAN",
      BELOW: "LESS_THAN",
    },
    values: {
      UNSPECIFIED_OPERATOR: "Not set.",
      GREATER_THAN: "Alerts above the value.",
      LESS_THAN: "Alerts below the value.",
    },
  }),
  value: z.number().register(doc, {
    description: "The threshold; its unit is that of the rule (percent, a count, milliseconds).",
  }),
  window: z
    .enum(["UNSPECIFIED_WINDOW", "FIVE_MINUTES", "TEN_MINUTES", "THIRTY_MINUTES", "ONE_HOUR"])
    .register(doc, {
      description: "Over which time the value is measured.",
      offered: ["FIVE_MINUTES", "TEN_MINUTES", "THIRTY_MINUTES", "ONE_HOUR"],
      aliases: {
        "5M": "FIVE_MINUTES",
        "300S": "FIVE_MINUTES",
        "10M": "TEN_MINUTES",
        "30M": "THIRTY_MINUTES",
        "60M": "ONE_HOUR",
        "1H": "ONE_HOUR",
      },
      values: {
        UNSPECIFIED_WINDOW: "Not set.",
        FIVE_MINUTES: "5 minutes.",
        TEN_MINUTES: "10 minutes.",
        THIRTY_MINUTES: "30 minutes.",
        ONE_HOUR: "60 minutes.",
      },
    }),
};

/** Alerts at one place. Every rule is a known value everywhere; which of them make sense here is only offered. */
function alertList(id: string, of: string, offered: readonly AlertRule[]) {
  const alert = z
    .looseObject({
      rule: z.enum(RULE_NAMES).register(doc, {
        description: "What to watch.",
        values: RULES,
        aliases: RULE_ALIASES,
        offered,
      }),
      ...condition,
    })
    .partial()
    .register(doc, {
      id,
      kind: `an alert of ${of}`,
      bare: "rule",
      description: "One condition that sends a message.",
    });
  return z.array(alert).register(doc, {
    description: `Alerts of ${of}. Who gets them is set outside of the spec.`,
  });
}

const CONTAINER_RULES = ["CPU_UTILIZATION", "MEM_UTILIZATION", "RESTART_COUNT"] as const;

export const appAlerts = alertList("appAlert", "the app", [
  "DEPLOYMENT_FAILED",
  "DEPLOYMENT_LIVE",
  "DEPLOYMENT_STARTED",
  "DEPLOYMENT_CANCELED",
  "DOMAIN_FAILED",
  "DOMAIN_LIVE",
  "AUTOSCALE_FAILED",
  "AUTOSCALE_SUCCEEDED",
]);
export const serviceAlerts = alertList("serviceAlert", "a service", [
  ...CONTAINER_RULES,
  "REQUESTS_PER_SECOND",
  "REQUEST_DURATION_P95_MS",
]);
export const workerAlerts = alertList("workerAlert", "a worker", CONTAINER_RULES);
export const jobAlerts = alertList("jobAlert", "a job", [...CONTAINER_RULES, "JOB_INVOCATION_FAILED"]);
export const functionsAlerts = alertList("functionsAlert", "a functions component", [
  "FUNCTIONS_ACTIVATION_COUNT",
  "FUNCTIONS_AVERAGE_DURATION_MS",
  "FUNCTIONS_ERROR_RATE_PER_MINUTE",
  "FUNCTIONS_AVERAGE_WAIT_TIME_MS",
  "FUNCTIONS_ERROR_COUNT",
  "FUNCTIONS_GB_RATE_PER_SECOND",
]);
