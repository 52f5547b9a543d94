import { type Catalog, DEFAULT_CATALOG } from "../catalog/index.ts";
import { COMPONENT_LISTS, type ComponentList, NAMED_LISTS, type NamedList } from "../spec/components.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import type {
  AppSpec,
  DatabaseSpec,
  FunctionsSpec,
  JobSpec,
  SchemaProblem,
  ServiceSpec,
  StaticSiteSpec,
  WorkerSpec,
} from "../spec/schema/index.ts";
import { nearest } from "../spec/schema/index.ts";
import { isScalar } from "../yaml.ts";
import type { Problem } from "./rule.ts";

/** One entry of a list, with its place. */
export interface Entry<T> {
  readonly index: number;
  readonly path: Path;
  readonly spec: T;
}

/** What the lists of components hold. */
interface ComponentSpecs {
  services: ServiceSpec;
  static_sites: StaticSiteSpec;
  workers: WorkerSpec;
  jobs: JobSpec;
  functions: FunctionsSpec;
}

export type Component<K extends ComponentList = ComponentList> = {
  [Kind in K]: Entry<ComponentSpecs[Kind]> & { readonly kind: Kind };
}[K];

/** Something that has a name: a component or a database. */
export interface Named {
  readonly kind: NamedList;
  readonly name: string;
  readonly path: Path;
}

/** What is known beyond the document. */
export interface RuleOptions {
  /** Sizes and regions of the account, where they were read; the built-in ones otherwise. */
  catalog?: Catalog;
  /** Whether the app is yet to be created; unknown where it is left out. Encrypted values belong to one app. */
  appIsNew?: boolean;
  /** The file's name or path, where it is known: `app.yaml` and `deploy.template.yaml` have two forms. */
  fileName?: string;
}

/** Of a few microseconds each. */
const MAX_COMPARISONS = 20_000;

/** What a rule sees of a spec: well-typed values and their paths. */
export class RuleContext {
  /** Without the values of a wrong type, so that a rule need not look at types again. */
  readonly spec: AppSpec;
  /** Of all five lists, in the order of {@link COMPONENT_LISTS}. */
  readonly components: readonly Component[];
  /** Those that run in containers of a size. */
  readonly containers: readonly Component<"services" | "workers" | "jobs">[];
  /** Those that answer requests. */
  readonly routed: readonly Component<"services" | "static_sites" | "functions">[];
  readonly databases: readonly Entry<DatabaseSpec>[];
  /** Every name in the order of the text, also one that the schema refused: it still is what others refer to. */
  readonly names: readonly Named[];
  /** Whether the spec stands below a `spec:` key. */
  readonly form: SpecDocument["form"];
  readonly fileName: string | undefined;
  readonly catalog: Catalog;
  /** Whether the catalogue is what the platform says today, not what was known when this was released. */
  readonly catalogIsLive: boolean;
  readonly appIsNew: boolean | undefined;
  readonly report: (problem: Problem) => void;
  /** The keys of the app and of its components. */
  readonly keys: ReadonlySet<string>;
  readonly #schemaProblems: readonly SchemaProblem[];
  readonly #document: SpecDocument;
  #problemsByPlace: ReadonlyMap<string, readonly SchemaProblem[]> | undefined;
  readonly #once = new Map<unknown, unknown>();
  #comparisons = 0;

  constructor(
    document: SpecDocument,
    raw: object,
    spec: AppSpec,
    schemaProblems: readonly SchemaProblem[],
    options: RuleOptions,
    report: (problem: Problem) => void,
  ) {
    this.spec = spec;
    this.components = componentsOf(spec);
    this.containers = this.of("services", "workers", "jobs");
    this.routed = this.of("services", "static_sites", "functions");
    this.keys = keysOf(spec, this.components);
    this.databases = entries(spec.databases, ["databases"]);
    this.names = namesOf(raw);
    this.form = document.form;
    this.fileName = options.fileName;
    this.catalog = options.catalog ?? DEFAULT_CATALOG;
    this.catalogIsLive = options.catalog !== undefined && options.catalog !== DEFAULT_CATALOG;
    this.appIsNew = options.appIsNew;
    this.report = report;
    this.#schemaProblems = schemaProblems;
    this.#document = document;
  }

  /** The names of what can answer a request: services, static sites and functions. */
  get routable(): ReadonlySet<string> {
    return this.once(routableNames);
  }

  /** What has a name; of several the first. */
  named(name: string): Named | undefined {
    return this.once(firstOfName).get(name);
  }

