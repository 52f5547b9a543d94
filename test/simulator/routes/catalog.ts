import { notFound } from "../server/answer.ts";
import { type Call, type Route, route } from "../server/route.ts";
import { REGIONS } from "../world/regions.ts";
import { findSize, INSTANCE_SIZES } from "../world/sizes.ts";

const SIZES = "/v2/apps/tiers/instance_sizes";

export const catalogRoutes: Route[] = [
  route("GET", "/v2/apps/regions", "apps_list_regions", "app:read", () => ({ body: { regions: REGIONS } })),
  route("GET", SIZES, "apps_list_instanceSizes", "app:read", () => ({
    body: { instance_sizes: INSTANCE_SIZES },
  })),
  route("GET", `${SIZES}/{slug}`, "apps_get_instanceSize", "app:read", getSize),
];

function getSize(call: Call) {
  const size = findSize(call.params.slug ?? "");
  if (!size) throw notFound();
  return { body: { instance_size: size } };
}
