import { readCron } from "../rules/cron.ts";

/** Over a leap year that a century leaves out. */
const DAYS_LOOKED_AT = 8 * 366 + 1;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The next runs of a cron text in a time zone, the first one later than a moment. Fewer where it never runs again
 * (`0 0 31 2 *`); `undefined` for what is no cron text or no time zone. A time that the clock leaps over has no run, one that it
 * has twice has one.
 */
export function nextRuns(cron: string, timeZone: string, after: Date, count: number): Date[] | undefined {
  const fields = readCron(cron);
  const zone = zoneOf(timeZone);
  if (!fields || !zone || Number.isNaN(after.getTime())) return undefined;
  const today = Math.floor(wallTime(zone, after.getTime()) / DAY_MS) * DAY_MS;
  const runs: Date[] = [];
  for (let days = 0; days < DAYS_LOOKED_AT && runs.length < count; days++) {
    const date = new Date(today + days * DAY_MS);
    if (!fields.months.includes(date.getUTCMonth() + 1)) continue;
    const [dayIsDue, weekdayIsDue] = [
      fields.days.includes(date.getUTCDate()),
      fields.weekdays.some((weekday) => weekday % 7 === date.getUTCDay()),
    ];
    const either = !fields.anyDay && !fields.anyWeekday;
    if (!(either ? dayIsDue || weekdayIsDue : dayIsDue && weekdayIsDue)) continue;
    for (const hour of fields.hours)
      for (const minute of fields.minutes) {
        if (runs.length === count) return runs;
        const run = instantOf(zone, date.getTime() + (hour * 60 + minute) * 60_000);
        if (run !== undefined && run > after.getTime()) runs.push(new Date(run));
      }
  }
  return runs;
}

/** A moment as a person says it: `Thursday, 1 October 2026 at 03:00`, in a time zone that exists. */
export function inWords(moment: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts.get("weekday")}, ${parts.get("day")} ${parts.get("month")} ${parts.get("year")} at ${clockTime(moment, timeZone)}`;
}

/** `03:00`. */
export function clockTime(moment: Date, timeZone: string): string {
  const zone = zoneOf(timeZone);
  return zone ? new Date(wallTime(zone, moment.getTime())).toISOString().slice(11, 16) : "";
}

/** How long until a moment, roughly: `in 5 hours`. */
export function timeUntil(moment: Date, now: Date): string {
  const minutes = Math.max(1, Math.round((moment.getTime() - now.getTime()) / 60_000));
  if (minutes < 60) return `in ${counted(minutes, "minute")}`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `in ${counted(hours, "hour")}` : `in ${counted(Math.round(hours / 24), "day")}`;
}

function counted(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** A time zone by its name in the tz database; `undefined` where there is none. */
export function zoneOf(name: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: name,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
    });
  } catch {
    return undefined;
  }
}

/** What the clocks of a zone show at a moment, as if they showed UTC; in milliseconds, whole minutes. */
function wallTime(zone: Intl.DateTimeFormat, moment: number): number {
  const parts = new Map(zone.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

/** The moment at which the clocks of a zone show a time; `undefined` where they leap over it. */
function instantOf(zone: Intl.DateTimeFormat, wall: number): number | undefined {
  const offsetAt = (moment: number) => wallTime(zone, moment) - moment;
  const guess = wall - offsetAt(wall);
  const moment = wall - offsetAt(guess);
  return wallTime(zone, moment) === wall ? moment : undefined;
}
