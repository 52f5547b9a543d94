import {
  type AppSpec,
  type CostNoteCode,
  DEFAULT_CATALOG,
  DEFAULT_SIZE_SLUG,
  estimateCost,
  formatCents,
  type InstanceSize,
} from "../../packages/core/src/index.ts";
import { code, table } from "./table.ts";

/** For each note of an estimate, the shortest spec that gets it. */
const NOTED: Record<CostNoteCode, AppSpec> = {
  bandwidth: { services: [{ name: "web" }] },
  "default-size": { services: [{ name: "web" }] },
  "production-database": {
    databases: [{ name: "db", engine: "PG", production: true, cluster_name: "main" }],
  },
  functions: { functions: [{ name: "hooks" }] },
  job: { jobs: [{ name: "migrate", kind: "PRE_DEPLOY", instance_size_slug: "apps-s-1vcpu-1gb" }] },
  "static-app": { static_sites: [{ name: "site" }] },
  "inactivity-sleep": {
    services: [
      {
        name: "web",
        instance_size_slug: "apps-s-1vcpu-1gb",
        inactivity_sleep: { after_seconds: 600 },
      },
    ],
  },
  archived: { maintenance: { archive: true }, services: [{ name: "web" }] },
  "legacy-size": { services: [{ name: "web", instance_size_slug: "basic-xxs" }] },
  "unknown-size": { services: [{ name: "web", instance_size_slug: "apps-s-9vcpu-9gb" }] },
  "count-limit": { services: [{ name: "web", instance_size_slug: "apps-s-1vcpu-1gb", instance_count: 999 }] },
  unreadable: { services: [{ name: "web", instance_count: "many" }] } as unknown as AppSpec,
};

/** The price list and what estimates say beside their sum, from core. */
export function costTables(): Record<string, string> {
  const { sizes, prices, asOf } = DEFAULT_CATALOG;
  const current = sizes.filter(({ legacy }) => !legacy);
  const legacy = sizes.filter((size) => size.legacy);
  const free = `the account's first ${prices.freeStaticApps} are free`;
  return {
    sizes: `Prices of ${asOf}. Without a size a component gets \`${DEFAULT_SIZE_SLUG}\`.\n\n${table(
      ["Size", "vCPU", "Memory", "A month", "Instances", "Transfer"],
      current.map(sizeRow),
    )}\n\nOf apps made before 7 May 2024: ${legacy.map(({ slug, priceCents }) => `\`${slug}\` ${formatCents(priceCents)}`).join(", ")}.`,
    prices: table(
      ["Part", "A month"],
      [
        ["Development database", formatCents(prices.devDatabaseCents)],
        ["Dedicated egress address", formatCents(prices.dedicatedEgressCents)],
        [
          "An app of static sites, functions and databases alone",
          `${formatCents(prices.staticAppCents)}; ${free}`,
        ],
      ],
    ),
    "cost-notes": table(
      ["Note", "What it says, for example"],
      Object.entries(NOTED).map(([name, spec]) => [code(name), noteOf(name, spec)]),
    ),
  };
}

function sizeRow({
  slug,
  vcpus,
  memoryMib,
  priceCents,
  singleInstanceOnly,
  scalable,
  bandwidthGib,
}: InstanceSize) {
  const memory = memoryMib < 1024 ? `${memoryMib} MiB` : `${memoryMib / 1024} GiB`;
  const instances = singleInstanceOnly ? "one" : scalable ? "several, autoscaling" : "several";
  return [code(slug), String(vcpus), memory, formatCents(priceCents), instances, `${bandwidthGib} GiB`];
}

function noteOf(name: string, spec: AppSpec): string {
  const note = estimateCost(spec).notes.find(({ code }) => code === name);
  if (!note) throw new Error(`The spec for the note "${name}" does not get it.`);
  return note.message;
}
