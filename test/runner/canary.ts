// A value that no run may let out: every acceptance test has it in its environment and, where an app is live, as the
// app's secret. Written from the encodings' definitions and not with the action's own code, which it judges.
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Plain text in YAML, and different in every encoding. */
export const CANARY = 'canary"9f8e\\7d6c/5b4a+\u00fc?';

/** What somebody might see of a value, by the name of its encoding. */
export function encodings(value: string): Record<string, string> {
  const bytes = Buffer.from(value, "utf8");
  // Within a longer text, base64 begins at one of three places; what its neighbours have no part in is the same.
  const shifted = [0, 1, 2].map((shift) =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(Math.ceil((shift * 4) / 3), Math.floor(((shift + bytes.length) * 4) / 3)),
  );
  return {
    plain: value,
    JSON: JSON.stringify(value).slice(1, -1),
    URL: encodeURIComponent(value),
    hex: bytes.toString("hex"),
    "upper-case hex": bytes.toString("hex").toUpperCase(),
    ...Object.fromEntries(shifted.map((form, shift) => [`base64 at ${shift}`, form])),
    reversed: [...value].reverse().join(""),
  };
}

/** The encodings in which a text holds a value, a text that is split over lines included. */
export function leaksIn(text: string, value: string): string[] {
  const joined = text.replaceAll(/[\r\n]+/g, "");
  return Object.entries(encodings(value))
    .filter(([, form]) => text.includes(form) || joined.includes(form))
    .map(([encoding]) => encoding);
}

/** What a run has let out: by its job log, its files and what it sent to GitHub. */
export interface Traces {
  readonly [where: string]: string;
}

/** @throws Error that says where a secret came out, and in which encoding. */
export function refuseLeaks(traces: Traces, secrets: readonly string[]): void {
  for (const [where, text] of Object.entries(traces))
    for (const secret of secrets) {
      const found = leaksIn(text, secret);
      if (found.length > 0)
        throw new Error(`A secret came out: ${secret.slice(0, 8)}… in ${where} (${found.join(", ")}).`);
    }
}

/** The job log without the lines by which the runner learns what to hide. */
export function withoutMasks(log: string): string {
  return log.replaceAll(/^::add-mask::.*$/gm, "");
}

/** The files below a folder that were not there before, as traces. */
export async function newFiles(folder: string, before: ReadonlySet<string>): Promise<Traces> {
  const traces: Record<string, string> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !before.has(path)) traces[relative(folder, path)] = await readFile(path, "utf8");
  }
  return traces;
}

/** Every text in plain data, keys included. */
export function textsIn(data: unknown): string[] {
  if (typeof data === "string") return [data];
  if (typeof data !== "object" || data === null) return [];
  return Array.isArray(data) ? data.flatMap(textsIn) : Object.entries(data).flat().flatMap(textsIn);
}
