import { type Catalog, DEFAULT_CATALOG, findSize } from "../../catalog/index.ts";
import { code } from "../../spec/schema/words.ts";
import type { Draft } from "./draft.ts";

/** The cheapest size of 1 GiB that more than one instance may have: enough for most, a fraction of production. */
export const DEFAULT_PREVIEW_SIZE = "apps-s-1vcpu-1gb";

/** One instance of each component, of a size that costs at most what `maxSize` does. */
export function capSizes(draft: Draft, maxSize: string, catalog: Catalog = DEFAULT_CATALOG): void {
  const cap = findSize(maxSize, catalog);
  const capped: string[] = [];
  for (const { name, value } of draft.components()) {
    const slug = value.instance_size_slug ?? undefined;
    const size = typeof slug === "string" ? findSize(slug, catalog) : undefined;
    // A size that nobody knows may cost anything.
    if (cap && slug !== undefined && (size?.priceCents ?? Number.POSITIVE_INFINITY) > cap.priceCents) {
      value.instance_size_slug = cap.slug;
      capped.push(code(name));
    }
    delete value.autoscaling;
    if (value.instance_count !== undefined) value.instance_count = 1;
  }
  if (capped.length > 0)
    draft.notes.push(
      `Size ${code(maxSize)} (\`preview-size\`) instead of a larger one: ${capped.join(", ")}.`,
    );
}
