import { describe, expect, it } from "vitest";
import { inWords, nextRuns, timeUntil } from "./schedule.ts";

const runs = (cron: string, timeZone: string, after: string, count = 3) =>
  nextRuns(cron, timeZone, new Date(after), count)?.map((run) => run.toISOString().replace(":00.000Z", "Z"));

describe("the next runs of a cron text", () => {
  it("are in the job's time zone, and later than now", () => {
    expect(runs("0 3 * * *", "UTC", "2026-10-01T03:00:00Z")).toEqual([
      "2026-10-02T03:00Z",
      "2026-10-03T03:00Z",
      "2026-10-04T03:00Z",
    ]);
    expect(runs("0 3 * * *", "Asia/Kolkata", "2026-10-01T00:00:00Z", 1)).toEqual(["2026-10-01T21:30Z"]);
  });

  it("follow lists, ranges, steps and names", () => {
    expect(runs("*/20 9-10 * * mon-fri", "UTC", "2026-10-02T10:15:00Z", 4)).toEqual([
      "2026-10-02T10:20Z",
      "2026-10-02T10:40Z",
      "2026-10-05T09:00Z",
      "2026-10-05T09:20Z",
    ]);
    expect(runs("0 0 1 jan,jul *", "UTC", "2026-03-01T00:00:00Z", 2)).toEqual([
      "2026-07-01T00:00Z",
      "2027-01-01T00:00Z",
    ]);
  });

  it("take either day where both kinds are restricted, and 7 for Sunday", () => {
    expect(runs("0 0 13 * 7", "UTC", "2026-10-05T00:00:00Z")).toEqual([
      "2026-10-11T00:00Z",
      "2026-10-13T00:00Z",
      "2026-10-18T00:00Z",
    ]);
  });

  it("leave out a time that the clock leaps over, and have one that it shows twice once", () => {
    expect(runs("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00Z", 2)).toEqual([
      "2026-03-30T00:30Z",
      "2026-03-31T00:30Z",
    ]);
    expect(runs("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00:00Z", 2)).toHaveLength(2);
  });

  it("are far away on 29 February, and none on 31 February", () => {
    expect(runs("0 0 29 2 *", "UTC", "2026-01-01T00:00:00Z", 1)).toEqual(["2028-02-29T00:00Z"]);
    expect(runs("0 0 31 2 *", "UTC", "2026-01-01T00:00:00Z")).toEqual([]);
  });

  it("are not guessed for what is no cron text, no time zone or no time", () => {
    expect(runs("@daily", "UTC", "2026-01-01T00:00:00Z")).toBeUndefined();
    expect(runs("0 0 * * *", "Berlin", "2026-01-01T00:00:00Z")).toBeUndefined();
    expect(nextRuns("0 0 * * *", "UTC", new Date("never"), 3)).toBeUndefined();
  });
});

describe("a moment in words", () => {
  it("is a date and a time of the zone", () => {
    const moment = new Date("2026-10-01T01:00:00Z");
    expect(inWords(moment, "Europe/Berlin")).toBe("Thursday, 1 October 2026 at 03:00");
    expect(inWords(moment, "America/New_York")).toBe("Wednesday, 30 September 2026 at 21:00");
  });

  it("is so far away", () => {
    const after = (minutes: number) => timeUntil(new Date(minutes * 60_000), new Date(0));
    expect([1, 59, 60, 300, 47 * 60, 48 * 60].map(after)).toEqual([
      "in 1 minute",
      "in 59 minutes",
      "in 1 hour",
      "in 5 hours",
      "in 47 hours",
      "in 2 days",
    ]);
  });
});
