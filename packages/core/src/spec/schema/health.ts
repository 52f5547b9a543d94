import * as z from "zod";
import { doc, page } from "./doc.ts";
import { port } from "./primitives.ts";

/** The timing that both checks have in common; their defaults differ. */
function timing(defaults: { initialDelay: number; failureThreshold: number }, maxSuccessThreshold: number) {
  return {
    initial_delay_seconds: seconds(0, 3600, {
      description: "Seconds after the start of the container before the first check.",
      default: defaults.initialDelay,
    }),
    period_seconds: seconds(1, 300, { description: "Seconds between two checks.", default: 10 }),
    timeout_seconds: seconds(1, 120, {
      description: "Seconds after which a check without an answer counts as failed.",
      default: 1,
    }),
    success_threshold: z
      .int()
      .min(1)
      .max(maxSuccessThreshold)
      .register(doc, {
        description:
          maxSuccessThreshold === 1
            ? "How many checks in a row must succeed. Only 1 is allowed here."
            : "How many checks in a row must succeed before the container counts as healthy.",
        default: 1,
        rules: { range: maxSuccessThreshold === 1 ? "liveness-success" : "health-ranges" },
      }),
    failure_threshold: seconds(1, 50, {
      description: "How many checks in a row must fail before the container counts as unhealthy.",
      default: defaults.failureThreshold,
    }),
    http_path: z.string().register(doc, {
      description:
        "The path to ask for over HTTP, for example `/healthz`. Without it the check only opens a TCP connection.",
    }),
  };
}

function seconds(min: number, max: number, about: { description: string; default: number }): z.ZodInt {
  return z
    .int()
    .min(min)
    .max(max)
    .register(doc, { ...about, rules: { range: "health-ranges" } });
}

function checkedPort(description: string): z.ZodInt {
  return port().register(doc, { description, rules: { range: "port-range" }, zeroIsUnset: true });
}

/** Decides when a new container takes traffic. */
export const healthCheck = z
  .looseObject({
    ...timing({ initialDelay: 0, failureThreshold: 9 }, 50),
    port: checkedPort(
      "The port to check. Without it that of `http_port`; otherwise one of `internal_ports`.",
    ),
    path: z.string().register(doc, {
      description: "The former name of `http_path`.",
      deprecated: "Write `http_path` instead.",
    }),
  })
  .partial()
  .register(doc, {
    id: "healthCheck",
    kind: "a health check",
    bare: "http_path",
    description:
      "How App Platform finds out that a new container is ready for traffic. Without it, a TCP connection to `http_port`.",
    docs: page("how-to/manage-health-checks"),
    alsoWritten: ["healthcheck", "readiness_check", "readinessProbe", "healthCheckPath"],
  });

/** Decides when a running container is replaced. */
export const livenessHealthCheck = z
  .looseObject({
    ...timing({ initialDelay: 5, failureThreshold: 18 }, 1),
    port: checkedPort("The port to check."),
  })
  .partial()
  .register(doc, {
    id: "livenessHealthCheck",
    kind: "a liveness check",
    bare: "http_path",
    description: "How App Platform finds out that a running container is stuck: one that fails is restarted.",
    docs: page("how-to/manage-health-checks"),
    // The check that workers do not have; services have both.
    alsoWritten: ["liveness_check", "liveness", "livenessProbe", "health_check"],
  });
