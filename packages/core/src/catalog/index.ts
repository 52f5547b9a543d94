export { BUILDPACKS, type Buildpack } from "./buildpacks.ts";
export {
  type Catalog,
  currentSizeFor,
  DEFAULT_CATALOG,
  findRegion,
  findSize,
  regionOfDataCenter,
} from "./catalog.ts";
export { type DatabaseEngine, ENGINES } from "./engines.ts";
export { catalogFromApi } from "./from-api.ts";
export type { Prices } from "./prices.ts";
export type { Region } from "./regions.ts";
export { DEFAULT_SIZE_SLUG, type InstanceSize } from "./sizes.ts";
