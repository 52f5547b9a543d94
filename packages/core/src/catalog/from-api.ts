import { type Catalog, DEFAULT_CATALOG, findSize } from "./catalog.ts";
import { REGIONS, type Region } from "./regions.ts";
import type { InstanceSize } from "./sizes.ts";

type Answer = Record<string, unknown>;

const BYTES_PER_MIB = 1024 * 1024;

/**
 * Builds a catalogue from the answers of `GET /v2/apps/tiers/instance_sizes` and `GET /v2/apps/regions` (the whole
 * bodies, unchecked). Numbers come as strings and false booleans are left out. Unknown slugs are kept. What the
 * API does not tell (legacy sizes, the other prices) or cannot be read comes from the built-in data.
 *
 * @param asOf the day of the answers, `YYYY-MM-DD`
 */
export function catalogFromApi(sizesResponse: unknown, regionsResponse: unknown, asOf: string): Catalog {
  const sizes = records(sizesResponse, "instance_sizes").flatMap(readSize);
  const regions = records(regionsResponse, "regions").flatMap(readRegion);
  const live = new Set(sizes.map((size) => size.slug));
  return {
    asOf,
    source: "the App Platform API of this account",
    // Legacy sizes are not listed, yet old apps carry them.
    sizes:
      sizes.length > 0
        ? [...sizes, ...DEFAULT_CATALOG.sizes.filter((size) => size.legacy && !live.has(size.slug))]
        : DEFAULT_CATALOG.sizes,
    prices: DEFAULT_CATALOG.prices,
    regions: regions.length > 0 ? regions : REGIONS,
  };
}

/** A size without a slug or a price is of no use, so it is left out unless the built-in data can complete it. */
function readSize(raw: Answer): InstanceSize[] {
  const slug = textOf(raw.slug);
  if (!slug) return [];
  const known = findSize(slug);
  const priceCents = cents(raw.usd_per_month) ?? known?.priceCents;
  if (priceCents === undefined) return [];
  const memoryBytes = whole(raw.memory_bytes);
  return [
    {
      slug,
      name: textOf(raw.name) ?? known?.name ?? slug,
      cpuType: raw.cpu_type === "DEDICATED" ? "dedicated" : "shared",
      vcpus: whole(raw.cpus) ?? known?.vcpus ?? 0,
      memoryMib:
        memoryBytes === undefined ? (known?.memoryMib ?? 0) : Math.floor(memoryBytes / BYTES_PER_MIB),
      priceCents,
      bandwidthGib: whole(raw.bandwidth_allowance_gib) ?? known?.bandwidthGib ?? 0,
      singleInstanceOnly: raw.single_instance_only === true,
      scalable: raw.scalable === true,
      legacy: raw.deprecation_intent === true || known?.legacy === true,
    },
  ];
}

function readRegion(raw: Answer): Region[] {
  const slug = textOf(raw.slug);
  if (!slug) return [];
  return [
    {
      slug,
      label: textOf(raw.label) ?? slug,
      continent: textOf(raw.continent) ?? "",
      dataCenters: Array.isArray(raw.data_centers)
        ? raw.data_centers.filter((item): item is string => typeof item === "string")
        : [],
      disabled: raw.disabled === true,
    },
  ];
}

/** Reads dollars written as a decimal (`"5.00"`) without ever making a float of them. */
function cents(raw: unknown): number | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,2})\d*)?$/.exec(decimal(raw));
  return match ? Number(match[1]) * 100 + Number((match[2] ?? "").padEnd(2, "0")) : undefined;
}

function whole(raw: unknown): number | undefined {
  return /^\d{1,15}$/.test(decimal(raw)) ? Number(raw) : undefined;
}

function textOf(raw: unknown): string | undefined {
  return typeof raw === "string" && raw !== "" ? raw : undefined;
}

function decimal(raw: unknown): string {
  return typeof raw === "string" || typeof raw === "number" ? String(raw) : "";
}

function records(response: unknown, key: string): Answer[] {
  const list: unknown = isRecord(response) ? response[key] : undefined;
  return Array.isArray(list) ? list.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Answer {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
