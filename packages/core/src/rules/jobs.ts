import { hasPlaceholder } from "../spec/schema/index.ts";
import { CRON_WORDS, EXAMPLE_SCHEDULE, minutesBetweenRuns, neverRuns, readCron, wrongField } from "./cron.ts";
import { insertKey, replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, title } from "./words.ts";

const jobScheduleRequired: Rule = {
  id: "job-schedule-required",
  severity: "error",
  title: "A scheduled job has a schedule",
  explanation: "`kind: SCHEDULED` says that the job runs by the clock, `schedule.cron` says when.",
  evidence: "docs",
  bad: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      image: {registry_type: DOCR, repository: cleanup}
  `,
  good: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      schedule: {cron: "0 3 * * *"}
      image: {registry_type: DOCR, repository: cleanup}
  `,
  about: ["jobs"],
  check(context) {
    for (const job of context.of("jobs")) {
      const { path, spec } = job;
      if (spec.kind !== "SCHEDULED" || spec.schedule?.cron) continue;
      if (context.mistaken(path, "schedule")) continue;
      context.report({
        path: [...path, "kind"],
        absent: true,
        message: `The ${title(job)} runs by the clock, but nothing says when. Add \`schedule: {cron: "0 3 * * *", time_zone: UTC}\`.`,
        fixes: (document) => (spec.schedule ? [] : insertKey(document, path, "schedule", EXAMPLE_SCHEDULE)),
      });
    }
  },
};

const jobScheduleKind: Rule = {
  id: "job-schedule-kind",
  severity: "warning",
  title: "Only scheduled jobs have a schedule",
  explanation:
    "A job without `kind` runs after each deployment. A `schedule` beside another kind than `SCHEDULED` is probably not obeyed.",
  evidence: "inferred",
  bad: `
    name: shop
    jobs:
    - name: cleanup
      schedule: {cron: "0 3 * * *"}
      image: {registry_type: DOCR, repository: cleanup}
  `,
  good: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      schedule: {cron: "0 3 * * *"}
      image: {registry_type: DOCR, repository: cleanup}
  `,
  about: ["schedule"],
  check(context) {
    for (const { path, spec } of context.of("jobs")) {
      if (!spec.schedule || spec.kind === "SCHEDULED" || context.mistaken(path, "kind")) continue;
      context.report({
        path: [...path, "schedule"],
        at: "key",
        message: spec.kind
          ? `A job of the kind ${code(spec.kind)} does not run by the clock. Write \`kind: SCHEDULED\`, or remove \`schedule\`.`
          : "Without `kind: SCHEDULED` the job runs after each deployment, not by the clock. Add it.",
        fixes: (document) => (spec.kind ? [] : insertKey(document, path, "kind", "SCHEDULED")),
      });
    }
  },
};

const jobCron15: Rule = {
  id: "job-cron-15",
  severity: "error",
  title: "Scheduled jobs run at most every 15 minutes",
  explanation:
    "`schedule.cron` has the five fields minute, hour, day of the month, month and day of the week, and two runs are at least 15 minutes apart.",
  evidence: "docs",
  bad: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      schedule: {cron: "*/5 * * * *"}
      image: {registry_type: DOCR, repository: cleanup}
  `,
  good: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      schedule: {cron: "*/15 * * * *"}
      image: {registry_type: DOCR, repository: cleanup}
  `,
  about: ["schedule"],
  check(context) {
    for (const { path, spec } of context.of("jobs")) {
      const cron = spec.schedule?.cron;
      const problem = cron && !hasPlaceholder(cron) ? cronProblem(cron) : undefined;
      if (!problem) continue;
      const { instead, ...said } = problem;
      const place = [...path, "schedule", "cron"];
      context.report({
        ...said,
        path: place,
        fixes: (document) => (instead === undefined ? [] : replaceValue(document, place, instead)),
      });
    }
  },
};

const jobTimezone: Rule = {
  id: "job-timezone",
  severity: "error",
  title: "`time_zone` is a name of the tz database",
  explanation:
    "`Europe/Berlin`, `America/New_York` or `UTC`; neither an abbreviation such as `IST` nor an offset.",
  evidence: "docs",
  bad: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      schedule: {cron: "0 3 * * *", time_zone: "+05:30"}
      image: {registry_type: DOCR, repository: cleanup}
  `,
  good: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      schedule: {cron: "0 3 * * *", time_zone: Asia/Kolkata}
      image: {registry_type: DOCR, repository: cleanup}
  `,
  about: ["schedule"],
  check(context) {
    for (const { path, spec } of context.of("jobs")) {
      const zone = spec.schedule?.time_zone;
      if (!zone || isTimeZone(zone) || hasPlaceholder(zone)) continue;
      context.report({
        path: [...path, "schedule", "time_zone"],
        message: `${code(zone)} is no time zone of the tz database. Write a name such as \`Europe/Berlin\`, \`Asia/Kolkata\` or \`UTC\`.`,
      });
    }
  },
};

