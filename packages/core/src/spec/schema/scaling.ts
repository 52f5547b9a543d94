import * as z from "zod";
import { DEFAULT_CATALOG, DEFAULT_SIZE_SLUG } from "../../catalog/index.ts";
import { doc, page, suspect } from "./doc.ts";

const instanceCount = z.int().min(0).max(250);

/** How large and how many the containers of a component are. */
export const instances = {
  instance_size_slug: z.string().register(doc, {
    description: "The size of each instance: CPU, memory, price, and whether the component may scale.",
    default: DEFAULT_SIZE_SLUG,
    offered: DEFAULT_CATALOG.sizes.filter((size) => !size.legacy).map((size) => size.slug),
    docs: page("details/pricing"),
    alsoWritten: ["size", "instance_size", "size_slug", "plan"],
  }),
  instance_count: instanceCount.register(doc, {
    description: "How many instances run. Not together with `autoscaling`.",
    default: 1,
    zeroIsUnset: true,
    rules: { maximum: "scale-250" },
    alsoWritten: ["instances", "replicas", "count", "num_instances"],
  }),
};

const cpu = z
  .looseObject({
    percent: z.int().min(1).max(100).register(doc, {
      description: "The CPU load to hold, in percent, as an average over the instances.",
      default: 80,
    }),
  })
  .partial()
  .register(doc, {
    id: "cpuMetric",
    kind: "the cpu metric",
    bare: "percent",
    description: "Scales by CPU load.",
  });

const requestMetrics = {
  requests_per_second: z
    .looseObject({
      per_instance: z.int().min(1).register(doc, {
        description: "How many requests a second one instance should take.",
      }),
    })
    .partial()
    .register(doc, {
      id: "requestsPerSecondMetric",
      kind: "the requests_per_second metric",
      description: "Scales by the number of requests. Services only.",
    }),
  request_duration: z
    .looseObject({
      p95_milliseconds: z.int().min(1).register(doc, {
        description: "The time, in milliseconds, within which 95 % of the requests should be answered.",
      }),
    })
    .partial()
    .register(doc, {
      id: "requestDurationMetric",
      kind: "the request_duration metric",
      description: "Scales by how long requests take. Services only.",
    }),
};

const METRICS = "What the number of instances follows.";

const bounds = {
  min_instance_count: z
    .int()
    .min(1)
    .register(doc, {
      description: "The fewest instances to run.",
      alsoWritten: ["min_instances", "min"],
    }),
  max_instance_count: z
    .int()
    .min(1)
    .max(250)
    .register(doc, {
      description: "The most instances to run. They set the upper end of the cost.",
      rules: { maximum: "scale-250" },
      alsoWritten: ["max_instances", "max"],
    }),
};

const AUTOSCALING = {
  description:
    "Lets the number of instances follow the load. Needs a dedicated size (`apps-d-…`). Not together with `instance_count`.",
  docs: page("how-to/scale-app"),
};

export const serviceAutoscaling = z
  .looseObject({
    ...bounds,
    metrics: z
      .looseObject({ cpu, ...requestMetrics })
      .partial()
      .register(doc, { id: "serviceMetrics", kind: "the metrics of a service", description: METRICS }),
  })
  .partial()
  .register(doc, { id: "serviceAutoscaling", kind: "the autoscaling of a service", ...AUTOSCALING });

/** The Go client shares one struct with services; the API reference has the request metrics on services alone. */
export const workerAutoscaling = z
  .looseObject({
    ...bounds,
    metrics: z
      .looseObject({
        cpu,
        requests_per_second: suspect(requestMetrics.requests_per_second),
        request_duration: suspect(requestMetrics.request_duration),
      })
      .partial()
      .register(doc, { id: "workerMetrics", kind: "the metrics of a worker", description: METRICS }),
  })
  .partial()
  .register(doc, { id: "workerAutoscaling", kind: "the autoscaling of a worker", ...AUTOSCALING });

/** Removed from the API reference in April 2026, for jobs do not scale. */
export const jobAutoscaling = suspect(
  z
    .looseObject({
      ...bounds,
      metrics: z
        .looseObject({ cpu })
        .partial()
        .register(doc, { id: "jobMetrics", kind: "the metrics of a job", description: METRICS }),
    })
    .partial()
    .register(doc, { id: "jobAutoscaling", kind: "the autoscaling of a job", ...AUTOSCALING }),
);
