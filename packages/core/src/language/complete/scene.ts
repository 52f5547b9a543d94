import { type Catalog, DEFAULT_CATALOG } from "../../catalog/index.ts";
import { parseSpec, type SpecDocument } from "../../spec/document.ts";
import type { Path } from "../../spec/path.ts";
import { isRecord, recordOf, valueAt } from "../../spec/plain.ts";
import type { AppSpec } from "../../spec/schema/index.ts";
import type { LanguageContext } from "../context.ts";
import type { Place } from "../place.ts";
import { isBareWord, repaired } from "./repair.ts";

/** What a completion knows: the place, the rest of the file, and what was fetched. */
export class Scene {
  readonly text: string;
  readonly place: Place;
  readonly context: LanguageContext;
  readonly #source: string | SpecDocument;
  #spec: AppSpec | undefined;

  constructor(source: string | SpecDocument, place: Place, context: LanguageContext) {
    this.text = typeof source === "string" ? source : source.text;
    this.place = place;
    this.context = context;
    this.#source = source;
  }

  get catalog(): Catalog {
    return this.context.catalog ?? DEFAULT_CATALOG;
  }

  /** The rest of the spec. A text is parsed for it, at most once, when somebody asks. */
  get spec(): AppSpec {
    this.#spec ??= this.#readSpec();
    return this.#spec;
  }

  valueAt(path: Path): unknown {
    return valueAt(this.spec, path);
  }

  #readSpec(): AppSpec {
    if (typeof this.#source === "string") return parseSpec(repaired(this.text, this.place)).spec;
    const { spec, syntaxProblems } = this.#source;
    if (syntaxProblems.length === 0) return spec;
    if (isBareWord(this.place)) return withoutWord(spec, this.place);
    const mended = repaired(this.text, this.place);
    return mended === this.text ? spec : parseSpec(mended).spec;
  }
}

/**
 * A spec that was parsed with a bare word in it, without that word: the parser takes it for the beginning of the key
 * below it. Parsing anew would say the same, at many times the price.
 */
function withoutWord(spec: AppSpec, { path, token }: Place): AppSpec {
  const map = recordOf(valueAt(spec, path));
  const torn = map && Object.keys(map).find((key) => key.startsWith(token.text) && /\s/.test(key));
  const name = torn?.slice(token.text.length).trim();
  if (!map || torn === undefined || !name || Object.hasOwn(map, name)) return spec;
  const { [torn]: value, ...rest } = map;
  return replaced(spec, path, { ...rest, [name]: value }) as AppSpec;
}

/** A tree with another value at a path that is there; what lies beside it is shared. */
function replaced(tree: unknown, path: Path, value: unknown): unknown {
  const [step, ...below] = path;
  if (step === undefined) return value;
  if (Array.isArray(tree))
    return tree.map((item, index) => (index === step ? replaced(item, below, value) : item));
  return isRecord(tree) ? { ...tree, [step]: replaced(tree[step], below, value) } : tree;
}
