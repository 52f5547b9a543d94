// GitHub's own parser of workflow files. It imports JSON as only bundlers read it, so it is bundled first.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

/** What is wrong with a workflow file, each with its place. */
export type FindProblems = (text: string) => Promise<string[]>;

export async function loadWorkflowParser(): Promise<FindProblems> {
  const folder = await mkdtemp(join(tmpdir(), "workflow-parser-"));
  try {
    const outfile = join(folder, "parser.mjs");
    await build({
      stdin: { contents: 'export * from "@actions/workflow-parser";', resolveDir: import.meta.dirname },
      bundle: true,
      platform: "node",
      format: "esm",
      outfile,
    });
    const {
      convertWorkflowTemplate,
      NoOperationTraceWriter,
      parseWorkflow,
    }: typeof import("@actions/workflow-parser") = await import(
      /* @vite-ignore */ pathToFileURL(outfile).href
    );
    return async (text) => {
      const file = { name: "sample.yml", content: text };
      const { context, value } = parseWorkflow(file, new NoOperationTraceWriter());
      if (value) await convertWorkflowTemplate(context, value);
      return context.errors.getErrors().map(String);
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
