export { AppPlatformClient } from "./client.ts";
export { type Clock, systemClock } from "./clock.ts";
export {
  AppPlatformError,
  Conflict,
  type ErrorFacts,
  Forbidden,
  InvalidSpec,
  Network,
  NotFound,
  OutcomeUnknown,
  RateLimited,
  Timeout,
  Unauthorized,
  Unavailable,
  UnexpectedBody,
} from "./errors.ts";
export type { LogOptions } from "./logs.ts";
export { type CallOptions, type ClientOptions, DEFAULT_BASE_URL } from "./pipeline.ts";
export type { Fetch, FetchInit, FetchResponse } from "./transport.ts";
export type {
  App,
  DeployedComponent,
  Deployment,
  DeploymentPhase,
  DeploymentProgress,
  DeploymentStep,
  LogType,
  LogUrls,
  Proposal,
  Region,
} from "./types.ts";
