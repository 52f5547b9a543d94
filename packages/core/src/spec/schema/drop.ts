import type { Path } from "../path.ts";

/**
 * The value without what stands at some paths, and without nulls (a key that nothing follows is as good as not
 * there): what is not touched is shared with the original. A list keeps its length, for its indexes are places in
 * the document; a dropped item is `undefined`.
 */
export function dropPaths(value: unknown, paths: readonly Path[]): unknown {
  const dropped: Branch = new Map();
  for (const path of paths) {
    if (path.length === 0) return undefined;
    mark(dropped, path);
  }
  return without(value, dropped);
}

/** Which keys and indexes go, whole or in part. */
type Branch = Map<string, Branch | "whole">;

const UNTOUCHED: Branch = new Map();

function mark(branch: Branch, [step, ...rest]: Path): void {
  const key = String(step);
  const below = branch.get(key);
  if (below === "whole") return;
  if (rest.length === 0) {
    branch.set(key, "whole");
    return;
  }
  const next: Branch = below ?? new Map();
  branch.set(key, next);
  mark(next, rest);
}

function without(value: unknown, dropped: Branch): unknown {
  if (typeof value !== "object") return value;
  if (value === null) return undefined;
  let copy: Record<string, unknown> | unknown[] | undefined;
  for (const [key, child] of Object.entries(value)) {
    const below = dropped.get(key) ?? UNTOUCHED;
    const kept = below === "whole" ? undefined : without(child, below);
    if (kept === child) continue;
    copy ??= Array.isArray(value) ? [...value] : { ...value };
    if (Array.isArray(copy)) copy[Number(key)] = kept;
    else if (kept === undefined) delete copy[key];
    else copy[key] = kept;
  }
  return copy ?? value;
}
