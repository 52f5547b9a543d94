import { badRequest } from "./answer.ts";

/** One page of a list with its `links` (absolute, `{}` on a single page) and `meta`, as the platform cuts it. */
export function paginate<T>(items: readonly T[], url: URL) {
  const page = wholeNumber(url, "page", 1, Number.MAX_SAFE_INTEGER, 1);
  const perPage = wholeNumber(url, "per_page", 1, 200, 20);
  const last = Math.max(1, Math.ceil(items.length / perPage));
  const linkTo = (target: number) => {
    const link = new URL(url);
    link.searchParams.set("page", String(target));
    link.searchParams.set("per_page", String(perPage));
    return link.href;
  };
  const pages: Record<string, string> = {};
  if (page > 1) Object.assign(pages, { first: linkTo(1), prev: linkTo(Math.min(page - 1, last)) });
  if (page < last) Object.assign(pages, { next: linkTo(page + 1), last: linkTo(last) });
  return {
    items: items.slice((page - 1) * perPage, page * perPage),
    links: { pages },
    meta: { total: items.length },
  };
}

function wholeNumber(url: URL, key: string, min: number, max: number, fallback: number): number {
  const text = url.searchParams.get(key);
  if (text === null || text === "") return fallback;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number > max)
    throw badRequest(
      `invalid ${key} "${text}": a whole number from ${min} ${max <= 200 ? `to ${max}` : "on"}`,
    );
  return number;
}
