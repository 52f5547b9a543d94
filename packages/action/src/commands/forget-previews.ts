import { upsertComment } from "../github/comment.ts";
import type { PullRequest } from "../github/context.ts";
import { retireEnvironment } from "../github/deployments.ts";
import { commentKey } from "../publish.ts";
import { markRemoved } from "../report/preview.ts";
import type { Services } from "../services.ts";
import { previewEnvironment } from "./preview-identity.ts";
import type { Removal } from "./remove-preview.ts";

/** Says on GitHub that the previews of a pull request are no more: in its environment and in its comment. Best effort. */
export async function forgetPreviews(
  pullRequest: PullRequest,
  removals: readonly Removal[],
  services: Services,
): Promise<void> {
  const { github: octokit, context, inputs, warnings } = services;
  const gone = removals.filter(({ outcome }) => outcome === "removed" || outcome === "gone");
  if (!octokit || inputs.dryRun || gone.length === 0) return;
  if (gone.length === removals.length) {
    const environment = previewEnvironment(pullRequest.number);
    const retired = await retireEnvironment({ octokit, context, environment });
    if (!retired.ok) warnings.tell(retired.failure);
  }
  if (inputs.comment === "never") return;
  const note = pullRequest.state === "open" ? "the next push makes a new one" : undefined;
  const result = await upsertComment({
    octokit,
    context: { ...context, pullRequest },
    key: commentKey(inputs),
    body: (text) => gone.reduce((marked, { name }) => markRemoved(marked, name, note), text),
  });
  if (!result.ok) warnings.tell(result.failure);
}
