import { type Catalog, DEFAULT_CATALOG, DEFAULT_SIZE_SLUG, findSize } from "../catalog/index.ts";
import { componentsOf, indexedRecords, type UncheckedComponent } from "../spec/components.ts";
import type { Path } from "../spec/path.ts";
import { copyPlain, isRecord, type PlainRecord, textOf } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { code } from "../spec/schema/words.ts";
import { isListed, shown, sourcesOf } from "./preview/sources.ts";

/** What a spec from outside may bring in, each by its word in a list of things allowed. */
export const ALLOWABLE = [
  "name",
  "domains",
  "egress",
  "vpc",
  "log-destinations",
  "clusters",
  "scheduled-jobs",
] as const;

export type Allowable = (typeof ALLOWABLE)[number];

export interface SpecPolicy {
  /** The repository that the spec is in: its components may be built from it. `github.com/octo/shop`. */
  readonly repository: string;
  /** The app that the spec must describe. Default: the one that the base describes. */
  readonly appName?: string | undefined;
  readonly allow?: readonly Allowable[];
  /** Other repositories and images, such as `octo/lib`, `gitlab.com/octo/lib` or `ghcr.io/octo/api`. */
  readonly allowSources?: readonly string[];
  /** No component may have a dearer size than this one. */
  readonly maxSize?: string | undefined;
  /** No component may have more instances. */
  readonly maxCount?: number | undefined;
}

/** Something that a spec from outside may not do by itself. */
export interface PolicyViolation {
  readonly code: `policy-${Allowable | "source" | "size" | "count"}`;
  readonly path: Path;
  readonly message: string;
}

/**
 * What an untrusted spec asks for that its base does not have, and that would cost, leak or take over something: it
 * is decided before anybody is asked about the spec. What the base has is known and stays allowed.
 *
 * @param base the spec at the commit that the change is made on; `undefined` where there is none
 */
export function checkPolicy(
  spec: AppSpec,
  base: AppSpec | undefined,
  policy: SpecPolicy,
  catalog: Catalog = DEFAULT_CATALOG,
): PolicyViolation[] {
  const allowed = new Set<string>(policy.allow ?? []);
  const found = [
    ...otherName(spec, policy.appName ?? textOf(base?.name)),
    ...newDomains(spec, base),
    ...newEgress(spec, base),
    ...newNetwork(spec, base),
    ...newLogDestinations(spec, base),
    ...newClusters(spec, base),
    ...newScheduledJobs(spec, base),
  ];
  return [
    ...found.filter(({ code: id }) => !allowed.has(id.slice("policy-".length))),
    ...foreignSources(spec, base, policy),
    ...limits(spec, policy, catalog),
  ];
}

/** Under another name it would be compared with that app, for everyone to read, and then replace it. */
function otherName(spec: AppSpec, pinned: string | undefined): PolicyViolation[] {
  const name = textOf(spec.name);
  if (name !== undefined && name === pinned) return [];
  return [
    violation(
      "name",
      ["name"],
      pinned === undefined
        ? `The base commit has no spec here that says whether this may be the app ${code(name ?? "")}`
        : `The app's name changes from ${code(pinned)} to ${code(name ?? "")}`,
    ),
  ];
}

function newDomains(spec: AppSpec, base: AppSpec | undefined): PolicyViolation[] {
  const known = new Set(hosts(base).map(({ host }) => host));
  return hosts(spec)
    .filter(({ host }) => !known.has(host))
    .map(({ host, path }) => violation("domains", path, `The domain ${code(host)} is new`));
}

function hosts(spec: AppSpec | undefined): { host: string; path: Path }[] {
  const list: unknown = spec?.domains;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown, index) => {
    const host = textOf(isRecord(item) ? item.domain : item)?.toLowerCase();
    return host === undefined ? [] : [{ host, path: ["domains", index] }];
  });
}

function newEgress(spec: AppSpec, base: AppSpec | undefined): PolicyViolation[] {
  const dedicated = (of: AppSpec | undefined) => isRecord(of?.egress) && of.egress.type === "DEDICATED_IP";
  if (!dedicated(spec) || dedicated(base)) return [];
  return [violation("egress", ["egress", "type"], "Dedicated egress addresses are new, and cost")];
}

function newNetwork(spec: AppSpec, base: AppSpec | undefined): PolicyViolation[] {
  const network = (of: AppSpec | undefined) => (isRecord(of?.vpc) ? textOf(of.vpc.id) : undefined);
  const id = network(spec);
  if (id === undefined || id === network(base)) return [];
  return [violation("vpc", ["vpc", "id"], "The app joins another private network")];
}

function newLogDestinations(spec: AppSpec, base: AppSpec | undefined): PolicyViolation[] {
  const known = new Set(logDestinations(base).map(({ key }) => key));
  return logDestinations(spec)
    .filter(({ key }) => !known.has(key))
    .map(({ name, component, path }) =>
      violation("log-destinations", path, `${code(component)} sends its logs to ${code(name)}, which is new`),
    );
}

