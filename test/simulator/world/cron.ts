/** Whether a cron expression of five fields (numbers, lists, ranges, steps) is due at a minute of UTC. */
export function matchesCron(expression: string, at: number): boolean {
  const [minute, hour, day, month, weekday] = expression.trim().split(/\s+/);
  if (weekday === undefined) return false;
  const date = new Date(at);
  const dayMatches = matchesField(day, date.getUTCDate(), 1, 31);
  const weekdayMatches = matchesField(weekday.replaceAll("7", "0"), date.getUTCDay(), 0, 6);
  // As in every cron: when both days are restricted, either is enough.
  const either = day !== "*" && weekday !== "*";
  return (
    matchesField(minute, date.getUTCMinutes(), 0, 59) &&
    matchesField(hour, date.getUTCHours(), 0, 23) &&
    matchesField(month, date.getUTCMonth() + 1, 1, 12) &&
    (either ? dayMatches || weekdayMatches : dayMatches && weekdayMatches)
  );
}

function matchesField(field: string | undefined, value: number, min: number, max: number): boolean {
  return (field ?? "").split(",").some((part) => {
    const [range = "", step = "1"] = part.split("/");
    const [from, to] = range === "*" ? [min, max] : range.split("-").map(Number);
    const last = to ?? (part.includes("/") ? max : from);
    if (from === undefined || last === undefined || Number.isNaN(from)) return false;
    return value >= from && value <= last && (value - from) % Number(step) === 0;
  });
}
