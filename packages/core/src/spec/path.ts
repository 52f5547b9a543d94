/** Where a value stands in a spec: map keys and zero-based list indexes from the root of the AppSpec. */
export type Path = readonly (string | number)[];

/** Writes a path as the API does in its error messages: dotted, with zero-based indexes (`services.0.envs.4.value`). */
export function formatPath(path: Path): string {
  return path.join(".");
}

/** Reads what {@link formatPath} wrote. Digits alone are an index; a map key made of digits cannot be told from one. */
export function parsePath(text: string): Path {
  if (text === "") return [];
  return text.split(".").map((part) => (/^\d+$/.test(part) ? Number(part) : part));
}
