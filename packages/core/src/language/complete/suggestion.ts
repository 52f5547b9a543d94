import type { CompletionItemKind, TextEdit } from "vscode-languageserver-types";

/** Something to offer at a place, best first in its list. */
export interface Suggestion {
  readonly label: string;
  readonly kind: CompletionItemKind;
  /** What is written, over the token; a snippet where `isSnippet`. */
  readonly text: string;
  readonly isSnippet?: boolean;
  /** What is replaced, where it is not the token. */
  readonly span?: readonly [start: number, end: number];
  readonly more?: readonly TextEdit[];
  /** What typing is compared with, where it is not the label. */
  readonly filter?: string;
  /** A few words beside the label. */
  readonly detail?: string | undefined;
  /** A word that stands in every line of the list, where `detail` is shown for the chosen one alone. */
  readonly aside?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  readonly deprecated?: boolean;
  /** Whether the author goes on with a value that has completions of its own. */
  readonly goesOn?: boolean;
}

/** The numbers of the protocol: its package is used for types alone. */
export const KIND = {
  property: 10,
  unit: 11,
  value: 12,
  snippet: 15,
  file: 17,
  reference: 18,
  folder: 19,
  enumMember: 20,
  variable: 6,
  module: 9,
} as const satisfies Record<string, CompletionItemKind>;