const jobTimeout: Rule = {
  id: "job-timeout",
  severity: "error",
  title: "A job's `timeout` is a duration",
  explanation: "A number with its unit, such as `90s`, `30m` (the default) or `1h30m`.",
  evidence: "client",
  checkedBy: "schema",
  bad: `
    name: shop
    jobs:
    - name: migrate
      kind: PRE_DEPLOY
      timeout: "30"
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    jobs:
    - name: migrate
      kind: PRE_DEPLOY
      timeout: 30m
      image: {registry_type: DOCR, repository: api}
  `,
};

const jobKindCron: Rule = {
  id: "job-kind-cron",
  severity: "error",
  title: "The kind of a cron job is `SCHEDULED`",
  explanation:
    "There is no `CRON`: a job that runs by the clock is of the kind `SCHEDULED` and has `schedule.cron`.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    jobs:
    - name: cleanup
      kind: CRON
      schedule: {cron: "0 3 * * *"}
      image: {registry_type: DOCR, repository: cleanup}
  `,
  good: `
    name: shop
    jobs:
    - name: cleanup
      kind: SCHEDULED
      schedule: {cron: "0 3 * * *"}
      image: {registry_type: DOCR, repository: cleanup}
  `,
};

export const JOB_RULES = [
  jobScheduleRequired,
  jobScheduleKind,
  jobCron15,
  jobTimezone,
  jobTimeout,
  jobKindCron,
];

interface CronProblem {
  readonly message: string;
  readonly severity?: "warning";
  readonly instead?: string;
}

function cronProblem(cron: string): CronProblem | undefined {
  if (cron.startsWith("@")) {
    const instead = CRON_WORDS[cron];
    // Many readers of cron take these words: whether this one does is not documented.
    return {
      severity: "warning",
      message: `The documentation speaks of five fields (minute, hour, day of the month, month, day of the week), not of ${code(cron)}. Write ${instead ? code(instead) : "them"} instead.`,
      ...(instead && { instead }),
    };
  }
  const plain = cron.replaceAll(/(?<=^\S+\s+\S+\s+(?:\S+\s+\S+\s+)?)\?(?=\s|$)/g, "*");
  const gap = minutesBetweenRuns(plain);
  if (gap === undefined) return { message: unreadableCron(plain) };
  if (gap < 15)
    return {
      message: `Runs must be at least 15 minutes apart, and some of these are ${gap} minute${gap === 1 ? "" : "s"} apart. Write \`*/15\` or fewer minutes in the first field.`,
    };
  if (plain !== cron)
    return {
      severity: "warning",
      message: `\`?\` for any day is known to some kinds of cron alone, and the documentation does not name it. Write ${code(plain)}.`,
      instead: plain,
    };
  const fields = readCron(plain);
  return fields && neverRuns(fields)
    ? {
        severity: "warning",
        message:
          "This never runs: none of these months has such a day. Write a day that there is, or another month.",
      }
    : undefined;
}

function unreadableCron(cron: string): string {
  const wrong = wrongField(cron);
  if (!wrong)
    return "This is no cron text of five fields (minute, hour, day of the month, month, day of the week). Write one such as `0 3 * * *`, every night at three.";
  const { text, name, from, to } = wrong;
  return `${code(text)} cannot be the ${name} of a cron text. Write a number from ${from} to ${to}, \`*\` for any, or a range, list or step of these.`;
}

/** Asking the engine takes half a millisecond, and specs are validated at every keystroke. */
const TIME_ZONES = new Set(["UTC"]);

/** All names of three letters in the tz database. */
const THREE_LETTERS: readonly string[] = [
  "CET",
  "EET",
  "EST",
  "GMT",
  "HST",
  "MET",
  "MST",
  "PRC",
  "ROC",
  "ROK",
  "UCT",
  "UTC",
  "WET",
];

function isTimeZone(name: string): boolean {
  if (TIME_ZONES.has(name)) return true;
  // Engines also take offsets, and abbreviations such as IST that mean two zones: neither is in the database.
  if (!/^[A-Za-z]/.test(name) || (/^[A-Z]{3}$/.test(name) && !THREE_LETTERS.includes(name))) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    TIME_ZONES.add(name);
    return true;
  } catch {
    return false;
  }
}
