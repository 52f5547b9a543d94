import { DEFAULT_SIZE, usdPerMonth } from "./sizes.ts";
import { instanceCount, isStatic, type Spec } from "./spec.ts";

export const MAX_FREE_STATIC_APPS = 3;
const PAID_STATIC_APP_USD = 3;
const DEV_DATABASE_USD = 7;
const DEDICATED_IP_USD = 25;

/**
 * What `app_cost` says, in whole US dollars a month. Which parts the platform counts is documented nowhere:
 * here autoscaling counts at its minimum, and jobs, functions and clusters do not count (simulated).
 */
export function appCost(spec: Spec, otherStaticApps: number): number {
  const containers = [...(spec.services ?? []), ...(spec.workers ?? [])];
  const devDatabases = (spec.databases ?? []).filter((database) => !database.production);
  let usd = devDatabases.length * DEV_DATABASE_USD;
  for (const component of containers)
    usd += usdPerMonth(component.instance_size_slug ?? DEFAULT_SIZE) * instanceCount(component);
  if (spec.egress?.type === "DEDICATED_IP") usd += DEDICATED_IP_USD;
  if (isStatic(spec) && otherStaticApps >= MAX_FREE_STATIC_APPS) usd += PAID_STATIC_APP_USD;
  return usd;
}
