import { checkedOutHead } from "./checkout.ts";
import type { GitHubClient } from "./github/client.ts";
import type { GitHubContext, PullRequest } from "./github/context.ts";
import { findPullRequest, getPullRequest } from "./github/pulls.ts";
import { InputError, type Inputs } from "./inputs.ts";

/** What a run is about, and how far it is trusted. */
export interface Subject {
  /** With the pull request, also where the event does not carry it. */
  readonly context: GitHubContext;
  /** Where the spec is read: from the checkout, or through GitHub's API at the pull request's head. */
  readonly specAt: "checkout" | "head";
  /**
   * True in a job that has secrets while the pull request may be a stranger's: its spec is data, which is read, checked
   * and priced; nothing is filled in, and DigitalOcean is not asked.
   */
  readonly isPrivileged: boolean;
}

/** Events whose job has the repository's secrets whoever has opened the pull request. */
const PRIVILEGED_EVENTS = ["pull_request_target", "workflow_run"];

/**
 * Finds out what the event is about; undefined, with the reason, where there is nothing to do.
 *
 * @throws InputError where the workflow asks for something that is not safe, or names a pull request that is not there.
 */
export async function findSubject(
  context: GitHubContext,
  inputs: Pick<Inputs, "command" | "pullRequest">,
  github: GitHubClient | undefined,
  workspace: string,
): Promise<Subject | { readonly nothingToDo: string }> {
  const { eventName, workflowRun } = context;
  if (eventName === "issue_comment") return leaveAlone(inputs.command);
  if (eventName === "workflow_run" && workflowRun && !isOfPullRequest(workflowRun.event))
    return trustedRun(context, inputs.command);

  const given = givenNumber(context, inputs.pullRequest);
  if (given !== undefined) {
    const pull = await getPullRequest(needed(github), context, given);
    if (!pull.ok) throw new InputError(pull.failure.message);
    return { context: { ...context, pullRequest: pull.value }, specAt: "head", isPrivileged: false };
  }
  if (!PRIVILEGED_EVENTS.includes(eventName)) return { context, specAt: "checkout", isPrivileged: false };

  if (!["auto", "validate", "propose"].includes(inputs.command))
    throw new InputError(
      `\`command: ${inputs.command}\` is not carried out for "${eventName}": its job holds secrets while the pull request may be a stranger's. Use \`on: pull_request\`.`,
    );
  let { pullRequest } = context;
  if (workflowRun) {
    const found = await findPullRequest(needed(github), context, workflowRun.headSha);
    if (!found.ok) throw new InputError(found.failure.message);
    pullRequest = found.value;
    if (!pullRequest)
      return {
        nothingToDo: `No open pull request has ${workflowRun.headSha.slice(0, 7)} as its newest commit.`,
      };
  }
  if (!pullRequest) throw new InputError(`The event "${eventName}" carries no pull request.`);
  await refuseCheckedOutHead(workspace, pullRequest, eventName);
  return { context: { ...context, pullRequest }, specAt: "head", isPrivileged: true };
}

function leaveAlone(command: Inputs["command"]): { nothingToDo: string } {
  if (command === "auto") return { nothingToDo: "Comments are left alone: anybody can write them." };
  throw new InputError(
    `\`command: ${command}\` is not carried out for a comment: anybody can write one. Use \`on: workflow_dispatch\`.`,
  );
}

function isOfPullRequest(event: string | undefined): boolean {
  return event === "pull_request" || event === "pull_request_target";
}

/** After a run of the default branch's own code, which is what is checked out then. */
function trustedRun(context: GitHubContext, command: Inputs["command"]): Subject {
  const { workflowRun: run, repository } = context;
  const own = `${repository.owner}/${repository.name}`.toLowerCase();
  if (run?.headRepository?.toLowerCase() !== own)
    throw new InputError("The run before this one is of another repository, whose code is not handled here.");
  if (command === "deploy" && (run.event !== "push" || run.headBranch !== repository.defaultBranch))
    throw new InputError(
      `\`command: deploy\` after another workflow is for pushes to ${repository.defaultBranch ?? "the default branch"}; that run was of "${run.event}" on ${run.headBranch ?? "no branch"}.`,
    );
  return { context, specAt: "checkout", isPrivileged: false };
}

function givenNumber({ pullRequest }: GitHubContext, number: number | undefined): number | undefined {
  if (number === undefined || pullRequest === undefined) return number;
  if (pullRequest.number === number) return undefined;
  throw new InputError(
    `Input "pull-request" is ${number}, and this run is of pull request ${pullRequest.number}. Leave the input out.`,
  );
}

function needed(github: GitHubClient | undefined): GitHubClient {
  if (github) return github;
  throw new InputError('The pull request cannot be read: the input "github-token" is empty.');
}

async function refuseCheckedOutHead(workspace: string, pull: PullRequest, eventName: string): Promise<void> {
  const folder = await checkedOutHead(workspace, pull);
  if (folder === undefined) return;
  const where = folder === "." ? "The workspace" : `The folder "${folder}"`;
  throw new InputError(
    `${where} holds the code of pull request ${pull.number}, in a job of "${eventName}" that has secrets: whatever runs it, runs a stranger's code with them. Leave \`ref:\` out of actions/checkout, or leave the checkout out: the spec is read through GitHub's API.`,
  );
}
