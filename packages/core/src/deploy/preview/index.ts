export { PREVIEW_DATABASE_MODES, type PreviewDatabaseMode } from "./databases.ts";
export type { PreviewRefusal } from "./draft.ts";
export type { MissingSecret, PreviewSecrets } from "./envs.ts";
export {
  findMarkers,
  formatPreviewMarker,
  type MarkedPreview,
  PREVIEW_MARKER,
  type PreviewIdentity,
  previewName,
  previewScope,
  readPreview,
} from "./identity.ts";
export { PREVIEW_JOB_MODES, type PreviewJobMode } from "./jobs.ts";
export { type PreviewOptions, type PreviewPlan, planPreview } from "./plan.ts";
export { DEFAULT_PREVIEW_SIZE } from "./sizes.ts";
export {
  decideSweep,
  type FoundPreview,
  findPreviews,
  isOwnPreview,
  isPreviewOf,
  type PreviewRepository,
  type PullRequestState,
  previewedPullRequests,
  type SweepDecision,
  type SweepOptions,
} from "./sweep.ts";
