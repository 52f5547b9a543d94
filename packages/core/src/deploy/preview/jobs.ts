import { textOf } from "../../spec/plain.ts";
import { code } from "../../spec/schema/words.ts";
import type { Draft } from "./draft.ts";

/** Which jobs a preview runs: none, those of a deployment, or the scheduled ones too. */
export const PREVIEW_JOB_MODES = ["none", "deploy", "all"] as const;

export type PreviewJobMode = (typeof PREVIEW_JOB_MODES)[number];

/** Leaves out the jobs that a preview shall not run. Without a choice a spec with jobs has no preview. */
export function chooseJobs(draft: Draft, mode: PreviewJobMode | undefined): void {
  const left: string[] = [];
  for (const { list, name, path, value } of draft.components()) {
    if (list !== "jobs") continue;
    const kind = value.schedule ? "SCHEDULED" : (textOf(value.kind) ?? "POST_DEPLOY");
    if (mode === undefined)
      draft.refuse(
        path,
        `Job ${code(name)} (${code(kind)}) would run for the preview too. Set \`preview-jobs\`: \`none\` to leave jobs out, \`deploy\` to run those before and after a deployment, \`all\` to run the scheduled ones as well.`,
      );
    else if (mode === "none" || (mode === "deploy" && kind === "SCHEDULED")) {
      draft.drop(value);
      left.push(code(name));
    }
  }
  if (left.length > 0) draft.notes.push(`Without the jobs ${left.join(", ")}.`);
}
