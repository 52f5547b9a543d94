import type { CodeLens } from "vscode-languageserver-types";
import { DEFAULT_CATALOG } from "../catalog/index.ts";
import { estimateCost, formatRange, type MoneyRange } from "../cost/index.ts";
import type { SpecDocument } from "../spec/document.ts";
import { parsePath } from "../spec/path.ts";
import type { LanguageContext } from "./context.ts";
import { priceTitle } from "./price.ts";
import { Source } from "./source.ts";

/** What a lens is about, for who makes it do something. */
export interface LensData {
  readonly kind: "total" | "component";
  /** Dotted, as in a `Diagnostic`; empty for the total. */
  readonly path: string;
  /** The component's name; absent for the total. */
  readonly name?: string;
  /** US dollars. */
  readonly monthly: MoneyRange;
  /** False where the price is not known and not part of the total. */
  readonly counted: boolean;
}

export type CostLens = CodeLens & {
  readonly command: { title: string; command: string };
  readonly data: LensData;
};

/**
 * A lens above the app's name with what the whole costs a month, and one above each component with its price, from
 * the catalogue. The commands are empty: they show a text and do nothing. Never throws.
 */
export function codeLenses(
  source: string | SpecDocument,
  context: Pick<LanguageContext, "catalog"> = {},
): CostLens[] {
  const document = new Source(source).priced;
  const { monthly, components } = estimateCost(document.spec, {
    catalog: context.catalog ?? DEFAULT_CATALOG,
  });
  if (components.length === 0) return [];
  const uncounted = components.filter(({ counted }) => !counted).length;
  const rest = uncounted > 0 ? ` and ${uncounted} not counted` : "";
  return [
    lens(document, "name", `${formatRange(monthly)}/mo${rest}`, {
      kind: "total",
      path: "",
      monthly,
      counted: true,
    }),
    ...components
      .filter(({ path }) => path !== "")
      .map((item) =>
        lens(document, item.path, priceTitle(item), {
          kind: "component",
          path: item.path,
          name: item.name,
          monthly: item.monthly,
          counted: item.counted,
        }),
      ),
  ];
}

function lens(document: SpecDocument, at: string, title: string, data: LensData): CostLens {
  return { range: document.rangeOf(parsePath(at)), command: { title, command: "" }, data };
}
