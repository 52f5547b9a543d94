import {
  endGroup,
  error,
  info,
  notice,
  setFailed,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning,
} from "@actions/core";
import type { Annotation } from "./github/annotations.ts";
import type { ClientOptions } from "./github/client.ts";
import type { Writer } from "./log.ts";
import type { PublisherOptions } from "./publish.ts";

/** What the runner takes from a step besides its log. */
export interface Runner {
  annotate(annotation: Annotation): void;
  setOutput(name: string, value: string): void;
  /** Adds Markdown to the job's summary. */
  summarise(text: string): Promise<void>;
}

/** The job that a run belongs to: all that it has of the world but the network and the files of the workspace. */
export interface Job {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly writer: Writer;
  readonly runner: Runner;
  /** Tells the runner to hide a value in the log. */
  mask(value: string): void;
  /** Ends the step as failed, with these words. */
  fail(message: string): void;
  /** Calls back when the job is canceled, with the signal's name. */
  onCancel(cancel: (signal: string) => void): void;
  /** How long GitHub is waited for. Tests do not wait. */
  readonly patience?: Pick<ClientOptions, "secondMs" | "pace"> & Pick<PublisherOptions, "settle">;
}

/** The job of this process: workflow commands, and the files that the runner names in the environment. */
export function thisJob(): Job {
  return {
    environment: process.env,
    writer: { info, warning, error, startGroup, endGroup },
    runner: {
      // The toolkit escapes message and properties, and picks a random delimiter for an output.
      annotate: ({ level, message, properties }) => ANNOTATE[level](message, properties),
      setOutput,
      async summarise(text) {
        if (process.env.GITHUB_STEP_SUMMARY) await summary.addRaw(text, true).write();
      },
    },
    mask: setSecret,
    fail: setFailed,
    onCancel(cancel) {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => cancel(signal));
    },
  };
}

const ANNOTATE = { error, warning, notice };

/** Where the repository is checked out. */
export function workspaceOf({ environment }: Job): string {
  return environment.GITHUB_WORKSPACE || process.cwd();
}
