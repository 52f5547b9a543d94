import { isRecord } from "./plain.ts";

/** One difference between two specs. Its values can be shown: secrets are `<secret>` in them. */
export interface SpecChange {
  readonly kind: "added" | "removed" | "changed";
  /** For people, by names: `services.web.instance_count`, `services.web.envs.MODE`, `domains[example.com]`. */
  readonly path: string;
  /** The component or database that it belongs to; absent for the app's own. */
  readonly component?: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** The change is one of a secret, or its values hold one. */
  readonly secret: boolean;
}

/** One readable line: `changed services.web.instance_count: 1 → 2`. */
export function formatChange({ kind, path, before, after }: SpecChange): string {
  const [from, to] = [formatValue(before), formatValue(after)];
  if (kind === "changed" && from === to) return `changed ${path}`;
  if (kind === "changed") return `changed ${path}: ${from || "…"} → ${to || "…"}`;
  const value = kind === "added" ? to : from;
  return value === "" ? `${kind} ${path}` : `${kind} ${path}: ${value}`;
}

/** Longer values say less than the path alone. */
const MAX_VALUE_LENGTH = 80;

function formatValue(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "string") {
    const line = /^[^\s"][^\r\n\t]*$/.test(value) ? value : JSON.stringify(value);
    return line.length <= MAX_VALUE_LENGTH ? line : `${line.slice(0, MAX_VALUE_LENGTH - 1)}…`;
  }
  // Of a whole component its name says enough.
  if (isRecord(value) && "name" in value) return "";
  const text = JSON.stringify(value) ?? "";
  return text.length <= MAX_VALUE_LENGTH ? text : "";
}
