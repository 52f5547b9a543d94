/** A schedule to write over: every night at three. */
export const EXAMPLE_SCHEDULE = { cron: "0 3 * * *" } as const;

const DAY = 24 * 60;

const BOUNDS = [
  { from: 0, to: 59 },
  { from: 0, to: 23 },
  { from: 1, to: 31 },
  {
    from: 1,
    to: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { from: 0, to: 7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
];

/** The values of each field of a cron text, in order. */
export interface CronFields {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: readonly number[];
  /** 1 is January. */
  readonly months: readonly number[];
  /** 0 and 7 are Sunday. */
  readonly weekdays: readonly number[];
  /** Whether it is due every day: where both kinds of days are restricted, one of them is enough. */
  readonly anyDay: boolean;
  readonly anyWeekday: boolean;
}

/** Reads the five fields of cron; `undefined` for a text that is none. */
export function readCron(cron: string): CronFields | undefined {
  const fields = cron.trim().split(/\s+/);
  if (fields.length !== 5) return undefined;
  const [minutes, hours, days, months, weekdays] = fields.map(valuesOf);
  if (!minutes || !hours || !days || !months || !weekdays) return undefined;
  const [anyDay, anyWeekday] = [fields[2], fields[4]].map((field) => field?.startsWith("*") ?? false);
  return {
    minutes,
    hours,
    days,
    months,
    weekdays,
    anyDay: anyDay === true,
    anyWeekday: anyWeekday === true,
  };
}

/**
 * The shortest time between two runs of a cron text, in minutes; 1440 for one run a day. `undefined` for a text
 * that is not five fields of cron. Over midnight only texts that run every day are looked at.
 */
export function minutesBetweenRuns(cron: string): number | undefined {
  const read = readCron(cron);
  if (!read) return undefined;
  const times = read.hours
    .flatMap((hour) => read.minutes.map((minute) => hour * 60 + minute))
    .sort((a, b) => a - b);
  const first = times[0] ?? 0;
  const daily = cron
    .trim()
    .split(/\s+/)
    .slice(2)
    .every((field) => field === "*");
  const next = daily ? first + DAY : Number.POSITIVE_INFINITY;
  const gaps = times.map((time, at) => (times[at + 1] ?? next) - time);
  return Math.min(DAY, ...gaps);
}

/** The values that a field of cron stands for, in order: `*`, `5`, `1-5`, steps, `mon-fri` and lists of these. */
function valuesOf(field: string, at: number): number[] | undefined {
  const { from, to, names = [] } = BOUNDS[at] ?? { from: 0, to: 0 };
  const values = new Set<number>();
  for (const part of field.toLowerCase().split(",")) {
    const match = /^(?:\*|(\w+)(?:-(\w+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) return undefined;
    const [, first, last, stepText] = match;
    const low = first === undefined ? from : numberOf(first, names, from);
    // `5/15` counts on from 5, `5` is itself alone.
    const high =
      first === undefined ? to : last !== undefined ? numberOf(last, names, from) : stepText ? to : low;
    const step = Number(stepText ?? 1);
    if (!(low >= from && low <= high && high <= to && step >= 1)) return undefined;
    for (let value = low; value <= high; value += step) values.add(value);
  }
  return [...values].sort((a, b) => a - b);
}

function numberOf(text: string, names: readonly string[], from: number): number {
  const named = names.indexOf(text);
  return named >= 0 ? named + from : /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
