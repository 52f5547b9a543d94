import { componentsOf, NAMED_LISTS, type UncheckedComponent } from "../../spec/components.ts";
import { formatPath, type Path } from "../../spec/path.ts";
import { copyPlain, type PlainRecord, recordsOf, textOf } from "../../spec/plain.ts";
import type { AppSpec } from "../../spec/schema/index.ts";

/** Why there is no preview, and what would make one possible. */
export interface PreviewRefusal {
  /** Dotted, as in a `Diagnostic`. */
  readonly path: string;
  readonly message: string;
}

/** The spec of a preview in the making: a copy that the steps change, and what they have to say. */
export class Draft {
  readonly spec: PlainRecord;
  readonly notes: string[] = [];
  readonly refusals: PreviewRefusal[] = [];
  /** The maps of the spec that hold a value which is set aside for previews. */
  readonly given = new Set<unknown>();
  /** Components and databases that the preview does not have. They stay in their lists until the end, for their paths. */
  readonly #dropped = new Set<unknown>();

  constructor(spec: AppSpec) {
    this.spec = copyPlain(spec) as PlainRecord;
  }

  refuse(path: Path, message: string): void {
    this.refusals.push({ path: formatPath(path), message });
  }

  drop(item: PlainRecord): void {
    this.#dropped.add(item);
  }

  /** The components that the preview has. */
  components(): UncheckedComponent[] {
    return componentsOf(this.spec as AppSpec).filter(({ value }) => !this.#dropped.has(value));
  }

  /** The names of what was dropped. */
  droppedNames(): Set<string> {
    const all = NAMED_LISTS.flatMap((list) => recordsOf(this.spec[list]));
    return new Set(all.filter((item) => this.#dropped.has(item)).flatMap(({ name }) => textOf(name) ?? []));
  }

  finish(): AppSpec {
    for (const list of NAMED_LISTS) {
      const items = this.spec[list];
      if (Array.isArray(items)) this.spec[list] = items.filter((item) => !this.#dropped.has(item));
    }
    return this.spec as AppSpec;
  }
}
