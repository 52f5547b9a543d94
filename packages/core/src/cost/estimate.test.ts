import { describe, expect, test } from "vitest";
import { catalogFromApi } from "../catalog/index.ts";
import { parseSpec } from "../spec/document.ts";
import { type EstimateOptions, estimateCost } from "./estimate.ts";
import { formatRange } from "./format.ts";

const estimate = (yaml: string, options?: EstimateOptions) => estimateCost(parseSpec(yaml).spec, options);
const notes = (yaml: string, options?: EstimateOptions) =>
  estimate(yaml, options).notes.map(({ code, message, component }) =>
    component ? `${code} ${component}: ${message}` : `${code}: ${message}`,
  );
/** What the sum is, and how it is made. */
const bill = (yaml: string, options?: EstimateOptions) => {
  const { monthly, components } = estimate(yaml, options);
  return [
    ...components.map((item) => `${item.name} ${item.counted ? formatRange(item.monthly) : "not counted"}`),
    `sum ${formatRange(monthly)}`,
  ];
};

describe("what is counted", () => {
  test("the whole of it: autoscaling, a count, the default size, a dev database and a dedicated IP", () => {
    const yaml = `
      name: shop
      services:
        - { name: web, instance_size_slug: apps-d-1vcpu-1gb, autoscaling: { min_instance_count: 2, max_instance_count: 6 } }
        - { name: api, instance_size_slug: apps-s-1vcpu-1gb, instance_count: 2 }
      workers:
        - { name: queue }
      databases:
        - { name: db, engine: PG }
      egress: { type: DEDICATED_IP }`;
    expect(bill(yaml)).toEqual([
      "web $68.00–$204.00",
      "api $24.00",
      "queue $5.00",
      "db $7.00",
      "dedicated egress IP $25.00",
      "sum $129.00–$265.00",
    ]);
    expect(estimate(yaml).components[0]).toEqual({
      kind: "service",
      name: "web",
      path: "services.0",
      counted: true,
      monthly: { low: 68, high: 204 },
      size: "apps-d-1vcpu-1gb",
      count: { low: 2, high: 6 },
      unitCents: 3400,
    });
    expect(notes(yaml)).toEqual([
      "default-size queue: `queue` names no size and gets `apps-s-1vcpu-0.5gb`.",
      "bandwidth: Outbound transfer is not counted: this app brings 400 GiB a month, and what the team uses beyond all its allowances costs $0.02 per GiB.",
    ]);
  });

  test("a legacy size at its old price", () => {
    const yaml = "services: [{ name: web, instance_size_slug: professional-xs, instance_count: 3 }]";
    expect(bill(yaml)).toEqual(["web $36.00", "sum $36.00"]);
    expect(estimate(yaml).components[0]?.legacy).toBe(true);
    expect(notes(yaml)[0]).toBe(
      "legacy-size web: `web` uses `professional-xs`, a size of apps created before 7 May 2024. It is counted at its old price.",
    );
  });

  test("the account's own prices, where a live catalogue is there", () => {
    const live = catalogFromApi(
      { instance_sizes: [{ slug: "apps-s-1vcpu-0.5gb", usd_per_month: "6.50" }] },
      {},
      "2026-10-01",
    );
    expect(bill("services: [{ name: web }]", { catalog: live })).toEqual(["web $6.50", "sum $6.50"]);
    expect(estimate("services: []", { catalog: live }).catalog.asOf).toBe("2026-10-01");
  });
});

describe("what is named and not counted", () => {
  test("a job, which is billed while it runs", () => {
    const yaml = "jobs: [{ name: migrate, kind: PRE_DEPLOY, instance_size_slug: apps-d-8vcpu-32gb }]";
    expect(bill(yaml)).toEqual(["migrate not counted", "sum $0.00"]);
    expect(notes(yaml)[0]).toBe(
      "job migrate: Job `migrate` is billed per second while it runs and not counted: an hour of it costs at most $0.59.",
    );
  });

  test("functions", () => {
    const yaml = "functions: [{ name: fn }]";
    expect(bill(yaml)).toEqual(["fn not counted", "sum $0.00"]);
    expect(notes(yaml)[0]).toBe(
      "functions fn: Functions `fn` are billed by use and not counted: $0.0000185 per GiB-second, after 90,000 free ones a month for the account.",
    );
  });

  test("a production cluster", () => {
    const yaml = "databases: [{ name: db, production: true, cluster_name: main }]";
    expect(bill(yaml)).toEqual(["db not counted", "sum $0.00"]);
    expect(notes(yaml)).toEqual([
      "production-database db: Database `db` is a managed cluster: Managed Databases bills it at a price that the spec does not tell. It is not counted.",
    ]);
  });

  test("a size that is newer than the price list", () => {
    const yaml = `services:
      - { name: web, instance_size_slug: apps-d-64vcpu-1tb, instance_count: 2 }
      - { name: api }`;
    expect(bill(yaml)).toEqual(["web not counted", "api $5.00", "sum $5.00"]);
    expect(estimate(yaml).components[0]).toMatchObject({
      size: "apps-d-64vcpu-1tb",
      count: { low: 2, high: 2 },
    });
    expect(notes(yaml)[0]).toBe(
      "unknown-size web: The size of `web` is not in the price list of 2026-03-23, so `web` is not counted.",
    );
  });
});

