import type { Range } from "vscode-languageserver-types";
import type { Diagnostic, Fix, Severity } from "./diagnostic.ts";
import { ruleUrl } from "./project.ts";
import { RULES } from "./rules/registry.ts";

/**
 * A diagnostic whose fixes are built when somebody looks: most readers do not, and one may have to look through the
 * whole text. To its readers `fixes` is a property like others, which is not there where nothing can be offered.
 */
export class FoundDiagnostic implements Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly range: Range;
  readonly path: string;
  declare readonly docs?: string;
  declare readonly fixes?: Fix[];
  readonly #build: (() => Fix[]) | undefined;

  constructor(facts: Omit<Diagnostic, "fixes" | "docs">, build?: () => Fix[]) {
    this.code = facts.code;
    this.severity = facts.severity;
    this.message = facts.message;
    this.range = facts.range;
    this.path = facts.path;
    const docs = DOCS.get(facts.code);
    if (docs) this.docs = docs;
    this.#build = build;
    if (build) Object.defineProperty(this, "fixes", FoundDiagnostic.#FIXES);
  }

  /** One for all of them: an accessor of its own would cost more than the rest of a diagnostic. */
  static readonly #FIXES: PropertyDescriptor & ThisType<FoundDiagnostic> = {
    enumerable: true,
    configurable: true,
    get() {
      const fixes = this.#buildFixes();
      Object.defineProperty(this, "fixes", { value: fixes, enumerable: true, configurable: true });
      return fixes;
    },
  };

  #buildFixes(): Fix[] | undefined {
    try {
      const fixes = this.#build?.() ?? [];
      return fixes.length > 0 ? fixes : undefined;
    } catch (error) {
      FAILED_FIXES.set(this, error);
      return undefined;
    }
  }
}

/** The page of each rule, by its id. */
const DOCS: ReadonlyMap<string, string> = new Map(RULES.map(({ id }) => [id, ruleUrl(id)]));

/** A fix that fails is no fix; only our own tests ask why. */
export const FAILED_FIXES = new WeakMap<Diagnostic, unknown>();
