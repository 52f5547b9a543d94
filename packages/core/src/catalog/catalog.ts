import { PRICES, type Prices } from "./prices.ts";
import { REGIONS, type Region } from "./regions.ts";
import { type InstanceSize, SIZES } from "./sizes.ts";

/** Sizes, prices and regions at one moment. A live one, read with a token, replaces the built-in one. */
export interface Catalog {
  /** The day the data was true, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Where it was read. */
  readonly source: string;
  readonly sizes: readonly InstanceSize[];
  readonly prices: Prices;
  readonly regions: readonly Region[];
}

/** What the toolkit knows without asking: good for offline checks, older than a live account. */
export const DEFAULT_CATALOG: Catalog = {
  asOf: "2026-03-23",
  source:
    "DigitalOcean API reference of 23 March 2026 (instance sizes, regions) and App Platform pricing page of 29 August 2025",
  sizes: SIZES,
  prices: PRICES,
  regions: REGIONS,
};

/** The size of a slug, or `undefined` where the catalogue does not know it (it may be newer than the catalogue). */
export function findSize(slug: string, catalog: Catalog = DEFAULT_CATALOG): InstanceSize | undefined {
  let sizes = SIZES_BY_SLUG.get(catalog.sizes);
  if (!sizes) {
    sizes = new Map(catalog.sizes.toReversed().map((size) => [size.slug, size]));
    SIZES_BY_SLUG.set(catalog.sizes, sizes);
  }
  return sizes.get(slug);
}

/** Each component of a spec is looked up several times. Who has other sizes makes another list of them. */
const SIZES_BY_SLUG = new WeakMap<Catalog["sizes"], ReadonlyMap<string, InstanceSize>>();

/**
 * The current size that takes the place of a legacy one: the same CPU type, CPUs and memory, and among those the
 * same price where there is one. The price can differ (`basic-s` costs less than its successor,
 * `professional-xl` more). `undefined` for a slug that is not legacy or has no such size.
 */
export function currentSizeFor(
  legacySlug: string,
  catalog: Catalog = DEFAULT_CATALOG,
): InstanceSize | undefined {
  const old = findSize(legacySlug, catalog);
  if (!old?.legacy) return undefined;
  const sameHardware = catalog.sizes.filter(
    (size) =>
      !size.legacy &&
      size.cpuType === old.cpuType &&
      size.vcpus === old.vcpus &&
      size.memoryMib === old.memoryMib,
  );
  return sameHardware.find((size) => size.priceCents === old.priceCents) ?? sameHardware[0];
}

/** The region of a slug, or `undefined`. */
export function findRegion(slug: string, catalog: Catalog = DEFAULT_CATALOG): Region | undefined {
  return catalog.regions.find((region) => region.slug === slug);
}

/** The region that a data centre's slug stands for (`nyc1` → `nyc`): a common slip, for Droplets are named so. */
export function regionOfDataCenter(slug: string, catalog: Catalog = DEFAULT_CATALOG): Region | undefined {
  const listed = catalog.regions.find((region) => region.dataCenters.includes(slug));
  return listed ?? (/^[a-z]{3}\d$/.test(slug) ? findRegion(slug.slice(0, 3), catalog) : undefined);
}
