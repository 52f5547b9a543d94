import { isRecord, listIn } from "./envelope.ts";
import type { Call, Pipeline } from "./pipeline.ts";

const PER_PAGE = 200;

/** All items of a paged list, a page at a time as they are read. */
export async function* allPages<T extends object>(
  pipeline: Pipeline,
  call: Call,
  key: string,
): AsyncGenerator<T> {
  for (let page = 1; ; page++) {
    const body = await pipeline.send({ ...call, query: { ...call.query, page, per_page: PER_PAGE } });
    const items = listIn<T>(body, key, call);
    yield* items;
    if (items.length === 0 || !hasNext(body)) return;
  }
}

/** `links.pages.next` is there while there are more; its URL is not followed, because only ours gets the token. */
function hasNext(body: unknown): boolean {
  const links = isRecord(body) ? body.links : undefined;
  const pages = isRecord(links) ? links.pages : undefined;
  return isRecord(pages) && typeof pages.next === "string" && pages.next !== "";
}
