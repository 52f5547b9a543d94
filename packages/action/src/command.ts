import type { GitHubContext } from "./github/context.ts";
import { type Command, InputError } from "./inputs.ts";

/** What is done with previews that are there, and needs no spec. */
export type PreviewCommand = "delete-preview" | "sweep";

/** What is done with each spec. */
export type SpecCommand = Exclude<Command, "auto" | PreviewCommand>;

/**
 * What to do for an event; `undefined` where `auto` finds nothing to do.
 *
 * @throws InputError for events that do not tell what is wanted: it names the command to write.
 */
export function commandOf(command: Command, context: GitHubContext): Exclude<Command, "auto"> | undefined {
  if (command === "deploy" && context.pullRequest?.isFork)
    throw new InputError("A pull request from a fork is not deployed. Merge it, or use `command: propose`.");
  if (command !== "auto") return command;
  switch (context.eventName) {
    case "pull_request":
      return context.action === "closed" ? "delete-preview" : "propose";
    case "pull_request_target":
      return context.action === "closed" ? undefined : "propose";
    case "merge_group":
      return "validate";
    case "push":
      return context.ref === `refs/heads/${context.repository.defaultBranch}` ? "deploy" : "validate";
    case "workflow_dispatch":
    case "workflow_run":
      if (context.pullRequest) return "propose";
      throw needsCommand(context);
    default:
      throw needsCommand(context);
  }
}

function needsCommand({ eventName }: GitHubContext): InputError {
  return new InputError(
    `The event "${eventName}" does not tell what to do. Write the command: \`command: deploy\`, \`command: propose\`, \`command: validate\` or \`command: sweep\`.`,
  );
}
