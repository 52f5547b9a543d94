import { textOf } from "../../spec/plain.ts";
import { cronText } from "../hover/value.ts";
import type { Scene } from "./scene.ts";
import { KIND } from "./suggestion.ts";
import type { OfferedValue, ValueSource } from "./values.ts";

export const TIME_VALUES: readonly ValueSource[] = [
  { at: /\.schedule\.cron$/, values: crons },
  { at: /\.schedule\.time_zone$/, values: timeZones },
];

/** What people mostly want; the platform runs nothing more often than every 15 minutes. */
const CRONS: readonly [cron: string, words: string][] = [
  ["0 3 * * *", "every day at 3:00"],
  ["0 * * * *", "every hour"],
  ["*/15 * * * *", "every 15 minutes"],
  ["*/30 * * * *", "every 30 minutes"],
  ["0 */6 * * *", "every 6 hours"],
  ["0 3 * * 1-5", "Monday to Friday at 3:00"],
  ["0 3 * * 0", "every Sunday at 3:00"],
  ["0 3 1 * *", "on the first of every month at 3:00"],
];

function crons(scene: Scene): OfferedValue[] {
  const zone = textOf(scene.valueAt([...scene.place.path.slice(0, -1), "time_zone"])) ?? "UTC";
  const { now } = scene.context;
  return CRONS.map(([value, words]) => ({
    value,
    detail: words,
    documentation: now && cronText(value, zone, now),
  }));
}

let zones: readonly OfferedValue[] | undefined;

function timeZones(): OfferedValue[] {
  zones ??= ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")].map((value) => ({
    value,
    kind: KIND.enumMember,
  }));
  return [...zones];
}
