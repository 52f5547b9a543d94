/** One line of a log, without what a terminal must not be sent; colours are left in. */
export interface LogLine {
  readonly kind: "line";
  /** Empty where the line does not say, and no component was asked for. */
  readonly component: string;
  /** RFC 3339 with up to nine digits, as the platform writes it; empty where the line has none. */
  readonly time: string;
  readonly text: string;
  /** As the line says of itself, in JSON, logfmt or its first word. */
  readonly level?: LogLevel;
  readonly deploymentId: string;
}

export type LogLevel = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** Something about the stream itself, which a reader wants to see between its lines. */
export type LogNotice = {
  readonly kind: "notice";
  readonly message: string;
  readonly deploymentId: string;
} & (
  | { readonly code: "waiting" }
  | { readonly code: "connected" }
  /** `status`: the answer of a refused connection. */
  | { readonly code: "dropped"; readonly retryInMs: number; readonly status?: number }
  /** Another deployment is active now; what follows is its log. */
  | { readonly code: "switched"; readonly previousDeploymentId: string }
  | ({ readonly code: "skipped" } & Skipped)
  | { readonly code: "ended"; readonly reason: EndReason }
);

/** Lines that do not come, and how many, where that can be known: the platform does not number its lines. */
export type Skipped =
  /** Written between two times, and gone when the stream was there again. How many they were nobody says. */
  | { readonly reason: "gone"; readonly afterTime: string; readonly beforeTime: string }
  /** From before `since`. What `tailLines` leaves out is not told: the platform may have left out more, uncounted. */
  | { readonly reason: "not-asked"; readonly lines: number }
  /** Frames of the stream that are no JSON, also when they were asked for again. */
  | { readonly reason: "unreadable"; readonly frames: number };

/**
 * `complete`: there is no more. `deployment-over`: the deployment has another phase now. `inactive`: no deployment is
 * active. `archived` and `deleted` are said of the app (or of the deployment that was named).
 */
export type EndReason = "complete" | "deployment-over" | "inactive" | "archived" | "deleted";

export type LogEvent = LogLine | LogNotice;
