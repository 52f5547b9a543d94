export interface Region {
  slug: string;
  label: string;
  flag: string;
  continent: string;
  data_centers: string[];
  default?: true;
}

/** The eight regions of the API reference's example answer. */
export const REGIONS: readonly Region[] = [
  region("ams", "Amsterdam", "netherlands", "Europe", ["ams3"]),
  { ...region("nyc", "New York", "usa", "North America", ["nyc1", "nyc3"]), default: true },
  region("fra", "Frankfurt", "germany", "Europe", ["fra1"]),
  region("sfo", "San Francisco", "usa", "North America", ["sfo3"]),
  region("sgp", "Singapore", "singapore", "Asia", ["sgp1"]),
  region("blr", "Bangalore", "india", "Asia", ["blr1"]),
  region("tor", "Toronto", "canada", "North America", ["tor1"]),
  region("lon", "London", "uk", "Europe", ["lon1"]),
];

/** The OpenAPI enum of a spec's `region` has two more than the list operation shows. */
const UNLISTED: readonly Region[] = [
  region("atl", "Atlanta", "usa", "North America", ["atl1"]),
  region("syd", "Sydney", "australia", "Australia", ["syd1"]),
];

export const DEFAULT_REGION = "nyc";

/** By its slug, or by that of one of its data centers: real specs say `nyc1` as often as `nyc`. */
export function findRegion(slug: string): Region | undefined {
  return [...REGIONS, ...UNLISTED].find((each) => each.slug === slug || each.data_centers.includes(slug));
}

function region(slug: string, label: string, flag: string, continent: string, dataCenters: string[]): Region {
  return { continent, data_centers: dataCenters, flag, label, slug };
}
