/** What an editor would replace: the text at the cursor, empty where there is none. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Without its quotes, escapes as they are written. */
  readonly text: string;
  readonly quote: "" | '"' | "'";
  /** Whether its closing quote is missing. */
  readonly open?: boolean;
}

export function emptyToken(at: number): Token {
  return { start: at, end: at, text: "", quote: "" };
}
