import { type AppPlatformClient, type Catalog, catalogFromApi } from "@app-platform-toolkit/core";

/** Sizes, prices and regions as the platform lists them now. */
export async function readCatalog(client: AppPlatformClient, now: Date): Promise<Catalog> {
  const [sizes, regions] = await Promise.all([client.catalog.sizes(), client.catalog.regions()]);
  return catalogFromApi(sizes, regions, now.toISOString().slice(0, 10));
}
