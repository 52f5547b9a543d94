import * as z from "zod";
import { doc } from "./doc.ts";

const gracePeriod = z
  .int()
  .min(1)
  .max(600)
  .register(doc, {
    description:
      "Seconds between the TERM signal and the KILL that ends a container which has not stopped by itself.",
    default: 120,
    // Of workers and jobs, which are not drained; services have both.
    alsoWritten: ["drain_seconds"],
  });

/** How the containers of workers and jobs are stopped. */
export const termination = z.looseObject({ grace_period_seconds: gracePeriod }).partial().register(doc, {
  id: "termination",
  kind: "the termination of a worker or job",
  description: "How long a container may take to stop.",
});

/** Containers of services are taken off the load balancer first. */
export const serviceTermination = z
  .looseObject({
    drain_seconds: z.int().min(1).max(110).register(doc, {
      description:
        "Seconds between taking a container off the load balancer and sending it the TERM signal, so that it can finish its requests.",
      default: 15,
    }),
    grace_period_seconds: gracePeriod,
  })
  .partial()
  .register(doc, {
    id: "serviceTermination",
    kind: "the termination of a service",
    description: "How long a container may take to finish its requests and to stop.",
  });
