import type { Range, TextEdit } from "vscode-languageserver-types";

export type Severity = "error" | "warning" | "info";

/** One problem of a spec, on the token that is wrong. */
export interface Diagnostic {
  /** A rule id (`name-unique`), or `yaml-syntax`, `type`, `enum`, `required`, `range`, `pattern`. */
  code: string;
  severity: Severity;
  /** What is wrong, why, and the value to write. */
  message: string;
  /** Zero-based lines and UTF-16 columns, as in the Language Server Protocol. */
  range: Range;
  /** Dotted and zero-based, as the API writes it: `services.0.envs.4.value`. Empty for the document itself. */
  path: string;
  /** What an editor can offer to mend it. */
  fixes?: Fix[];
  /** A page that explains the rule. */
  docs?: string;
}

/** A change of the document's text that mends a problem. All edits refer to the text as it was. */
export interface Fix {
  title: string;
  edits: TextEdit[];
}
