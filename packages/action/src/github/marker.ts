import { createHash } from "node:crypto";
import type { GitHubContext } from "./context.ts";

/** What the first line of a comment tells about it; invisible on GitHub. */
export interface Marker {
  /** {@link markerKey} of what the comment is about. */
  readonly key: string;
  readonly runId: number;
  readonly runAttempt: number;
  /** The pull request's head that was looked at. */
  readonly head: string;
}

const MARKER =
  /^<!-- app-platform-toolkit:v1 key=([0-9a-f]+) run=(\d{1,15})\.(\d{1,9}) head=([0-9a-f]+) at=([0-9TZ:.-]+) -->$/;

/** A short name without any character that could end the marker. */
export function markerKey(key: string): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 12);
}

export function markerOf(context: GitHubContext, key: string): Marker {
  const head = context.pullRequest?.headSha ?? context.sha;
  return { key: markerKey(key), runId: context.runId, runAttempt: context.runAttempt, head };
}

export function formatMarker({ key, runId, runAttempt, head }: Marker, at: Date): string {
  return `<!-- app-platform-toolkit:v1 key=${key} run=${runId}.${runAttempt} head=${head} at=${at.toISOString()} -->`;
}

/** A comment's text in its parts. */
export interface MarkedText {
  readonly marker: Marker;
  /** When it was written, as ISO 8601. */
  readonly at: string;
  /** What a reader sees. */
  readonly visible: string;
}

/** Splits a comment's text into the marker of its first line and what a reader sees; undefined without a marker. */
export function readMarked(text: string): MarkedText | undefined {
  // GitHub may give line breaks back as the browsers' CRLF.
  const lines = text.replaceAll("\r\n", "\n");
  const end = lines.indexOf("\n");
  const match = MARKER.exec(end === -1 ? lines : lines.slice(0, end));
  if (!match) return undefined;
  const [, key = "", runId, runAttempt, head = "", at = ""] = match;
  const marker = { key, runId: Number(runId), runAttempt: Number(runAttempt), head };
  return { marker, at, visible: end === -1 ? "" : lines.slice(end + 1) };
}

/**
 * Below zero when `a` is of an older run than `b`. Run ids grow with time, and a run that is started again keeps its
 * id and counts its attempts.
 */
export function compareRuns(a: Marker, b: Marker): number {
  return a.runId - b.runId || a.runAttempt - b.runAttempt;
}

/** The order of texts: of a newer run, or later of the same. */
export function compareTexts(a: MarkedText, b: MarkedText): number {
  return compareRuns(a.marker, b.marker) || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
}
