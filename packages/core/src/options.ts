// The words that options take, without what works by them: for what must start quickly, as a command line does.
export { type ImageOverride, parseImage } from "./deploy/images.ts";
export { ALLOWABLE, type Allowable } from "./deploy/policy.ts";
export { PREVIEW_DATABASE_MODES, type PreviewDatabaseMode } from "./deploy/preview/databases.ts";
export { PREVIEW_JOB_MODES, type PreviewJobMode } from "./deploy/preview/jobs.ts";
export { DEFAULT_PREVIEW_SIZE } from "./deploy/preview/sizes.ts";
export { nearest } from "./spec/schema/nearest.ts";
export { MAX_SPEC_BYTES } from "./spec/size.ts";
