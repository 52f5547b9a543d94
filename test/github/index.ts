export { type Contract, type Exchange, loadContract } from "./contract.ts";
export {
  ALL_PERMISSIONS,
  GitHubDouble,
  type LoggedRequest,
  startGitHub,
  type TokenOptions,
} from "./double.ts";
export { pullRequestEvent, runnerEnvironment } from "./events.ts";
export type { Fault, Matcher, Trouble } from "./faults.ts";
export type { Comment, Deployment, Permissions, PullRequest, PullRequestSeed, Repository } from "./state.ts";
