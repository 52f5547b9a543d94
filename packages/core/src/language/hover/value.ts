import type { InstanceSize } from "../../catalog/index.ts";
import {
  type Catalog,
  currentSizeFor,
  DEFAULT_CATALOG,
  ENGINES,
  findRegion,
  findSize,
} from "../../catalog/index.ts";
import type { Path } from "../../spec/path.ts";
import { valueAt } from "../../spec/plain.ts";
import { fieldAt } from "../../spec/schema/index.ts";
import { code } from "../../spec/schema/words.ts";
import { isEncrypted } from "../../spec/secrets.ts";
import type { LanguageContext } from "../context.ts";
import { namedComponentsOf } from "../names.ts";
import { monthlyCents } from "../price.ts";
import { clockTime, inWords, nextRuns, timeUntil, zoneOf } from "../schedule.ts";
import type { Source } from "../source.ts";
import { componentText } from "./component.ts";

const RUNS_SHOWN = 3;

/** What a value at a path means, as Markdown; `undefined` where it says all by itself. */
export function valueText(
  source: Source,
  path: Path,
  value: unknown,
  context: LanguageContext,
): string | undefined {
  if (isEncrypted(value)) return ENCRYPTED;
  const field = fieldAt(path);
  if (!field || field.secret || (typeof value !== "string" && typeof value !== "number")) return undefined;
  const text = String(value);
  const key = path.at(-1);
  const catalog = context.catalog ?? DEFAULT_CATALOG;

  if (key === "instance_size_slug") return sizeText(text, catalog);
  if (key === "region" && path.length === 1) return regionText(text, catalog);
  if (key === "engine") return engineText(text);
  if (key === "cron") return cronText(text, zoneAt(source, path), context.now ?? new Date());
  if (key === "time_zone") return timeZoneText(text, context.now ?? new Date());
  if (key === "cluster_name") return clusterText(text, context);
  if (key === "name" && path[0] === "ingress") {
    const component = namedComponentsOf(source.priced.spec).find(({ name }) => name === text);
    return component ? componentText(source, component, catalog) : undefined;
  }
  const meaning = field.values?.[text];
  return meaning && `${code(text)}: ${meaning}`;
}

const ENCRYPTED =
  "**An encrypted secret.** The platform encrypted this value when it was first sent, and only this app can use it. Leave it as it is to keep the secret, or write a new value in its place. In another app, or before this one exists, it is refused.";

/** The row of a size in the price table. */
export function sizeText(slug: string, catalog: Catalog): string {
  const size = findSize(slug, catalog);
  if (!size) return `${code(slug)} is not in the price list of ${catalog.asOf}.`;
  const successor = currentSizeFor(slug, catalog);
  const legacy = successor
    ? `**Legacy size** of apps created before 7 May 2024. Its successor is ${code(successor.slug)}, at ${monthlyCents(successor.priceCents)}.`
    : size.legacy && "**Legacy size** of apps created before 7 May 2024.";
  return [sizeTable([size]), legacy].filter((part) => part).join("\n\n");
}

/** Sizes with what they hold and cost, as a Markdown table. */
export function sizeTable(sizes: readonly InstanceSize[]): string {
  return [
    "| size | CPU | memory | price | transfer | instances |",
    "|---|---|---|---|---|---|",
    ...sizes.map(
      ({ slug, cpuType, vcpus, memoryMib, priceCents, bandwidthGib, ...size }) =>
        `| ${code(slug)} | ${vcpus} ${cpuType} | ${memoryText(memoryMib)} | ${monthlyCents(priceCents)} | ${bandwidthGib} GiB | ${scalingText(size)} |`,
    ),
  ].join("\n");
}

export function memoryText(mib: number): string {
  return mib < 1024 ? `${mib} MiB` : `${mib / 1024} GiB`;
}

function scalingText({
  singleInstanceOnly,
  scalable,
}: Pick<InstanceSize, "singleInstanceOnly" | "scalable">) {
  if (singleInstanceOnly) return "one only";
  return scalable ? "several, autoscaling" : "several";
}

export function regionText(slug: string, catalog: Catalog): string | undefined {
  const region = findRegion(slug, catalog);
  if (!region) return undefined;
  const place = [region.label, region.continent].filter((part) => part !== "").join(", ");
  const centres = region.dataCenters.length > 0 ? ` (${region.dataCenters.map(code).join(", ")})` : "";
  return `${code(slug)}: ${place}${centres}.${region.disabled ? " It takes no new apps at present." : ""}`;
}

export function engineText(slug: string): string | undefined {
  const engine = ENGINES.find((one) => one.slug === slug);
  if (!engine) return undefined;
  const kinds = engine.devDatabase
    ? "As a development database inside the app, or as a managed cluster."
    : "As a managed cluster only: `production: true` and `cluster_name`.";
  const successor = engine.supersededBy ? ` Superseded by ${code(engine.supersededBy)}.` : "";
  return `${code(slug)}: ${engine.label}. ${kinds}${successor}`;
}

/** The time zone beside a `cron`. */
function zoneAt({ document }: Source, cron: Path): string {
  const zone = valueAt(document.value, [...cron.slice(0, -1), "time_zone"]);
  return typeof zone === "string" && zone !== "" ? zone : "UTC";
}

export function cronText(cron: string, timeZone: string, now: Date): string | undefined {
  const runs = nextRuns(cron, timeZone, now, RUNS_SHOWN);
  if (!runs) return zoneOf(timeZone) ? undefined : `${code(timeZone)} is no time zone of the tz database.`;
  if (runs.length === 0) return "It never runs: no date fits.";
  const inUtc = (run: Date) => (timeZone === "UTC" ? "" : `, ${clockTime(run, "UTC")} UTC`);
  return [
    `Next runs (${code(timeZone)}):\n`,
    ...runs.map((run) => `- ${inWords(run, timeZone)} (${timeUntil(run, now)}${inUtc(run)})`),
  ].join("\n");
}

function timeZoneText(name: string, now: Date): string | undefined {
  if (!zoneOf(name) || Number.isNaN(now.getTime())) return undefined;
  return `Now ${inWords(now, name)}, ${clockTime(now, "UTC")} UTC.`;
}

function clusterText(name: string, { account }: LanguageContext): string | undefined {
  const cluster = account?.clusters?.find((one) => one.name === name);
  if (!cluster) return account?.clusters && `The account has no database cluster ${code(name)}.`;
  const label = ENGINES.find(({ slug }) => slug === cluster.engine)?.label ?? cluster.engine;
  const place = cluster.region ? ` in ${code(cluster.region)}` : "";
  return `The account's cluster ${code(name)}: ${label}${cluster.version ? ` ${cluster.version}` : ""}${place}.`;
}
