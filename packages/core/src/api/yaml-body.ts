import { parseSpec } from "../spec/document.ts";
import type { AppSpec } from "../spec/schema/index.ts";

/**
 * A body as YAML, which is sent as it stands, comments and all. It is what the deploy template form holds: the spec
 * below `spec:`, and beside it what else the operation takes.
 */
export interface YamlBody {
  readonly yaml: string;
}

/**
 * What a YAML body says, for what must be known of it: which scopes it needs, and what must not be shown.
 *
 * @throws TypeError with line and column where it is no YAML, or no `spec:` is on its top.
 */
export function readYamlBody({ yaml }: YamlBody): { readonly spec: AppSpec; readonly project_id?: string } {
  const document = parseSpec(yaml);
  const problem = document.syntaxProblems.find(({ severity }) => severity === "error");
  if (problem) {
    const { line, character } = problem.range.start;
    throw new TypeError(`The body cannot be read as YAML (${line + 1}:${character + 1}): ${problem.message}`);
  }
  if (document.form !== "template")
    throw new TypeError(
      "The body must be a map with `spec:` on its top, and the app's name and components below that. Of a file in the app form send `{ spec: parseSpec(text).spec }`.",
    );
  const projectId = document.yaml?.get("project_id");
  return { spec: document.spec, ...(typeof projectId === "string" ? { project_id: projectId } : {}) };
}
