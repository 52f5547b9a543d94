import { componentsOf } from "../../spec/components.ts";
import { type PlainRecord, recordsOf, textOf } from "../../spec/plain.ts";
import type { Scene } from "./scene.ts";

/** What can answer a request. */
export function routableNames({ spec }: Scene): string[] {
  return componentsOf(spec)
    .filter(({ list }) => list === "services" || list === "static_sites" || list === "functions")
    .map(({ name }) => name)
    .filter((name) => name !== "");
}

export function domainsOf({ spec }: Scene): string[] {
  return recordsOf((spec as PlainRecord).domains).flatMap(({ domain }) => textOf(domain) ?? []);
}
