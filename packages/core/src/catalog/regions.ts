/** A region of App Platform, as `GET /v2/apps/regions` describes it. */
export interface Region {
  readonly slug: string;
  readonly label: string;
  readonly continent: string;
  /** Droplet data centres of the region; empty where no source names them. */
  readonly dataCenters: readonly string[];
  /** True while the region takes no new apps. */
  readonly disabled: boolean;
}

/** Eight of the API reference's example answer, and `atl` and `syd` of its enum of `region`. */
export const REGIONS: readonly Region[] = [
  region("ams", "Amsterdam", "Europe", "ams3"),
  region("atl", "Atlanta", "North America"),
  region("blr", "Bangalore", "Asia", "blr1"),
  region("fra", "Frankfurt", "Europe", "fra1"),
  region("lon", "London", "Europe", "lon1"),
  region("nyc", "New York", "North America", "nyc1", "nyc3"),
  region("sfo", "San Francisco", "North America", "sfo3"),
  region("sgp", "Singapore", "Asia", "sgp1"),
  region("syd", "Sydney", "Australia"),
  region("tor", "Toronto", "North America", "tor1"),
];

function region(slug: string, label: string, continent: string, ...dataCenters: string[]): Region {
  return { slug, label, continent, dataCenters, disabled: false };
}
