import { AppPlatformError, RULES_FILE } from "@app-platform-toolkit/core";
import { checkSpec, offlineResult } from "./commands/check.ts";
import { deploy } from "./commands/deploy.ts";
import { propose } from "./commands/propose.ts";
import { validate } from "./commands/validate.ts";
import type { GitHubContext } from "./github/context.ts";
import { type Command, InputError } from "./inputs.ts";
import type { AppResult } from "./result.ts";
import type { Services } from "./services.ts";
import type { SpecFile } from "./specs.ts";

const COMMANDS: Record<
  Exclude<Command, "auto">,
  (file: SpecFile, services: Services) => Promise<AppResult>
> = {
  validate,
  propose,
  deploy,
};

/** Handles each spec in turn. One that fails does not keep the others from being handled. */
export async function run(
  command: Exclude<Command, "auto">,
  files: readonly SpecFile[],
  services: Services,
): Promise<AppResult[]> {
  const { inputs, log } = services;
  if (files.length > 1 && (inputs.appId ?? inputs.appName) !== undefined)
    throw new InputError(
      `"app-id" and "app-name" are for a single spec, and spec-path names ${files.length}: ${files.map(({ path }) => path).join(", ")}. Leave them out; each app is found by its spec's name.`,
    );
  const results: AppResult[] = [];
  for (const file of files) {
    if (files.length > 1) log.foreign(`${file.path}`);
    const result = await COMMANDS[command](file, services).catch((error: unknown) =>
      failed(file, services, error),
    );
    results.push({ ...result, notes: [...result.notes, ...ruleNotes(services)] });
  }
  return results;
}

/** Events whose job has the repository's secrets while a stranger's pull request decides what is checked out. */
const PRIVILEGED_EVENTS = ["pull_request_target", "workflow_run"];

/**
 * What to do for an event; `undefined` where `auto` finds nothing to do.
 *
 * @throws InputError for events that do not tell what is wanted: it names the command to write.
 */
export function commandOf(command: Command, context: GitHubContext): Exclude<Command, "auto"> | undefined {
  if (PRIVILEGED_EVENTS.includes(context.eventName))
    throw new InputError(
      `The event "${context.eventName}" is not handled: its job holds secrets while the pull request may be a stranger's. Use \`on: pull_request\`.`,
    );
  if (command !== "auto") return command;
  switch (context.eventName) {
    case "pull_request":
      return context.action === "closed" ? undefined : "propose";
    case "merge_group":
      return "validate";
    case "push":
      return context.ref === `refs/heads/${context.repository.defaultBranch}` ? "deploy" : "validate";
    default:
      throw new InputError(
        `The event "${context.eventName}" does not tell what to do. Write the command: \`command: deploy\`, \`command: propose\` or \`command: validate\`.`,
      );
  }
}

function failed(file: SpecFile, services: Services, error: unknown): AppResult {
  services.signal.throwIfAborted();
  if (!(error instanceof AppPlatformError || error instanceof InputError)) throw error;
  const checked = checkSpec(file, services, { secretsOptional: true });
  return { ...offlineResult(checked, undefined, "none"), failure: error.message };
}

/** What is wrong with the file that holds the team's levels: it is said, and fails nothing. */
function ruleNotes({ rules }: Services): string[] {
  return rules.diagnostics.map(
    ({ range, message }) => `\`${RULES_FILE}\`, line ${range.start.line + 1}: ${message}`,
  );
}
