import { type Catalog, DEFAULT_CATALOG } from "../catalog/index.ts";
import {
  COMPONENT_LISTS,
  type ComponentList,
  componentsOf,
  indexedRecords,
  type UncheckedComponent,
} from "../spec/components.ts";
import { formatPath } from "../spec/path.ts";
import { isRecord, type PlainRecord, textOf } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { formatCents, formatWhole } from "./format.ts";
import { priceInstances } from "./instances.ts";
import type { CostEstimate, CostItem, CostKind, CostNote, Priced, PricedItem } from "./types.ts";

export interface EstimateOptions {
  /** Sizes and prices of the account, where they were read; the built-in ones otherwise. */
  readonly catalog?: Catalog;
  /** How many other apps of the account are made of static sites only: the first three such apps are free. */
  readonly otherStaticApps?: number;
}

const KINDS: Record<ComponentList, CostKind> = {
  services: "service",
  static_sites: "static-site",
  workers: "worker",
  jobs: "job",
  functions: "functions",
};

const NOTHING = { low: 0, high: 0 };

/**
 * Estimates what a spec costs a month (of 28 billed days, as App Platform bills). Never throws and trusts nothing
 * in the spec: what cannot be read is a note. Jobs, functions, production databases and traffic are priced by
 * use, so they are named in the notes and not counted.
 */
export function estimateCost(spec: AppSpec, options: EstimateOptions = {}): CostEstimate {
  const catalog = options.catalog ?? DEFAULT_CATALOG;
  const plain: PlainRecord = isRecord(spec) ? spec : {};
  const components = componentsOf(plain);
  const parts: Priced[] = [
    unreadableParts(spec),
    ...pricedComponents(components, plain, catalog),
    ...indexedRecords(plain, "databases").map(({ index, value }) => database(value, index, catalog)),
    dedicatedEgress(plain, catalog),
    staticApp(components, catalog, options.otherStaticApps),
  ];
  const items = parts.flatMap((part) => part.items);
  return {
    monthly: dollars({
      low: items.reduce((cents, item) => cents + item.cents.low, 0),
      high: items.reduce((cents, item) => cents + item.cents.high, 0),
    }),
    currency: "USD",
    catalog: { asOf: catalog.asOf, source: catalog.source },
    components: items.map(costItem),
    notes: parts.flatMap((part) => part.notes),
  };
}

function unreadableParts(spec: unknown): Priced {
  const unreadable = (message: string): CostNote => ({ code: "unreadable", message });
  if (!isRecord(spec))
    return {
      items: [],
      notes: [unreadable("The spec is not a map of keys and values, so nothing is priced.")],
    };
  const notes = [...COMPONENT_LISTS, "databases"].flatMap((key) => {
    const list = spec[key];
    if (list === undefined || list === null) return [];
    if (!Array.isArray(list)) return [unreadable(`\`${key}\` is not a list, so nothing in it is priced.`)];
    const lost = list.length - indexedRecords(spec, key).length;
    return lost > 0
      ? [
          unreadable(
            `${lost} of ${list.length} entries of \`${key}\` cannot be read, so they are not priced.`,
          ),
        ]
      : [];
  });
  return { items: [], notes };
}

function pricedComponents(
  components: readonly UncheckedComponent[],
  spec: PlainRecord,
  catalog: Catalog,
): Priced[] {
  const archived = isRecord(spec.maintenance) && spec.maintenance.archive === true;
  let includedGib = 0;
  const priced = components.map((component): Priced => {
    const name = component.name || formatPath(component.path);
    const place = { kind: KINDS[component.list], name, path: formatPath(component.path) };
    if (component.list === "static_sites")
      return { items: [{ ...place, counted: true, cents: NOTHING }], notes: [] };
    if (component.list === "functions")
      return {
        items: [{ ...place, counted: false, cents: NOTHING }],
        notes: [functionsNote(name, catalog)],
      };
    const instances = priceInstances(component, name, catalog);
    includedGib += instances.includedGib;
    const price = archived ? { ...instances.price, cents: NOTHING } : instances.price;
    return { items: [{ ...place, ...price }], notes: instances.notes };
  });
  const notes: CostNote[] = [];
  if (archived)
    notes.push({
      code: "archived",
      message:
        "The app is archived, and its components cost nothing meanwhile. Whether databases and a dedicated IP stop too is not documented, so they are counted.",
    });
  if (components.length > 0)
    notes.push(
      bandwidthNote(
        components.every(isStatic) ? catalog.prices.freeStaticAppBandwidthGib : includedGib,
        catalog,
      ),
    );
  return [...priced, { items: [], notes }];
}

