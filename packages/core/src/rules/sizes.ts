import { type Catalog, currentSizeFor, findSize, type InstanceSize } from "../catalog/index.ts";
import { hasPlaceholder, nearest } from "../spec/schema/index.ts";
import { replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code } from "./words.ts";

const sizeUnknown: Rule = {
  id: "size-unknown",
  severity: "warning",
  title: "`instance_size_slug` is a size that App Platform has",
  explanation:
    "The built-in list of sizes may be older than the platform, so an unknown slug is a warning; against the account's own list it is an error.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-s-2vcpu-8gb
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-s-2vcpu-4gb
  `,
  about: ["instance_size_slug"],
  check(context) {
    const { catalog, catalogIsLive } = context;
    for (const { path, spec } of context.containers) {
      const slug = spec.instance_size_slug;
      if (!slug || findSize(slug, catalog) || hasPlaceholder(slug)) continue;
      const current = catalog.sizes.filter((size) => !size.legacy).map((size) => size.slug);
      const meant = successor(slug, catalog) ?? nearest(slug, current);
      const hint = meant ? `Did you mean ${code(meant)}?` : `The sizes are ${current.join(", ")}.`;
      const at = [...path, "instance_size_slug"];
      context.report({
        path: at,
        severity: catalogIsLive ? "error" : "warning",
        message: catalogIsLive
          ? `App Platform has no size ${code(slug)}. ${hint}`
          : `${code(slug)} is no size that was known on ${catalog.asOf}. ${hint}`,
        fixes: (document) => (meant ? replaceValue(document, at, meant) : []),
      });
    }
  },
};

const sizeLegacy: Rule = {
  id: "size-legacy",
  severity: "warning",
  title: "Legacy sizes have successors",
  explanation:
    "The `basic-*` and `professional-*` sizes are kept for apps that were created before 7 May 2024. New ones should take a size of the current list, some of which cost less for the same machine.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: basic-xxs
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      instance_size_slug: apps-s-1vcpu-0.5gb
  `,
  about: ["instance_size_slug"],
  check(context) {
    for (const { path, spec } of context.containers) {
      const old = spec.instance_size_slug ? findSize(spec.instance_size_slug, context.catalog) : undefined;
      if (!old?.legacy) continue;
      const current = currentSizeFor(old.slug, context.catalog);
      const at = [...path, "instance_size_slug"];
      context.report({
        path: at,
        message: `${code(old.slug)} is a size of apps from before May 2024. ${current ? `Its successor is ${code(current.slug)} (${machine(current)}, ${priceChange(old, current)}).` : "Write one of the `apps-…` sizes."}`,
        fixes: (document) =>
          current
            ? replaceValue(
                document,
                at,
                current.slug,
                `Use ${current.slug} (${dollars(old)} → ${dollars(current)} a month)`,
              )
            : [],
      });
    }
  },
};

export const SIZE_RULES = [sizeUnknown, sizeLegacy];

/** What to write for a size of droplets, or for a legacy size that is not written as the platform does. */
function successor(slug: string, catalog: Catalog): string | undefined {
  // A droplet's size.
  if (catalog.sizes.some((size) => size.slug === `apps-${slug}`)) return `apps-${slug}`;
  const legacy = catalog.sizes.filter((size) => size.legacy).map((size) => size.slug);
  const old =
    legacy.find((known) => known === slug.toLowerCase().replaceAll("_", "-")) ?? nearest(slug, legacy, 1);
  return old === undefined ? undefined : currentSizeFor(old, catalog)?.slug;
}

function machine(size: InstanceSize): string {
  const memory = size.memoryMib < 1024 ? `${size.memoryMib} MiB` : `${size.memoryMib / 1024} GiB`;
  return `${size.vcpus} vCPU, ${memory}`;
}

function priceChange(old: InstanceSize, current: InstanceSize): string {
  return old.priceCents === current.priceCents
    ? `${dollars(current)} a month as before`
    : `${dollars(current)} a month instead of ${dollars(old)}`;
}

function dollars({ priceCents }: InstanceSize): string {
  return `$${(priceCents / 100).toFixed(2)}`;
}
