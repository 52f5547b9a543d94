/** What running a part of a script came to. */
interface Ran {
  readonly output: string;
  readonly status: number;
  /** `exit` was called, so what follows in the same shell does not run. */
  readonly exited: boolean;
}

/** Runs one simple command: what it prints, and its status. `exit` never comes here. */
export type Execute = (command: string, words: readonly string[]) => { output: string; status: number };

const MAX_DEPTH = 100;

/** Whether a text that was typed has an end, so that the shell need not wait for more lines. */
export function isComplete(script: string): boolean {
  const unquoted = script.replaceAll(/'[^']*'/g, "");
  const count = (character: string) => unquoted.split(character).length - 1;
  return count("(") <= count(")") && count("{ ") <= count("}") && !unquoted.includes("'");
}

/**
 * A toy of a POSIX shell: lists with `;` and line breaks, groups in braces, subshells in parentheses, `printf`, `$?`
 * and `exit`. Redirections are read and ignored.
 */
export function runScript(script: string, execute: Execute, status = 0, depth = 0): Ran {
  if (depth > MAX_DEPTH) return { output: "sh: nested too deep\n", status: 2, exited: false };
  let output = "";
  let last = status;
  for (const part of partsOf(script)) {
    const subshell = /^\(([\s\S]*)\)[^)]*$/.exec(part)?.[1];
    const group = /^\{ ([\s\S]*)\}$/.exec(part)?.[1];
    if (subshell !== undefined || group !== undefined) {
      const inner = runScript(subshell ?? group ?? "", execute, last, depth + 1);
      output += inner.output;
      last = inner.status;
      if (inner.exited && group !== undefined) return { output, status: last, exited: true };
      continue;
    }
    const [command = "", ...words] = wordsOf(part, last);
    if (command === "exit") return { output, status: Number(words[0] ?? last) & 255, exited: true };
    const ran = command === "printf" ? { output: printf(words), status: 0 } : execute(command, words);
    output += ran.output;
    last = ran.status;
  }
  return { output, status: last, exited: false };
}

/** Splits at `;` and line breaks outside of quotes, parentheses and braces. */
function partsOf(script: string): string[] {
  const parts = [""];
  let depth = 0;
  let quote = "";
  for (const character of script) {
    if (quote) quote = character === quote ? "" : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === "(" || character === "{") depth++;
    else if (character === ")" || character === "}") depth--;
    if (depth === 0 && !quote && (character === ";" || character === "\n")) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function wordsOf(command: string, status: number): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|[^\s'"]+/g)].map(
    ([word, single, double]) => single ?? (double ?? word).replaceAll("$?", String(status)),
  );
}

function printf([format = "", ...values]: readonly string[]): string {
  let next = 0;
  return format.replaceAll("\\n", "\n").replaceAll(/%[sd]/g, () => values[next++] ?? "");
}
