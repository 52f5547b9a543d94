import { type Catalog, DEFAULT_SIZE_SLUG, findSize, type InstanceSize } from "../catalog/index.ts";
import type { Rule } from "./rule.ts";
import { code } from "./words.ts";

const scaleExclusive: Rule = {
  id: "scale-exclusive",
  severity: "error",
  title: "A fixed count or autoscaling",
  explanation:
    "`instance_count` fixes the number of instances, `autoscaling` lets it vary: with both set the platform cannot obey either.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      instance_count: 2
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
  check(context) {
    for (const component of context.of("services", "workers", "jobs")) {
      const { autoscaling, instance_count: count } = component.spec;
      // Zero is how the API writes "not set".
      if (autoscaling && count)
        context.report({
          path: [...component.path, "instance_count"],
          at: "key",
          message: `\`instance_count\` must not be set beside \`autoscaling\`, which decides the number of instances itself. Remove \`instance_count\`; \`autoscaling.min_instance_count: ${count}\` keeps at least as many.`,
        });
    }
  },
};

const scaleSingleInstance: Rule = {
  id: "scale-single-instance",
  severity: "warning",
  title: "Some sizes run one instance only",
  explanation:
    "The smallest shared sizes, the default one among them, cannot be scaled out. Whether the platform refuses a higher count or runs one instance is not documented; neither is what the spec asks for.",
  evidence: "docs",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_count: 2
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-s-1vcpu-1gb
      instance_count: 2
  `,
  check(context) {
    for (const { path, spec } of context.of("services", "workers", "jobs")) {
      const count = spec.instance_count ?? 1;
      if (count < 2 || spec.autoscaling || context.mistaken(path, "instance_size_slug")) continue;
      const size = findSize(spec.instance_size_slug || DEFAULT_SIZE_SLUG, context.catalog);
      if (!size?.singleInstanceOnly) continue;
      const which = spec.instance_size_slug ? code(size.slug) : `The default size, ${code(size.slug)},`;
      const larger = cheapest(size, context.catalog, (other) => !other.singleInstanceOnly);
      const instead = larger ? `write \`instance_size_slug: ${larger.slug}\`, or ` : "";
      context.report({
        path: [...path, "instance_count"],
        message: `${which} runs one instance only. For ${count} instances ${instead}set \`instance_count: 1\`.`,
      });
    }
  },
};

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
  check(context) {
    for (const { path, spec } of context.of("services", "workers", "jobs")) {
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
  check(context) {
    for (const { path, spec } of context.of("services", "workers")) {
      if (!spec.autoscaling || context.mistaken(path, "instance_size_slug")) continue;
      const slug = spec.instance_size_slug;
      const size = findSize(slug || DEFAULT_SIZE_SLUG, context.catalog);
      if (!size || size.scalable) continue;
      const dedicated = cheapest(size, context.catalog, (other) => other.scalable);
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

const scale250: Rule = {
  id: "scale-250",
  severity: "error",
  title: "An app has at most 250 instances",
  explanation: "The limit holds for each component and for all containers of an app together.",
  evidence: "docs",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      instance_count: 200
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      instance_size_slug: apps-d-1vcpu-1gb
      instance_count: 100
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-d-1vcpu-1gb
      instance_count: 200
    workers:
    - name: queue
      image: {registry_type: DOCR, repository: queue}
      instance_size_slug: apps-d-1vcpu-1gb
      instance_count: 50
  `,
  check(context) {
    let total = 0;
    for (const { path, spec } of context.of("services", "workers")) {
      const key = spec.autoscaling ? ["autoscaling", "min_instance_count"] : ["instance_count"];
      const before = total;
      const own = (spec.autoscaling ? spec.autoscaling.min_instance_count : spec.instance_count) || 1;
      // One component above the limit is found by the schema.
      total += Math.min(own, 250);
      if (total > 250 && before <= 250)
        context.report({
          path: [...path, ...key],
          message: `An app has at most 250 instances, and with this component there are at least ${total}. Write ${250 - before} or fewer here.`,
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
  check(context) {
    for (const { path, spec } of context.of("services", "workers")) {
      if (!spec.autoscaling || context.mistaken([...path, "autoscaling"], "metrics")) continue;
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

export const SCALING_RULES = [
  scaleExclusive,
  scaleMinMax,
  scaleDedicated,
  scaleSingleInstance,
  scale250,
  scaleMetrics,
  scaleRequestMetrics,
  scaleJobs,
];

/** The cheapest current size that is no smaller than another and allows what is asked. */
function cheapest(
  than: InstanceSize,
  catalog: Catalog,
  allows: (size: InstanceSize) => boolean,
): InstanceSize | undefined {
  return catalog.sizes
    .filter((size) => !size.legacy && allows(size))
    .filter((size) => size.memoryMib >= than.memoryMib && size.vcpus >= than.vcpus)
    .sort((a, b) => a.priceCents - b.priceCents)[0];
}
