export type { Diagnostic, Fix, Severity } from "./diagnostic.ts";
export {
  MAX_SPEC_BYTES,
  type PathPart,
  parseSpec,
  type SpecDocument,
  type SyntaxProblem,
} from "./spec/document.ts";
export { formatPath, type Path, parsePath } from "./spec/path.ts";
export type { AppSpec } from "./spec/schema/index.ts";
