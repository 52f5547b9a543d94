import type { MoneyRange } from "./types.ts";

/** Dollars as people read them: `$24.00`, `$1,040.00`, `-$5.00`. */
export function formatMoney(dollars: number): string {
  return formatCents(toCents(dollars));
}

/** The same for a whole number of cents. */
export function formatCents(cents: number): string {
  const amount = Math.abs(cents);
  const dollars = formatWhole(Math.floor(amount / 100));
  return `${cents < 0 ? "-" : ""}$${dollars}.${String(amount % 100).padStart(2, "0")}`;
}

/** `$24.00`, or `$129.00–$265.00` where low and high differ. */
export function formatRange({ low, high }: MoneyRange): string {
  return low === high ? formatMoney(low) : `${formatMoney(low)}–${formatMoney(high)}`;
}

/** A difference with its sign: `+$12.00`, `-$5.00`, `$0.00`; `-$5.00 to +$12.00` where low and high differ. */
export function formatMoneyChange({ low, high }: MoneyRange): string {
  return low === high ? signed(low) : `${signed(low)} to ${signed(high)}`;
}

/** A whole number with its thousands apart: `90,000`. */
export function formatWhole(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** Back from dollars to the whole cents that they were made of. */
export function toCents(dollars: number): number {
  return Math.round(dollars * 100);
}

function signed(dollars: number): string {
  return `${dollars > 0 ? "+" : ""}${formatMoney(dollars)}`;
}
