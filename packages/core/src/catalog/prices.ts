/** Everything that has a price and is not an instance size. US cents, a month, unless the name says otherwise. */
export interface Prices {
  /** A development database (`databases[]` with `production` not true). */
  readonly devDatabaseCents: number;
  /** `egress.type: DEDICATED_IP`, once for the app. */
  readonly dedicatedEgressCents: number;
  /** An app made only of static sites, functions and databases, once the free ones are used up. For the app, not for each site. */
  readonly staticAppCents: number;
  readonly freeStaticApps: number;
  readonly freeStaticAppBandwidthGib: number;
  readonly bandwidthOverageCentsPerGib: number;
  /** Millionths of a cent: $0.0000185 for one GiB-second. */
  readonly functionsMicrocentsPerGibSecond: number;
  /** For the whole account. */
  readonly functionsFreeGibSeconds: number;
  /** What of the price is left while a service with `inactivity_sleep` is asleep, in percent. */
  readonly asleepPercent: number;
  /** A month has 28 billed days: the price per second times this is the price per month, for every size. */
  readonly billedSecondsPerMonth: number;
  readonly minimumBilledSeconds: number;
}

/** The App Platform pricing page of 29 August 2025; the price while asleep is of the scale-to-zero page of 25 March 2026. */
export const PRICES: Prices = {
  devDatabaseCents: 7_00,
  dedicatedEgressCents: 25_00,
  staticAppCents: 3_00,
  freeStaticApps: 3,
  freeStaticAppBandwidthGib: 1,
  bandwidthOverageCentsPerGib: 2,
  functionsMicrocentsPerGibSecond: 1850,
  functionsFreeGibSeconds: 90_000,
  asleepPercent: 10,
  billedSecondsPerMonth: 28 * 24 * 60 * 60,
  minimumBilledSeconds: 60,
};
