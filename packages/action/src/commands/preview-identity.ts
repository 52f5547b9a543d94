import type { PreviewRepository } from "@app-platform-toolkit/core";
import type { GitHubContext } from "../github/context.ts";

/** The repository of the run as previews are told apart by. */
export function previewRepository({ serverUrl, repository }: GitHubContext): PreviewRepository {
  return { host: new URL(serverUrl).host, owner: repository.owner, repository: repository.name };
}

/** The GitHub environment that a pull request's previews are shown in. */
export function previewEnvironment(pullRequest: number): string {
  return `preview/pr-${pullRequest}`;
}
