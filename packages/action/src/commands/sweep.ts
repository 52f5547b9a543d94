import {
  decideSweep,
  findPreviews,
  type PullRequestState,
  previewedPullRequests,
  previewScope,
  type SweepDecision,
} from "@app-platform-toolkit/core";
import type { PullRequest } from "../github/context.ts";
import { getPullRequest } from "../github/pulls.ts";
import { InputError } from "../inputs.ts";
import type { Services } from "../services.ts";
import { forgetPreviews } from "./forget-previews.ts";
import { previewRepository } from "./preview-identity.ts";
import { type Removal, removePreview } from "./remove-preview.ts";

/**
 * Removes the previews of this repository whose pull request is closed, or to which nothing was deployed for longer
 * than `preview-ttl`. All is decided, and shown in the log, before anything is deleted. What nobody can tell stays.
 */
export async function sweep(services: Services): Promise<Removal[]> {
  const { platform, context, github, inputs, log, signal, warnings } = services;
  if (!platform)
    throw new InputError(
      "A sweep needs a DigitalOcean token with the scopes `app:read` and `app:delete`. Write `token: ${{ secrets.DIGITALOCEAN_TOKEN }}` under `with:`.",
    );
  if (!github)
    throw new InputError(
      'A sweep asks GitHub which pull requests are open: the input "github-token" is empty.',
    );

  const repository = previewRepository(context);
  const previews = await findPreviews(platform.apps.list({ signal }));
  const pulls = new Map<number, PullRequest>();
  const states = new Map<number, PullRequestState>();
  for (const number of previewedPullRequests(previews, repository)) {
    const pull = await getPullRequest(github, context, number);
    states.set(number, pull.ok ? pull.value.state : pull.failure.status === 404 ? "missing" : "unknown");
    if (pull.ok) pulls.set(number, pull.value);
    else if (pull.failure.status !== 404) warnings.tell(pull.failure);
  }
  const options = { repository, states, maxAgeMs: inputs.previewTtlMs, nowMs: services.now() };
  const decisions = decideSweep(previews, options);
  for (const decision of decisions) log.foreign(plannedLine(decision, inputs.dryRun));
  if (previews.length === 0) log.info("No app of the account is a preview.");

  const removals: Removal[] = [];
  const byPull = new Map<number, Removal[]>();
  for (const [index, { action, reason, ...about }] of decisions.entries()) {
    const found = previews[index];
    if (!found) continue;
    const removal: Removal =
      action === "leave"
        ? { ...about, outcome: "kept", reason }
        : await removePreview(platform, found, reason, services);
    removals.push(removal);
    const number = about.pullRequest;
    if (previewScope(found.preview.identity) === previewScope({ ...repository, pullRequest: number }))
      byPull.set(number, [...(byPull.get(number) ?? []), removal]);
  }
  for (const [number, its] of byPull) {
    const pull = pulls.get(number);
    if (pull) await forgetPreviews(pull, its, services);
  }
  return removals;
}

function plannedLine({ action, name, reason }: SweepDecision, dryRun: boolean): string {
  const word = action === "leave" ? "stays" : dryRun ? "would go" : "goes";
  return `${name} ${word}: it ${reason}.`;
}
