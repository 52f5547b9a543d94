/** An instance size of services, workers and jobs, as `GET /v2/apps/tiers/instance_sizes` describes it. */
export interface InstanceSize {
  readonly slug: string;
  readonly name: string;
  readonly cpuType: "shared" | "dedicated";
  readonly vcpus: number;
  readonly memoryMib: number;
  /** US cents for one instance over a whole month: 28 days are billed, the rest of a longer month is free. */
  readonly priceCents: number;
  readonly bandwidthGib: number;
  /** True where `instance_count` must stay 1. */
  readonly singleInstanceOnly: boolean;
  /** True where `autoscaling` is allowed, which is not the same as allowing a count above 1. */
  readonly scalable: boolean;
  /** True for the sizes of apps created before 7 May 2024: they still run, new components should not use them. */
  readonly legacy: boolean;
}

/** What a component gets when its `instance_size_slug` is left out. */
export const DEFAULT_SIZE_SLUG = "apps-s-1vcpu-0.5gb";

type Scaling = "one instance" | "several instances" | "autoscaling";

/** The example answer of `GET /v2/apps/tiers/instance_sizes`, which agrees with the pricing page in every figure. */
const CURRENT: readonly InstanceSize[] = [
  size("apps-s-1vcpu-0.5gb", "Shared 1VCPU 0.5GB", 1, 512, 5_00, 50, "one instance"),
  size("apps-s-1vcpu-1gb-fixed", "Shared 1VCPU 1GB Fixed", 1, 1024, 10_00, 100, "one instance"),
  size("apps-s-1vcpu-1gb", "Shared 1VCPU 1GB", 1, 1024, 12_00, 150, "several instances"),
  size("apps-s-1vcpu-2gb", "Shared 1VCPU 2GB", 1, 2048, 25_00, 200, "several instances"),
  size("apps-s-2vcpu-4gb", "Shared 2VCPU 4GB", 2, 4096, 50_00, 250, "several instances"),
  size("apps-d-1vcpu-0.5gb", "Dedicated 1VCPU 0.5GB", 1, 512, 29_00, 100, "autoscaling"),
  size("apps-d-1vcpu-1gb", "Dedicated 1VCPU 1GB", 1, 1024, 34_00, 200, "autoscaling"),
  size("apps-d-1vcpu-2gb", "Dedicated 1VCPU 2GB", 1, 2048, 39_00, 300, "autoscaling"),
  size("apps-d-1vcpu-4gb", "Dedicated 1VCPU 4GB", 1, 4096, 49_00, 400, "autoscaling"),
  size("apps-d-2vcpu-4gb", "Dedicated 2VCPU 4GB", 2, 4096, 78_00, 500, "autoscaling"),
  size("apps-d-2vcpu-8gb", "Dedicated 2VCPU 8GB", 2, 8192, 98_00, 600, "autoscaling"),
  size("apps-d-4vcpu-8gb", "Dedicated 4VCPU 8GB", 4, 8192, 156_00, 700, "autoscaling"),
  size("apps-d-4vcpu-16gb", "Dedicated 4VCPU 16GB", 4, 16384, 196_00, 800, "autoscaling"),
  size("apps-d-8vcpu-32gb", "Dedicated 8VCPU 32GB", 8, 32768, 392_00, 900, "autoscaling"),
];

/** The legacy section of the pricing page. The API lists none of them, and the page gives them no names. */
const LEGACY: readonly InstanceSize[] = [
  legacy("basic-xxs", 1, 512, 5_00, 40, "one instance"),
  legacy("basic-xs", 1, 1024, 10_00, 40, "one instance"),
  legacy("basic-s", 1, 2048, 20_00, 40, "one instance"),
  legacy("basic-m", 2, 4096, 40_00, 40, "one instance"),
  legacy("professional-xs", 1, 1024, 12_00, 100, "several instances"),
  legacy("professional-s", 1, 2048, 25_00, 100, "several instances"),
  legacy("professional-m", 2, 4096, 50_00, 100, "several instances"),
  legacy("professional-1l", 1, 4096, 75_00, 100, "autoscaling"),
  legacy("professional-l", 2, 8192, 150_00, 100, "autoscaling"),
  legacy("professional-xl", 4, 16384, 300_00, 100, "autoscaling"),
];

export const SIZES: readonly InstanceSize[] = [...CURRENT, ...LEGACY];

function size(
  slug: string,
  name: string,
  vcpus: number,
  memoryMib: number,
  priceCents: number,
  bandwidthGib: number,
  scaling: Scaling,
): InstanceSize {
  return {
    slug,
    name,
    // Autoscaling is what the dedicated sizes, and only they, allow.
    cpuType: scaling === "autoscaling" ? "dedicated" : "shared",
    vcpus,
    memoryMib,
    priceCents,
    bandwidthGib,
    singleInstanceOnly: scaling === "one instance",
    scalable: scaling === "autoscaling",
    legacy: false,
  };
}

function legacy(
  slug: string,
  vcpus: number,
  memoryMib: number,
  priceCents: number,
  bandwidthGib: number,
  scaling: Scaling,
): InstanceSize {
  return { ...size(slug, slug, vcpus, memoryMib, priceCents, bandwidthGib, scaling), legacy: true };
}
