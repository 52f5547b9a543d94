import { error, notice, setOutput, summary, warning } from "@actions/core";
import type { Annotation } from "./github/annotations.ts";

/** What the runner takes from a step besides its log. */
export interface Runner {
  annotate(annotation: Annotation): void;
  setOutput(name: string, value: string): void;
  /** Adds Markdown to the job's summary. */
  summarise(text: string): Promise<void>;
}

const ANNOTATE = { error, warning, notice };

/** The runner of this job: workflow commands, and the files that it names in the environment. */
export function jobRunner(): Runner {
  return {
    // The toolkit escapes message and properties, and picks a random delimiter for an output.
    annotate: ({ level, message, properties }) => ANNOTATE[level](message, properties),
    setOutput,
    async summarise(text) {
      if (process.env.GITHUB_STEP_SUMMARY) await summary.addRaw(text, true).write();
    },
  };
}
