import { DEFAULT_SIZE_SLUG, findSize } from "../catalog/index.ts";
import type { Rule } from "./rule.ts";
import { cheapestSize } from "./scaling.ts";
import { code } from "./words.ts";

const scaleMinMax: Rule = {
  id: "scale-min-max",
  severity: "error",
  title: "`min_instance_count` is below `max_instance_count`",
  explanation:
    "Autoscaling moves between the two. The API reference asks for a minimum strictly below the maximum; whether equal numbers are refused is not known, so that is a warning.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      autoscaling: {min_instance_count: 4, max_instance_count: 2, metrics: {cpu: {percent: 70}}}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      autoscaling: {min_instance_count: 2, max_instance_count: 4, metrics: {cpu: {percent: 70}}}
  `,
  about: ["autoscaling"],
  check(context) {
    for (const { path, spec } of context.containers) {
      const { min_instance_count: min, max_instance_count: max } = spec.autoscaling ?? {};
      if (!min || !max || min < max) continue;
      context.report({
        path: [...path, "autoscaling", "min_instance_count"],
        severity: min > max ? "error" : "warning",
        message:
          min > max
            ? `The minimum of ${min} instances is above the maximum of ${max}. Write a \`min_instance_count\` below \`max_instance_count\`.`
            : `With both at ${min} nothing is left to scale. Write a lower \`min_instance_count\`, or \`instance_count: ${min}\` in place of \`autoscaling\`.`,
      });
    }
  },
};

const scaleDedicated: Rule = {
  id: "scale-dedicated",
  severity: "error",
  title: "Autoscaling needs a dedicated size",
  explanation:
    "Only sizes with dedicated CPUs (`apps-d-…`, and the three largest legacy ones) scale by themselves. The default size is a shared one; as the API reference itself leaves the size out in an example, that alone is a warning.",
  evidence: "docs",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-s-1vcpu-1gb
      autoscaling: {min_instance_count: 1, max_instance_count: 3, metrics: {cpu: {percent: 70}}}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      autoscaling: {min_instance_count: 1, max_instance_count: 3, metrics: {cpu: {percent: 70}}}
  `,
  about: ["autoscaling"],
  check(context) {
    for (const { path, spec } of context.of("services", "workers")) {
      if (!spec.autoscaling || context.mistaken(path, "instance_size_slug")) continue;
      const slug = spec.instance_size_slug;
      const size = findSize(slug || DEFAULT_SIZE_SLUG, context.catalog);
      if (!size || size.scalable) continue;
      const dedicated = cheapestSize(size, context.catalog, (other) => other.scalable);
      const instead = dedicated ? ` Write \`instance_size_slug: ${dedicated.slug}\`.` : "";
      context.report({
        path: slug ? [...path, "instance_size_slug"] : [...path, "autoscaling"],
        at: slug ? "value" : "key",
        severity: slug ? "error" : "warning",
        message: `\`autoscaling\` needs a size with dedicated CPUs, and ${slug ? "" : "the default, "}${code(size.slug)}${slug ? "" : ","} is a shared one.${instead}`,
      });
    }
  },
};

const scaleMetrics: Rule = {
  id: "scale-metrics",
  severity: "warning",
  title: "Autoscaling follows a metric",
  explanation:
    "Without a metric there is nothing to scale by. Other clients insist on one; what the platform does without is not documented.",
  evidence: "client",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      autoscaling: {min_instance_count: 1, max_instance_count: 3}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      autoscaling: {min_instance_count: 1, max_instance_count: 3, metrics: {cpu: {percent: 70}}}
  `,
  about: ["autoscaling"],
  check(context) {
    for (const { path, spec } of context.of("services", "workers")) {
      if (!spec.autoscaling || context.mistaken([...path, "autoscaling"], "metrics", "cpu", "percent"))
        continue;
      if (Object.values(spec.autoscaling.metrics ?? {}).some((metric) => metric != null)) continue;
      context.report({
        path: [...path, "autoscaling"],
        at: "key",
        absent: true,
        message: "There is no metric to scale by. Add `metrics: {cpu: {percent: 80}}`.",
      });
    }
  },
};

const scaleRequestMetrics: Rule = {
  id: "scale-request-metrics",
  severity: "error",
  title: "Only services scale by requests",
  explanation: "A worker takes no requests: it can scale by CPU load alone.",
  evidence: "reference",
  bad: `
    name: shop
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      instance_size_slug: apps-d-1vcpu-1gb
      autoscaling:
        min_instance_count: 1
        max_instance_count: 3
        metrics: {requests_per_second: {per_instance: 100}}
  `,
  good: `
    name: shop
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      instance_size_slug: apps-d-1vcpu-1gb
      autoscaling:
        min_instance_count: 1
        max_instance_count: 3
        metrics: {cpu: {percent: 70}}
  `,
  about: ["autoscaling"],
  check(context) {
    for (const { path, spec } of context.of("workers"))
      for (const key of ["requests_per_second", "request_duration"] as const)
        if (spec.autoscaling?.metrics?.[key] != null)
          context.report({
            path: [...path, "autoscaling", "metrics", key],
            at: "key",
            message: `A worker takes no requests, so it cannot scale by ${code(key)}. Write \`cpu: {percent: 80}\`.`,
          });
  },
};

const scaleJobs: Rule = {
  id: "scale-jobs",
  severity: "warning",
  title: "Jobs do not autoscale",
  explanation:
    "A job runs once for each deployment or schedule. The API reference lists `autoscaling` on jobs, official clients refuse it; what the platform does is not known.",
  evidence: "client",
  bad: `
    name: shop
    jobs:
    - name: migrate
      kind: PRE_DEPLOY
      image: {registry_type: DOCR, repository: api}
      autoscaling: {min_instance_count: 1, max_instance_count: 3}
  `,
  good: `
    name: shop
    jobs:
    - name: migrate
      kind: PRE_DEPLOY
      image: {registry_type: DOCR, repository: api}
      instance_count: 1
  `,
  about: ["autoscaling"],
  check(context) {
    for (const { path, spec } of context.of("jobs"))
      if (spec.autoscaling)
        context.report({
          path: [...path, "autoscaling"],
          at: "key",
          message: "A job does not scale by itself. Remove `autoscaling`, or make this a worker.",
        });
  },
};

export const AUTOSCALING_RULES = [scaleMinMax, scaleDedicated, scaleMetrics, scaleRequestMetrics, scaleJobs];
