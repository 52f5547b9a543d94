export type { Alert, SlackWebhook } from "./alerts.ts";
export { bytesOf } from "./body.ts";
export type { CallOptions } from "./call.ts";
export type { ApiInstanceSize } from "./catalog.ts";
export { AppPlatformClient, type Transport } from "./client.ts";
export { type Clock, systemClock, TimeLimit } from "./clock.ts";
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
export type { AppEvent } from "./events.ts";
export type { ExecOptions } from "./exec.ts";
export type { JobInvocation, JobTrigger } from "./jobs.ts";
export type { LogOptions, StreamOptions } from "./logs.ts";
export type { BandwidthOptions, DailyBandwidth } from "./metrics.ts";
export { type ClientOptions, DEFAULT_BASE_URL } from "./pipeline.ts";
export type { Quota } from "./rate-limit.ts";
export type { RollbackCondition, RollbackOptions, RollbackValidation } from "./rollback.ts";
export type { Fetch, FetchInit, FetchResponse, WebSocketClass, WebSocketLike } from "./transport.ts";
export type {
  App,
  AppDomain,
  AppHealth,
  AppInstance,
  ComponentHealth,
  DeployedComponent,
  Deployment,
  DeploymentPhase,
  DeploymentProgress,
  DeploymentStep,
  FunctionsHealth,
  LogType,
  LogUrls,
  Proposal,
  Region,
} from "./types.ts";
export type { YamlBody } from "./yaml-body.ts";
