import { code } from "../spec/schema/words.ts";
import type { Named } from "./context.ts";

export { code };

/** A piece of the document within code that we write around it. */
export function inCode(value: unknown): string {
  return code(value).slice(1, -1);
}

const KIND_WORDS: Record<Named["kind"], string> = {
  services: "service",
  static_sites: "static site",
  workers: "worker",
  jobs: "job",
  functions: "functions component",
  databases: "database",
};

/** What a list's entry is called in a sentence: `static site`. */
export function kindWord(kind: Named["kind"]): string {
  return KIND_WORDS[kind];
}

/** An entry as a sentence names it: ``service `api` ``, or `service 2` where it has no name. */
export function title(entry: {
  kind: Named["kind"];
  index: number;
  spec: { name?: string | undefined };
}): string {
  return entry.spec.name
    ? `${KIND_WORDS[entry.kind]} ${code(entry.spec.name)}`
    : `${KIND_WORDS[entry.kind]} ${entry.index + 1}`;
}

/** A sentence with more names than this is not read to its end. */
const MAX_LISTED = 10;

/** `` `a`, `b` or `c` ``. */
export function codeList(values: Iterable<string>, last: "or" | "and"): string {
  const listed: string[] = [];
  for (const value of values) if (listed.push(value) > MAX_LISTED) break;
  const quoted = listed.slice(0, MAX_LISTED).map(code);
  if (listed.length > MAX_LISTED) return `${quoted.join(", ")} …`;
  const end = quoted.pop() ?? "";
  return quoted.length === 0 ? end : `${quoted.join(", ")} ${last} ${end}`;
}