/** The whole entry is the key: the same name with another endpoint leads elsewhere. */
function logDestinations(spec: AppSpec | undefined) {
  return componentsOf(spec ?? {}).flatMap(({ name: component, path, value }) =>
    indexedRecords(value, "log_destinations").map(({ index, value: destination }) => ({
      component,
      name: textOf(destination.name) ?? "a destination without a name",
      path: [...path, "log_destinations", index],
      key: JSON.stringify([component, sorted(copyPlain(destination))]),
    })),
  );
}

function newClusters(spec: AppSpec, base: AppSpec | undefined): PolicyViolation[] {
  const known = new Set(clusters(base).map(({ cluster }) => cluster));
  return clusters(spec)
    .filter(({ cluster }) => !known.has(cluster))
    .map(({ cluster, path }) =>
      violation(
        "clusters",
        path,
        `The app is attached to the database cluster ${code(cluster)}, which is new`,
      ),
    );
}

/** Clusters of the account: what is not one is a dev database, which the app brings with it. */
function clusters(spec: AppSpec | undefined): { cluster: string; path: Path }[] {
  return indexedRecords(spec, "databases").flatMap(({ index, value }) => {
    const cluster =
      textOf(value.cluster_name) ?? (value.production === true ? textOf(value.name) : undefined);
    return cluster === undefined ? [] : [{ cluster, path: ["databases", index] }];
  });
}

function newScheduledJobs(spec: AppSpec, base: AppSpec | undefined): PolicyViolation[] {
  const known = new Set(scheduledJobs(base).map(({ name }) => name));
  return scheduledJobs(spec)
    .filter(({ name }) => !known.has(name))
    .map(({ name, path }) =>
      violation("scheduled-jobs", path, `The job ${code(name)} runs by the clock, and is new`),
    );
}

function scheduledJobs(spec: AppSpec | undefined): UncheckedComponent[] {
  return componentsOf(spec ?? {}).filter(
    ({ list, value }) => list === "jobs" && (value.kind === "SCHEDULED" || isRecord(value.schedule)),
  );
}

function foreignSources(
  spec: AppSpec,
  base: AppSpec | undefined,
  { repository, allowSources = [] }: SpecPolicy,
): PolicyViolation[] {
  const known = new Set(
    componentsOf(base ?? {}).flatMap((component) => sourcesOf(component).map(({ id }) => id)),
  );
  const listed = [repository, ...allowSources].map((source) => source.toLowerCase());
  return componentsOf(spec).flatMap((component) =>
    sourcesOf(component)
      .filter((source) => !known.has(source.id) && !listed.some((each) => isListed(source, each)))
      .map((source) => ({
        code: "policy-source" as const,
        path: [...component.path, source.kind],
        message: `${code(component.name)} ${source.kind === "image" ? "runs" : "is built from"} ${code(shown(source))}, which is neither this repository nor in the base commit's spec. A maintainer can allow it with \`source:${source.id}\`.`,
      })),
  );
}

function limits(spec: AppSpec, { maxSize, maxCount }: SpecPolicy, catalog: Catalog): PolicyViolation[] {
  const cap = maxSize === undefined ? undefined : findSize(maxSize, catalog);
  return componentsOf(spec).flatMap(({ list, name, path, value }) => {
    // Static sites and functions run on nothing that has a size.
    if (list === "static_sites" || list === "functions") return [];
    const slug = textOf(value.instance_size_slug) ?? DEFAULT_SIZE_SLUG;
    const dearer = (findSize(slug, catalog)?.priceCents ?? Number.POSITIVE_INFINITY) > (cap?.priceCents ?? 0);
    const count = mostInstances(value);
    return [
      ...(cap && dearer
        ? [
            {
              code: "policy-size" as const,
              path: [...path, "instance_size_slug"],
              message: `${code(name)} has the size ${code(slug)}, which is dearer than ${code(cap.slug)}, the most that is allowed here.`,
            },
          ]
        : []),
      ...(maxCount !== undefined && count.most > maxCount
        ? [
            {
              code: "policy-count" as const,
              path: [...path, ...count.path],
              message: `${code(name)} has up to ${count.most} instances, and ${maxCount} are allowed here.`,
            },
          ]
        : []),
    ];
  });
}

function mostInstances({ autoscaling, instance_count }: PlainRecord): { most: number; path: Path } {
  const most = isRecord(autoscaling) ? autoscaling.max_instance_count : undefined;
  if (typeof most === "number") return { most, path: ["autoscaling", "max_instance_count"] };
  return { most: typeof instance_count === "number" ? instance_count : 1, path: ["instance_count"] };
}

function violation(what: Allowable, path: Path, sentence: string): PolicyViolation {
  return {
    code: `policy-${what}`,
    path,
    message: `${sentence}. A maintainer can allow it with \`${what}\`.`,
  };
}

/** With keys in order: two spellings of one map are the same. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
