import * as core from "@actions/core";
import { clean } from "./github/markdown.ts";

/**
 * What the action writes to the job log. Text that comes from outside (deployment logs, names, server messages) goes
 * through {@link Log.foreign}, because the runner would carry out a line such as `::add-mask::` or `##[group]`.
 */
export interface Log {
  info(line: string): void;
  foreign(line: string): void;
  warning(message: string): void;
  error(message: string): void;
  group(title: string): void;
  endGroup(): void;
}

export function jobLog(): Log {
  return {
    info: (line) => core.info(line),
    foreign: (line) => core.info(harmless(line)),
    warning: (message) => core.warning(message),
    error: (message) => core.error(message),
    group: (title) => core.startGroup(harmless(title)),
    endGroup: () => core.endGroup(),
  };
}

/**
 * Keeps a line of foreign text from being read as a workflow command: the runner looks for `::` at the start of a
 * line and for `##[` anywhere in it. Carriage returns would start a line of their own.
 */
export function harmless(line: string): string {
  return clean(line.replaceAll(/[\r\n]+/g, " "))
    .replaceAll("##[", "## [")
    .replace(/^(\s*)::/, "$1: :");
}
