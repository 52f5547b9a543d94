/** An instance size as `GET /v2/apps/tiers/instance_sizes` returns it: numbers are strings, false is left out. */
export interface InstanceSize {
  slug: string;
  name: string;
  cpu_type: "SHARED" | "DEDICATED";
  cpus: string;
  memory_bytes: string;
  usd_per_month: string;
  usd_per_second: string;
  tier_slug: "basic" | "professional";
  bandwidth_allowance_gib: string;
  single_instance_only?: true;
  scalable?: true;
}

export const DEFAULT_SIZE = "apps-s-1vcpu-0.5gb";

/** The API reference's own example answer, column by column. A billing month is 28 days of 86,400 seconds. */
const CURRENT = [
  // slug, memory MiB, USD a month, USD a second, GiB out, only one instance
  ["apps-s-1vcpu-0.5gb", 512, "5.00", "0.000002066799", 50, true],
  ["apps-s-1vcpu-1gb-fixed", 1024, "10.00", "0.000004133598", 100, true],
  ["apps-s-1vcpu-1gb", 1024, "12.00", "0.000004960317", 150, false],
  ["apps-s-1vcpu-2gb", 2048, "25.00", "0.000010333995", 200, false],
  ["apps-s-2vcpu-4gb", 4096, "50.00", "0.000020667989", 250, false],
  ["apps-d-1vcpu-0.5gb", 512, "29.00", "0.000011987434", 100, false],
  ["apps-d-1vcpu-1gb", 1024, "34.00", "0.000014054233", 200, false],
  ["apps-d-1vcpu-2gb", 2048, "39.00", "0.000016121032", 300, false],
  ["apps-d-1vcpu-4gb", 4096, "49.00", "0.000020254630", 400, false],
  ["apps-d-2vcpu-4gb", 4096, "78.00", "0.000032242063", 500, false],
  ["apps-d-2vcpu-8gb", 8192, "98.00", "0.000040509259", 600, false],
  ["apps-d-4vcpu-8gb", 8192, "156.00", "0.000064484127", 700, false],
  ["apps-d-4vcpu-16gb", 16384, "196.00", "0.000081018519", 800, false],
  ["apps-d-8vcpu-32gb", 32768, "392.00", "0.000162037037", 900, false],
] as const;

/** Slugs of apps from before May 2024. They still deploy, and are not in the list that the platform returns. */
const LEGACY_USD_PER_MONTH: Record<string, number> = {
  "basic-xxs": 5,
  "basic-xs": 10,
  "basic-s": 20,
  "basic-m": 40,
  "professional-xs": 12,
  "professional-s": 25,
  "professional-m": 50,
  "professional-1l": 75,
  "professional-l": 150,
  "professional-xl": 300,
};

export const INSTANCE_SIZES: readonly InstanceSize[] = CURRENT.map(
  ([slug, mebibytes, usdPerMonth, usdPerSecond, gibibytesOut, single]) => {
    const dedicated = slug.startsWith("apps-d-");
    const cpus = /-(\d+)vcpu/.exec(slug)?.[1] ?? "1";
    const memory = /([\d.]+)gb/.exec(slug)?.[1] ?? "1";
    const fixed = slug.endsWith("-fixed") ? " Fixed" : "";
    return {
      bandwidth_allowance_gib: String(gibibytesOut),
      cpu_type: dedicated ? "DEDICATED" : "SHARED",
      cpus,
      memory_bytes: String(mebibytes * 1024 * 1024),
      name: `${dedicated ? "Dedicated" : "Shared"} ${cpus}VCPU ${memory}GB${fixed}`,
      ...(dedicated ? { scalable: true as const } : {}),
      ...(single ? { single_instance_only: true as const } : {}),
      slug,
      tier_slug: single ? "basic" : "professional",
      usd_per_month: usdPerMonth,
      usd_per_second: usdPerSecond,
    };
  },
);

export function findSize(slug: string): InstanceSize | undefined {
  return INSTANCE_SIZES.find((size) => size.slug === slug);
}

export function isKnownSize(slug: string): boolean {
  return findSize(slug) !== undefined || Object.hasOwn(LEGACY_USD_PER_MONTH, slug);
}

export function canAutoscale(slug: string): boolean {
  return findSize(slug)?.scalable === true || /^professional-(1l|l|xl)$/.test(slug);
}

export function tierOf(slug: string): "basic" | "professional" {
  return findSize(slug)?.tier_slug ?? (slug.startsWith("basic") ? "basic" : "professional");
}

export function usdPerMonth(slug: string): number {
  return Number(findSize(slug)?.usd_per_month ?? LEGACY_USD_PER_MONTH[slug] ?? 0);
}