  /**
   * As {@link nearest}, for names of the document's own. Who has hundreds of wrong names among hundreds of others made no
   * slip of the pen, and to compare each with each takes the square of their number.
   */
  nearestName(word: string, names: ReadonlySet<string>): string | undefined {
    this.#comparisons += names.size;
    return this.#comparisons > MAX_COMPARISONS ? undefined : nearest(word, names);
  }

  /** The components of some kinds. */
  of<K extends ComponentList>(...kinds: readonly K[]): readonly Component<K>[] {
    const wanted: readonly ComponentList[] = kinds;
    const found = this.components.filter(({ kind }) => wanted.includes(kind));
    return found as readonly Component[] as readonly Component<K>[];
  }

  /** What several rules need of the spec, worked out by the first of them. */
  once<T>(compute: (context: RuleContext) => T): T {
    const known = this.#once.get(compute);
    if (known !== undefined) return known as T;
    const computed = compute(this);
    this.#once.set(compute, computed);
    return computed;
  }

  /** Whether a value is written without quotes, so that each reader of YAML has its own idea of its type. */
  isPlain(path: Path): boolean {
    const node = this.#document.nodeAt(path);
    return isScalar(node) && node.type === "PLAIN" && !node.tag;
  }

  /**
   * Whether one of these keys was written at a path, but wrongly (a wrong type, a slip of the pen, `component_name`
   * for `component`): who looks for a missing key stays silent then, for one mistake is one message.
   */
  mistaken(path: Path, ...keys: readonly string[]): boolean {
    if (this.#schemaProblems.length === 0) return false;
    return (this.#problemsBelow(path) ?? []).some((problem) => {
      if (problem.isWrapper) return true;
      const written = String(problem.path[path.length]);
      if (problem.at === "value" || problem.path.length > path.length + 1) return keys.includes(written);
      return keys.some((key) => key === written || key === problem.suggestion || written.includes(key));
    });
  }

  #problemsBelow(path: Path): readonly SchemaProblem[] | undefined {
    this.#problemsByPlace ??= problemsByPlace(this.#schemaProblems);
    return this.#problemsByPlace.get(path.join("\0"));
  }
}

/** The problems below each place, for every component asks for its own. */
function problemsByPlace(problems: readonly SchemaProblem[]): Map<string, SchemaProblem[]> {
  const places = new Map<string, SchemaProblem[]>();
  for (const problem of problems)
    for (let depth = 0; depth < problem.path.length; depth++) {
      const place = problem.path.slice(0, depth).join("\0");
      const below = places.get(place);
      if (below) below.push(problem);
      else places.set(place, [problem]);
    }
  return places;
}

function componentsOf(spec: AppSpec): Component[] {
  const found: Component[] = [];
  for (const kind of COMPONENT_LISTS)
    spec[kind]?.forEach((component: ComponentSpecs[typeof kind] | null | undefined, index: number) => {
      if (component) found.push({ kind, index, path: [kind, index], spec: component } as Component);
    });
  return found;
}

function keysOf(spec: AppSpec, components: readonly Component[]): Set<string> {
  const keys = new Set(Object.keys(spec));
  for (const component of components) for (const key of Object.keys(component.spec)) keys.add(key);
  return keys;
}

function entries<T>(list: readonly T[] | null | undefined, path: Path): Entry<NonNullable<T>>[] {
  const found: Entry<NonNullable<T>>[] = [];
  list?.forEach((spec, index) => {
    if (spec !== null && spec !== undefined) found.push({ index, path: [...path, index], spec });
  });
  return found;
}

function namesOf(raw: object): Named[] {
  const found: Named[] = [];
  for (const kind of Object.keys(raw)) {
    const list = isNamedKind(kind) ? (raw as Record<string, unknown>)[kind] : undefined;
    if (!isNamedKind(kind) || !Array.isArray(list)) continue;
    list.forEach((item: unknown, index) => {
      const name = (item as { name?: unknown } | null)?.name;
      if (typeof name === "string" && name !== "") found.push({ kind, name, path: [kind, index] });
    });
  }
  return found;
}

function firstOfName({ names }: RuleContext): Map<string, Named> {
  const first = new Map<string, Named>();
  for (const named of names) if (!first.has(named.name)) first.set(named.name, named);
  return first;
}

function routableNames({ names }: RuleContext): Set<string> {
  const kinds: readonly NamedList[] = ["services", "static_sites", "functions"];
  return new Set(names.filter(({ kind }) => kinds.includes(kind)).map(({ name }) => name));
}

/** Every name of the document. */
export function allNames({ names }: RuleContext): Set<string> {
  return new Set(names.map(({ name }) => name));
}

function isNamedKind(key: string): key is Named["kind"] {
  return (NAMED_LISTS as readonly string[]).includes(key);
}
