import type { Catalog } from "../../catalog/index.ts";
import { ENGINES } from "../../catalog/index.ts";
import { estimateCost, formatCents, formatMoney, formatRange } from "../../cost/index.ts";
import { kindWord } from "../../rules/words.ts";
import { NAMED_LISTS } from "../../spec/components.ts";
import { formatPath, type Path } from "../../spec/path.ts";
import { textOf } from "../../spec/plain.ts";
import { code } from "../../spec/schema/words.ts";
import type { NamedComponent } from "../names.ts";
import { priceTitle } from "../price.ts";
import type { Source } from "../source.ts";

/** What a component or a database is, in one line. */
export function componentText(source: Source, { list, name, path, value }: NamedComponent, catalog: Catalog) {
  const price = costItemAt(source, path, catalog);
  const title = `${kindWord(list)} ${code(name)}`;
  const engine = list === "databases" ? databaseText(value) : undefined;
  return [`${title.charAt(0).toUpperCase()}${title.slice(1)}`, engine, price && priceTitle(price)]
    .filter((part) => part !== undefined)
    .join(" · ");
}

/** `PostgreSQL 16, a development database`. */
export function databaseText({
  engine,
  version,
  production,
  cluster_name,
}: Readonly<Record<string, unknown>>): string {
  // A development database is always PostgreSQL.
  const slug = typeof engine === "string" && engine !== "UNSET" ? engine : production === true ? "" : "PG";
  const label = ENGINES.find((one) => one.slug === slug)?.label ?? slug;
  const numbered = [label, textOf(version)].filter((part) => part).join(" ") || "a database";
  if (production !== true) return `${numbered}, a development database`;
  return typeof cluster_name === "string" && cluster_name !== ""
    ? `${numbered}, the cluster ${code(cluster_name)}`
    : `${numbered}, a managed cluster`;
}

/** The fields of a component on which its price depends. */
const PRICED = [
  "name",
  "instance_size_slug",
  "instance_count",
  "autoscaling",
  "production",
  "inactivity_sleep",
];

/** What the part of the app that a field belongs to costs; `undefined` where the field does not bear on it. */
export function priceText(source: Source, path: Path, catalog: Catalog): string | undefined {
  const [list, index, key] = path;
  if (list === "name" && path.length === 1) {
    const { monthly, components, notes } = estimateCost(source.priced.spec, { catalog });
    if (components.length === 0) return undefined;
    return [`**${formatRange(monthly)}** a month.`, ...notes.map(({ message }) => `- ${message}`)].join("\n");
  }
  if (list === "egress")
    return (
      part(source, ["egress"], catalog) ??
      `\`DEDICATED_IP\` costs **${formatCents(catalog.prices.dedicatedEgressCents)}** a month.`
    );
  const isNamed = typeof index === "number" && NAMED_LISTS.some((one) => one === list);
  return isNamed && PRICED.includes(String(key)) ? part(source, path.slice(0, 2), catalog) : undefined;
}

function part(source: Source, path: Path, catalog: Catalog): string | undefined {
  const estimate = estimateCost(source.priced.spec, { catalog });
  const item = estimate.components.find((one) => one.path === formatPath(path));
  if (!item) return undefined;
  const notes = estimate.notes
    .filter(({ component }) => component === item.name)
    .map(({ message }) => message);
  if (!item.counted) return notes.join(" ") || undefined;
  const each =
    item.unitCents !== undefined && item.size
      ? ` (${priceTitle(item).split(" · ")[1]}, ${formatMoney(item.unitCents / 100)} each)`
      : "";
  return [`**${formatRange(item.monthly)}** a month${each}.`, ...notes].join(" ");
}

function costItemAt(source: Source, path: Path, catalog: Catalog) {
  return estimateCost(source.priced.spec, { catalog }).components.find(
    (one) => one.path === formatPath(path),
  );
}
