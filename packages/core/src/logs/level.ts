import type { LogLevel } from "./event.ts";

const LEVELS: Readonly<Record<string, LogLevel>> = {
  trace: "trace",
  verbose: "trace",
  debug: "debug",
  info: "info",
  notice: "info",
  warn: "warn",
  warning: "warn",
  err: "error",
  error: "error",
  critical: "fatal",
  crit: "fatal",
  fatal: "fatal",
  panic: "fatal",
  emerg: "fatal",
  alert: "fatal",
};

const WORD = "trace|verbose|debug|info|notice|warn|warning|err|error|critical|crit|fatal|panic|emerg|alert";
/** `{"level":"error"}` and `{"severity":"ERROR"}`, wherever the key stands. */
const JSON_WORD = new RegExp(`"(?:level|severity|lvl|log\\.level)"\\s*:\\s*"(${WORD})"`, "i");
/** pino and bunyan count in tens. */
const JSON_NUMBER = /"level"\s*:\s*([1-6]0)\b/;
const LOGFMT = new RegExp(`\\b(?:level|lvl)="?(${WORD})\\b`, "i");
/** `ERROR …`, `[warn] …`, `error: …`; a word of a sentence is none. */
const FIRST_WORD = new RegExp(`^[[<]? ?(${WORD})\\b([\\]>:]?)`, "i");
/** What a line that begins with a level can begin with: most lines cannot. */
const MAY_BEGIN = new Set(
  [..."[<", ...WORD.replaceAll(/\B.|\|/g, ""), ...WORD.toUpperCase().replaceAll(/\B.|\|/g, "")].map((c) =>
    c.charCodeAt(0),
  ),
);
const NUMBERS: readonly LogLevel[] = ["trace", "debug", "info", "warn", "error", "fatal"];
const BRACE = 123;

/** The level that a line says of itself; `undefined` where it says none. */
export function levelOf(text: string): LogLevel | undefined {
  const first = text.charCodeAt(0);
  if (first === BRACE) {
    const word = JSON_WORD.exec(text)?.[1];
    if (word !== undefined) return LEVELS[word.toLowerCase()];
    const number = JSON_NUMBER.exec(text)?.[1];
    return number === undefined ? undefined : NUMBERS[Number(number) / 10 - 1];
  }
  if (MAY_BEGIN.has(first)) {
    const [, word, mark] = FIRST_WORD.exec(text) ?? [];
    if (word !== undefined && (mark !== "" || word === word.toUpperCase())) return LEVELS[word.toLowerCase()];
  }
  return text.includes("l=") ? LEVELS[LOGFMT.exec(text)?.[1]?.toLowerCase() ?? ""] : undefined;
}