describe("special prices", () => {
  test("static sites cost nothing beside a service", () => {
    const yaml = "services: [{ name: api }]\nstatic_sites: [{ name: web }]";
    expect(bill(yaml)).toEqual(["api $5.00", "web $0.00", "sum $5.00"]);
  });

  test("an app of static sites is free, with a note on how many are", () => {
    const yaml = "static_sites: [{ name: web }, { name: docs }]";
    expect(bill(yaml, { otherStaticApps: 2 })).toEqual(["web $0.00", "docs $0.00", "sum $0.00"]);
    expect(notes(yaml).at(-1)).toBe(
      "static-app: An app of static sites is free as long as the account has at most 3 of them; each further one costs $3.00 a month.",
    );
  });

  test("the fourth one costs $3.00, not for each site but once", () => {
    const yaml = "static_sites: [{ name: web }, { name: docs }]";
    expect(bill(yaml, { otherStaticApps: 3 })).toEqual([
      "web $0.00",
      "docs $0.00",
      "static app $3.00",
      "sum $3.00",
    ]);
  });

  test("an archived app pays for what is not a component", () => {
    const yaml = `
      services: [{ name: web, instance_count: 2, instance_size_slug: apps-s-1vcpu-1gb }]
      databases: [{ name: db }]
      maintenance: { archive: true }`;
    expect(bill(yaml)).toEqual(["web $0.00", "db $7.00", "sum $7.00"]);
    expect(notes(yaml)[0]).toMatch(/^archived: The app is archived/);
  });

  test("a service that sleeps is counted as awake", () => {
    const yaml = "services: [{ name: web, inactivity_sleep: { after_seconds: 600 } }]";
    expect(bill(yaml)).toEqual(["web $5.00", "sum $5.00"]);
    expect(notes(yaml)).toContain(
      "inactivity-sleep web: Service `web` sleeps when idle and then costs 10 % of its price. It is counted as if it never slept.",
    );
  });
});

describe("what cannot be read", () => {
  test("a count in quotes counts as the default, and says so", () => {
    const yaml = `services: [{ name: web, instance_count: "3" }]`;
    expect(bill(yaml)).toEqual(["web $5.00", "sum $5.00"]);
    expect(notes(yaml)).toContain(
      "unreadable web: `instance_count` of `web` is not a whole number above zero, so it is not counted.",
    );
  });

  test("a half-written autoscaling counts its minimum", () => {
    const yaml =
      "services: [{ name: web, instance_size_slug: apps-d-1vcpu-1gb, autoscaling: { min_instance_count: 2 } }]";
    expect(bill(yaml)).toEqual(["web $68.00", "sum $68.00"]);
    expect(notes(yaml)[0]).toBe(
      "unreadable web: `web` autoscales without a readable maximum, so only its minimum is counted.",
    );
  });

  test("more instances than there are count as 250", () => {
    const yaml =
      "services: [{ name: web, instance_size_slug: apps-s-1vcpu-1gb, instance_count: 1000000000 }]";
    expect(bill(yaml)).toEqual(["web $3,000.00", "sum $3,000.00"]);
  });

  test("a component without a name goes by its place", () => {
    expect(bill("workers: [{ instance_count: 1 }]")).toEqual(["workers.0 $5.00", "sum $5.00"]);
  });

  test("lists that are none, entries that are none", () => {
    expect(notes("services: { name: web }\nworkers: [7, { name: queue }]\ndatabases: oops")).toEqual([
      "unreadable: `services` is not a list, so nothing in it is priced.",
      "unreadable: 1 of 2 entries of `workers` cannot be read, so they are not priced.",
      "unreadable: `databases` is not a list, so nothing in it is priced.",
      "default-size queue: `queue` names no size and gets `apps-s-1vcpu-0.5gb`.",
      "bandwidth: Outbound transfer is not counted: this app brings 50 GiB a month, and what the team uses beyond all its allowances costs $0.02 per GiB.",
    ]);
  });

  test("an empty document costs nothing", () => {
    expect(bill("")).toEqual(["sum $0.00"]);
    expect(notes("")).toEqual([]);
  });
});
