import { expect, it } from "vitest";
import { minutesBetweenRuns } from "./cron.ts";
import { component, expectFix, found } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "wants a schedule for a scheduled job",
    component(
      "jobs",
      "kind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}\nschedule: {time_zone: UTC}",
    ),
    ["error job-schedule-required [SCHEDULED]"],
  ],
  [
    "warns of a schedule without a kind",
    component("jobs", "image: {registry_type: DOCR, repository: a}\nschedule: {cron: 0 3 * * *}"),
    ["warning job-schedule-kind [schedule]"],
  ],
  [
    "warns of a schedule of another kind",
    component(
      "jobs",
      "kind: PRE_DEPLOY\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: 0 3 * * *}",
    ),
    ["warning job-schedule-kind [schedule]"],
  ],
  [
    "takes runs every 15 minutes in a time zone",
    component(
      "jobs",
      "kind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: '*/15 8-18 * * MON-FRI', time_zone: Europe/Berlin}",
    ),
    [],
  ],
  [
    "does not take runs every minute",
    component(
      "jobs",
      "kind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: '* * * * *'}",
    ),
    ["error job-cron-15 ['* * * * *']"],
  ],
  [
    "does not take six fields",
    component(
      "jobs",
      "kind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: 0 0 3 * * *}",
    ),
    ["error job-cron-15 [0 0 3 * * *]"],
  ],
  [
    "warns of @daily, which the documentation does not know, and leaves placeholders alone",
    component(
      "jobs",
      "kind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: '@daily', time_zone: '${ZONE}'}",
    ),
    ["warning job-cron-15 ['@daily']"],
  ],
  ...(
    [
      ["0 0 31 2 *", "warning"],
      ["0 0 30,31 feb *", "warning"],
      ["0 0 31 4,6,9,11 *", "warning"],
      ["0 0 * * ?", "warning"],
      ["0 0 ? * 1", "warning"],
      ["*/5 0 * * ?", "error"],
      ["? 0 * * *", "error"],
      ["0 25 * * *", "error"],
      ["0 0 29 2 *", undefined],
      ["0 0 31 1-6 *", undefined],
      ["0 0 31 2 1", undefined],
      ["${MINUTE} 0 31 2 *", undefined],
    ] as const
  ).map(([cron, severity]): [string, string, string[]] => [
    `judges ${cron}`,
    component(
      "jobs",
      `kind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: "${cron}"}`,
    ),
    severity ? [`${severity} job-cron-15 ["${cron}"]`] : [],
  ]),
  [
    "does not take an abbreviation for a time zone",
    component(
      "jobs",
      "kind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: 0 3 * * *, time_zone: IST}",
    ),
    ["error job-timezone [IST]"],
  ],
  [
    "does not take an offset for a time zone",
    component(
      "jobs",
      "kind: SCHEDULED\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: 0 3 * * *, time_zone: '+05:30'}",
    ),
    ["error job-timezone ['+05:30']"],
  ],
  [
    "does not take a bare number for a time-out",
    component("jobs", "timeout: '30'\nimage: {registry_type: DOCR, repository: a}"),
    ["error job-timeout ['30']"],
  ],
  [
    "does not know the kind CRON",
    component("jobs", "kind: CRON\nimage: {registry_type: DOCR, repository: a}\nschedule: {cron: 0 3 * * *}"),
    ["error job-kind-cron [CRON]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});

it.each<[cron: string, minutes: number | undefined]>([
  ["* * * * *", 1],
  ["*/15 * * * *", 15],
  ["*/40 * * * *", 20],
  ["5/20 * * * *", 20],
  ["0,14 3 * * *", 14],
  ["0 3 * * *", 1440],
  ["55 23 * * *", 1440],
  ["0,55 0,23 * * *", 5],
  ["0,55 0,23 * * 1", 55],
  ["30 */6 1 jan sun-sat", 360],
  ["0 0 29 2 7", 1440],
  ["60 * * * *", undefined],
  ["* 24 * * *", undefined],
  ["* * 0 * *", undefined],
  ["5-1 * * * *", undefined],
  ["*/0 * * * *", undefined],
  ["a * * * *", undefined],
  ["* * * *", undefined],
  ["", undefined],
])("%j runs every %s minutes at most", (cron, minutes) => {
  expect(minutesBetweenRuns(cron)).toBe(minutes);
});

it.each([
  ["@daily", "0 0 * * *"],
  ["0 0 * * ?", "0 0 * * *"],
  ["0 0 ? * ?", "0 0 * * *"],
])("writes %s as %s", (cron, instead) => {
  const job = (text: string) =>
    `name: shop\njobs:\n  - name: a\n    kind: SCHEDULED\n    image:\n      registry_type: DOCR\n      repository: a\n    schedule:\n      cron: "${text}"\n`;
  expectFix("job-cron-15", job(cron), job(instead));
});
