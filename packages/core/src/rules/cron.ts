/** A schedule to write over: every night at three. */
export const EXAMPLE_SCHEDULE = { cron: "0 3 * * *" } as const;

const DAY = 24 * 60;

const BOUNDS = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31 },
  {
    name: "month",
    from: 1,
    to: 12,
    names: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
  },
  { name: "day of the week", from: 0, to: 7, names: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] },
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

/** The first of five fields that is none, what it stands for, and its bounds. */
export function wrongField(
  cron: string,
): { readonly text: string; readonly name: string; readonly from: number; readonly to: number } | undefined {
  const fields = cron.trim().split(/\s+/);
  const at = fields.length === 5 ? fields.findIndex((field, place) => !valuesOf(field, place)) : -1;
  const [text, bounds] = [fields[at], BOUNDS[at]];
  return text === undefined || !bounds ? undefined : { text, ...bounds };
}

/** Days in each month, January first; February has its 29th every four years. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Whether it asks for days that none of its months has, as the 31st of February, and for no day of the week. */
export function neverRuns({ days, months, anyDay, anyWeekday }: CronFields): boolean {
  if (anyDay || !anyWeekday) return false;
  return !months.some((month) => (days[0] ?? 0) <= (DAYS[month - 1] ?? 0));
}

/** What these words of other crons are in five fields. */
export const CRON_WORDS: Readonly<Record<string, string>> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

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
