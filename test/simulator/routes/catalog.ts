import { notFound } from "../server/answer.ts";
import type { Call, Route } from "../server/route.ts";
import { REGIONS } from "../world/regions.ts";
import { findSize, INSTANCE_SIZES } from "../world/sizes.ts";

const SIZES = "/v2/apps/tiers/instance_sizes";

export const catalogRoutes: Route[] = [
  {
    method: "GET",
    path: "/v2/apps/regions",
    operation: "apps_list_regions",
    scope: "app:read",
    handle: () => ({ body: { regions: REGIONS } }),
  },
  {
    method: "GET",
    path: SIZES,
    operation: "apps_list_instanceSizes",
    scope: "app:read",
    handle: () => ({ body: { instance_sizes: INSTANCE_SIZES } }),
  },
  {
    method: "GET",
    path: `${SIZES}/{slug}`,
    operation: "apps_get_instanceSize",
    scope: "app:read",
    handle: getSize,
  },
];

function getSize(call: Call) {
  const size = findSize(call.params.slug ?? "");
  if (!size) throw notFound();
  return { body: { instance_size: size } };
}
