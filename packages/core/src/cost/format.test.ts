import { expect, test } from "vitest";
import { formatCents, formatMoney, formatMoneyChange, formatRange } from "./format.ts";

test("money is written with two decimals and its thousands apart", () => {
  expect([0, 24, 6.5, 0.02, 1040, 1234567.89, -5].map(formatMoney)).toEqual([
    "$0.00",
    "$24.00",
    "$6.50",
    "$0.02",
    "$1,040.00",
    "$1,234,567.89",
    "-$5.00",
  ]);
  expect(formatCents(1999)).toBe("$19.99");
});

test("a range is one figure where low and high are the same", () => {
  expect(formatRange({ low: 24, high: 24 })).toBe("$24.00");
  expect(formatRange({ low: 129, high: 265 })).toBe("$129.00–$265.00");
});

test("a change bears its sign", () => {
  expect(formatMoneyChange({ low: 12, high: 12 })).toBe("+$12.00");
  expect(formatMoneyChange({ low: -5, high: -5 })).toBe("-$5.00");
  expect(formatMoneyChange({ low: 0, high: 0 })).toBe("$0.00");
  expect(formatMoneyChange({ low: -5, high: 12 })).toBe("-$5.00 to +$12.00");
});
