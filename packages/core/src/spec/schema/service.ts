import * as z from "zod";
import { serviceAlerts } from "./alert.ts";
import { doc } from "./doc.ts";
import { envs } from "./env.ts";
import { healthCheck, livenessHealthCheck } from "./health.ts";
import { image } from "./image.ts";
import { logDestinations } from "./log-destination.ts";
import { componentName } from "./name.ts";
import { port } from "./primitives.ts";
import { componentCors, routes } from "./route.ts";
import { instances, serviceAutoscaling } from "./scaling.ts";
import { build, repositories, runCommand } from "./source.ts";
import { serviceTermination } from "./termination.ts";

const inactivitySleep = z
  .looseObject({
    after_seconds: z
      .int()
      .min(600)
      .max(86_400)
      .register(doc, {
        description: "Seconds without a request after which the service sleeps.",
        rules: { range: "sleep-service-only" },
      }),
    loading_page: z
      .looseObject({
        enabled: z.boolean().register(doc, {
          description:
            "Whether a browser sees a page (with status 503) while the service wakes up. Without it a request waits.",
          default: false,
        }),
        custom_url: z.string().register(doc, { description: "A page of your own to show meanwhile." }),
      })
      .partial()
      .register(doc, {
        id: "loadingPage",
        kind: "a loading page",
        description: "What a visitor sees while the service wakes up.",
      }),
  })
  .partial()
  .register(doc, {
    id: "inactivitySleep",
    kind: "an inactivity_sleep",
    description: "Puts the service to sleep while nobody asks for it; asleep it costs a tenth.",
    preview: true,
  });

/** A component that answers HTTP requests. */
export const service = z
  .looseObject({
    name: componentName("The service's name, also its host name inside the app."),
    ...repositories,
    image,
    ...build,
    run_command: runCommand,
    envs,
    ...instances,
    autoscaling: serviceAutoscaling,
    http_port: port().register(doc, {
      description:
        "The port the service listens on. Also given to it as `PORT`, unless that is defined already.",
      default: 8080,
      zeroIsUnset: true,
      rules: { range: "port-range" },
      alsoWritten: ["port"],
    }),
    protocol: z.enum(["HTTP", "HTTP2"]).register(doc, {
      description: "What the service speaks on `http_port`.",
      default: "HTTP",
      values: { HTTP: "HTTP/1.1.", HTTP2: "HTTP/2 in clear text with prior knowledge (h2c)." },
    }),
    internal_ports: z
      .array(
        port().register(doc, {
          description: "A port for traffic inside the app.",
          zeroIsUnset: true,
          rules: { range: "port-range" },
        }),
      )
      .register(doc, {
        description:
          "Ports that other components of the app can reach. A service with internal ports and no HTTP route is internal.",
        alsoWritten: ["ports"],
      }),
    routes,
    health_check: healthCheck,
    cors: componentCors,
    alerts: serviceAlerts,
    log_destinations: logDestinations,
    termination: serviceTermination,
    inactivity_sleep: inactivitySleep,
    liveness_health_check: livenessHealthCheck,
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    id: "service",
    kind: "a service",
    description: "A component that runs all the time and answers HTTP requests.",
  });
