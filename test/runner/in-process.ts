// Runs the action's source in this process: for what takes hundreds of runs. What a user sees is tested on the bundle.
import { runAction } from "../../packages/action/src/action.ts";
import type { Job } from "../../packages/action/src/job.ts";
import { UNPACED } from "../github/comment-scene.ts";

export interface InProcessRun {
  exitCode: number;
  /** As the runner's commands would be, unescaped. */
  log: string;
  outputs: Record<string, string>;
  summary: string;
}

/** Runs the action with this environment alone. GitHub's back-off takes milliseconds in place of seconds. */
export async function runInProcess(environment: Record<string, string | undefined>): Promise<InProcessRun> {
  const run: InProcessRun = { exitCode: 0, log: "", outputs: {}, summary: "" };
  const say = (line: string) => {
    run.log += `${line}\n`;
  };
  const level = (name: string) => (message: string | Error) => say(`::${name}::${message}`);
  const fail = (message: string) => {
    run.exitCode = 1;
    say(`::error::${message}`);
  };
  const job: Job = {
    environment,
    writer: {
      info: say,
      warning: level("warning"),
      error: level("error"),
      startGroup: (title) => say(`::group::${title}`),
      endGroup: () => say("::endgroup::"),
    },
    runner: {
      annotate: ({ level: name, message, properties: { title, file, startLine } }) =>
        say(`::${name} title=${title},file=${file},line=${startLine}::${message}`),
      setOutput: (name, value) => {
        run.outputs[name] = value;
      },
      summarise: async (text) => {
        run.summary += text;
      },
    },
    mask: () => {},
    fail,
    onCancel: () => {},
    patience: { secondMs: 1, pace: UNPACED, settle: async () => {} },
  };
  await runAction(job).catch((error: unknown) =>
    fail(error instanceof Error ? error.message : String(error)),
  );
  return run;
}
