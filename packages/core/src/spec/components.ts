import type { Path } from "./path.ts";
import { isRecord, type PlainRecord, textOf } from "./plain.ts";
import type { AppSpec } from "./schema/index.ts";

/** The lists of an AppSpec that hold components with a source. Databases share their namespace, not their fields. */
export const COMPONENT_LISTS = ["services", "static_sites", "workers", "jobs", "functions"] as const;

export type ComponentList = (typeof COMPONENT_LISTS)[number];

/** The lists of an AppSpec whose items have names in one namespace. */
export const NAMED_LISTS = [...COMPONENT_LISTS, "databases"] as const;

export type NamedList = (typeof NAMED_LISTS)[number];

/** A component as it is written, with its place. */
export interface UncheckedComponent {
  readonly list: ComponentList;
  readonly path: Path;
  /** Empty where there is no readable name. */
  readonly name: string;
  readonly value: PlainRecord;
}

/** A list of `envs` and whose it is: `component` is absent for the app's own. */
export interface EnvHolder {
  readonly component?: string;
  readonly path: Path;
  readonly value: PlainRecord;
}

/** Every component of a spec that is a map at all, in the order of {@link COMPONENT_LISTS}. */
export function componentsOf(spec: AppSpec): UncheckedComponent[] {
  return COMPONENT_LISTS.flatMap((list) =>
    indexedRecords(spec, list).map(({ index, value }) => ({
      list,
      path: [list, index],
      name: textOf(value.name) ?? "",
      value,
    })),
  );
}

/** The app itself and every component: all that can have `envs`. */
export function envHoldersOf(spec: AppSpec): EnvHolder[] {
  const app: EnvHolder[] = isRecord(spec) ? [{ path: [], value: spec }] : [];
  return [...app, ...componentsOf(spec).map(({ name, path, value }) => ({ component: name, path, value }))];
}

/** The maps of a list of the spec with their indexes; nothing where the list is none. */
export function indexedRecords(holder: unknown, key: string): { index: number; value: PlainRecord }[] {
  const list = isRecord(holder) ? holder[key] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((value: unknown, index) => (isRecord(value) ? [{ index, value }] : []));
}
