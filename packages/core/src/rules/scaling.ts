import { type Catalog, DEFAULT_SIZE_SLUG, findSize, type InstanceSize } from "../catalog/index.ts";
import { removeKey } from "./fixes.ts";
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
  about: ["autoscaling"],
  check(context) {
    for (const component of context.containers) {
      const { autoscaling, instance_count: count } = component.spec;
      // Zero is how the API writes "not set".
      if (autoscaling && count)
        context.report({
          path: [...component.path, "instance_count"],
          at: "key",
          message: `\`instance_count\` must not be set beside \`autoscaling\`, which decides the number of instances itself. Remove \`instance_count\`; \`autoscaling.min_instance_count: ${count}\` keeps at least as many.`,
          fixes: (document) => removeKey(document, [...component.path, "instance_count"]),
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
  about: ["instance_count"],
  check(context) {
    for (const { path, spec } of context.containers) {
      const count = spec.instance_count ?? 1;
      if (count < 2 || spec.autoscaling || context.mistaken(path, "instance_size_slug")) continue;
      const size = findSize(spec.instance_size_slug || DEFAULT_SIZE_SLUG, context.catalog);
      if (!size?.singleInstanceOnly) continue;
      const which = spec.instance_size_slug ? code(size.slug) : `The default size, ${code(size.slug)},`;
      const larger = cheapestSize(size, context.catalog, (other) => !other.singleInstanceOnly);
      const instead = larger ? `write \`instance_size_slug: ${larger.slug}\`, or ` : "";
      context.report({
        path: [...path, "instance_count"],
        message: `${which} runs one instance only. For ${count} instances ${instead}set \`instance_count: 1\`.`,
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

export const SCALING_RULES = [scaleExclusive, scaleSingleInstance, scale250];

/** The cheapest current size that is no smaller than another and allows what is asked. */
export function cheapestSize(
  than: InstanceSize,
  catalog: Catalog,
  allows: (size: InstanceSize) => boolean,
): InstanceSize | undefined {
  return catalog.sizes
    .filter((size) => !size.legacy && allows(size))
    .filter((size) => size.memoryMib >= than.memoryMib && size.vcpus >= than.vcpus)
    .sort((a, b) => a.priceCents - b.priceCents)[0];
}
