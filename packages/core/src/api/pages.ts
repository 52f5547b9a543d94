import type { ListCall } from "./call.ts";
import { isRecord, listIn } from "./envelope.ts";
import type { Pipeline } from "./pipeline.ts";

/** The most that the platform allows. */
const PER_PAGE = 200;

/**
 * All items of a paged list, a page at a time as they are read. What is created meanwhile pushes items on to the
 * next page, so an id is told once; a page without news is the last.
 */
export async function* allPages<T extends { readonly id?: string }>(
  pipeline: Pipeline,
  call: ListCall,
  key: string,
): AsyncGenerator<T> {
  const seen = new Set<string>();
  for (let page = 1; ; page++) {
    const query = { ...call.query, page, per_page: PER_PAGE };
    const { items, more } = await pipeline.send({
      ...call,
      method: "GET",
      query,
      read: (body) => ({ items: listIn<T>(key)(body), more: hasNext(body) }),
    });
    const fresh = items.filter(({ id }) => id === undefined || !seen.has(id));
    for (const { id } of fresh) if (id !== undefined) seen.add(id);
    yield* fresh;
    if (!more || fresh.length === 0) return;
  }
}

/**
 * `links.pages.next` is there while there are more; its URL is not followed, because only ours gets the token.
 * The reference's example of events nests one `pages` too many.
 */
function hasNext(body: unknown): boolean {
  const pages = recordIn(recordIn(body, "links"), "pages");
  const next = (recordIn(pages, "pages") ?? pages)?.next;
  return typeof next === "string" && next !== "";
}

function recordIn(value: unknown, key: string): Readonly<Record<string, unknown>> | undefined {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : undefined;
}
