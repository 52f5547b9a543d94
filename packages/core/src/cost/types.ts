/** US dollars. Low and high differ where autoscaling decides. */
export interface MoneyRange {
  readonly low: number;
  readonly high: number;
}

/** How many instances run, at least and at most. */
export interface CountRange {
  readonly low: number;
  readonly high: number;
}

export type CostKind =
  | "service"
  | "static-site"
  | "worker"
  | "job"
  | "functions"
  | "database"
  | "dedicated-egress"
  | "static-app";

/** What one part of the app costs a month. */
export interface CostItem {
  readonly kind: CostKind;
  readonly name: string;
  /** Where it stands in the spec, as in a `Diagnostic`: `services.0`; empty for the app itself. */
  readonly path: string;
  /** False where the price is not in the sum, because the spec does not tell it: a note of this component says why. */
  readonly counted: boolean;
  readonly monthly: MoneyRange;
  readonly size?: string;
  readonly count?: CountRange;
  /** One instance, or the thing itself, for a whole month, in US cents. */
  readonly unitCents?: number;
  /** The size is one of those for apps created before 7 May 2024. */
  readonly legacy?: true;
}

export type CostNoteCode =
  | "archived"
  | "bandwidth"
  | "count-limit"
  | "default-size"
  | "functions"
  | "inactivity-sleep"
  | "job"
  | "legacy-size"
  | "production-database"
  | "static-app"
  | "unknown-size"
  | "unreadable";

/** Something that the sum does not say by itself: what is not counted, assumed or could not be read. */
export interface CostNote {
  readonly code: CostNoteCode;
  readonly message: string;
  /** The name of the component that it is about; absent for the whole app. */
  readonly component?: string;
}

/** What an app costs a month. */
export interface CostEstimate {
  readonly monthly: MoneyRange;
  readonly currency: "USD";
  /** The price list that it rests on, which may be older than the account's prices. */
  readonly catalog: { readonly asOf: string; readonly source: string };
  readonly components: readonly CostItem[];
  readonly notes: readonly CostNote[];
}

/** The price of one part, in whole cents: money is added up before it becomes dollars. */
export interface PricedItem extends Omit<CostItem, "monthly"> {
  readonly cents: { readonly low: number; readonly high: number };
}

/** What reading a part of the spec yields. */
export interface Priced {
  readonly items: readonly PricedItem[];
  readonly notes: readonly CostNote[];
}
