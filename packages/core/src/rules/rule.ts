import type { Range } from "vscode-languageserver-types";
import type { Fix, Severity } from "../diagnostic.ts";
import type { PathPart, SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import type { SchemaProblem } from "../spec/schema/index.ts";
import type { RuleContext } from "./context.ts";

/** What a rule rests on, strongest first: `server` is a message seen from the platform, `inferred` our reasoning. */
export type Evidence = "server" | "reference" | "docs" | "client" | "inferred";

/**
 * One thing that must hold between the fields of an app spec.
 *
 * `docs/rules.md` is generated from these objects; the examples are whole specs and are tested: `bad` breaks the
 * rule, `good` breaks none.
 */
export interface Rule {
  /** The diagnostic's code, kebab-case. */
  readonly id: string;
  /** `server-only`: nothing here can decide it, the text explains an answer of the platform. */
  readonly severity: Severity | "server-only";
  readonly title: string;
  readonly explanation: string;
  readonly evidence: Evidence;
  readonly bad: string;
  readonly good: string;
  /** Who finds it, where `check` and `refine` do not: the shape of a single field is the schema's. */
  readonly checkedBy?: "schema" | "server";
  /**
   * Keys of the app or of a component: where none of them is written there is nothing to check. Most specs are small,
   * and most rules are about what they do not have. Left out, the rule is always checked.
   */
  readonly about?: readonly string[];
  check?(context: RuleContext): void;
  /**
   * Names a problem of the schema more precisely: its message under this rule, or `undefined` where the problem is
   * not this rule's. The schema says "unknown key", the rule says why a worker has no `http_port`.
   * The spec is as it is written, whatever its types.
   */
  refine?(problem: SchemaProblem, spec: unknown): string | undefined;
}

/** A broken rule, at a place of the spec. */
export interface Problem {
  readonly path: Path;
  /** Which token to underline; the value by default. */
  readonly at?: PathPart;
  /** What to underline, where it has no path: it stands beside the spec. */
  readonly range?: Range;
  /** Underlines only this piece of the value's text. */
  readonly part?: string;
  readonly message: string;
  /** Where it differs from the rule's own. */
  readonly severity?: Severity;
  /** The problem is that something is not there, which a document with a syntax error cannot tell. */
  readonly absent?: boolean;
  /** Built from the document only when the problem is shown. */
  readonly fixes?: (document: SpecDocument) => Fix[];
}

/** An example as it is shown: without the indentation that all its lines share. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const depths = lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/));
  const depth = depths.length === 0 ? 0 : Math.min(...depths);
  return lines.map((line) => `${line.slice(depth)}\n`).join("");
}