function database(value: PlainRecord, index: number, catalog: Catalog): Priced {
  const path = formatPath(["databases", index]);
  const name = textOf(value.name) ?? path;
  if (value.production !== true) {
    const price = fixedPrice(catalog.prices.devDatabaseCents);
    return { items: [{ kind: "database", name, path, ...price }], notes: [] };
  }
  return {
    items: [{ kind: "database", name, path, counted: false, cents: NOTHING }],
    notes: [
      {
        code: "production-database",
        message: `Database \`${name}\` is a managed cluster: Managed Databases bills it at a price that the spec does not tell. It is not counted.`,
        component: name,
      },
    ],
  };
}

function dedicatedEgress(spec: PlainRecord, catalog: Catalog): Priced {
  if (!isRecord(spec.egress) || spec.egress.type !== "DEDICATED_IP") return { items: [], notes: [] };
  const price = fixedPrice(catalog.prices.dedicatedEgressCents);
  return {
    items: [{ kind: "dedicated-egress", name: "dedicated egress IP", path: "egress", ...price }],
    notes: [],
  };
}

/** An app without services, workers and jobs is one of the free ones of the account, or has a price of its own. */
function staticApp(
  components: readonly UncheckedComponent[],
  catalog: Catalog,
  otherStaticApps: number | undefined,
): Priced {
  if (components.length === 0 || !components.every(isStatic)) return { items: [], notes: [] };
  const { freeStaticApps, staticAppCents } = catalog.prices;
  const price = `${formatCents(staticAppCents)} a month`;
  if (otherStaticApps === undefined || otherStaticApps < freeStaticApps)
    return {
      items: [],
      notes: [
        {
          code: "static-app",
          message: `An app of static sites is free as long as the account has at most ${freeStaticApps} of them; each further one costs ${price}.`,
        },
      ],
    };
  return {
    items: [{ kind: "static-app", name: "static app", path: "", ...fixedPrice(staticAppCents) }],
    notes: [
      {
        code: "static-app",
        message: `The account has ${otherStaticApps} other apps of static sites and ${freeStaticApps} are free, so this one costs ${price}.`,
      },
    ],
  };
}

function functionsNote(name: string, { prices }: Catalog): CostNote {
  const price = `$${(prices.functionsMicrocentsPerGibSecond / 1e8).toFixed(7)} per GiB-second`;
  const free = formatWhole(prices.functionsFreeGibSeconds);
  return {
    code: "functions",
    message: `Functions \`${name}\` are billed by use and not counted: ${price}, after ${free} free ones a month for the account.`,
    component: name,
  };
}

function bandwidthNote(includedGib: number, { prices }: Catalog): CostNote {
  // Whether an allowance counts once for a component or once for each instance is not documented: this is the lower.
  const price = formatCents(prices.bandwidthOverageCentsPerGib);
  return {
    code: "bandwidth",
    message: `Outbound transfer is not counted: this app brings ${includedGib} GiB a month, and what the team uses beyond all its allowances costs ${price} per GiB.`,
  };
}

function isStatic({ list }: UncheckedComponent): boolean {
  return list === "static_sites" || list === "functions";
}

function fixedPrice(cents: number) {
  return { counted: true, unitCents: cents, cents: { low: cents, high: cents } };
}

function costItem({ cents, ...item }: PricedItem): CostItem {
  return { ...item, monthly: dollars(cents) };
}

function dollars({ low, high }: PricedItem["cents"]) {
  return { low: low / 100, high: high / 100 };
}
