export * from "./api/index.ts";
export {
  BUILDPACKS,
  type Buildpack,
  type Catalog,
  catalogFromApi,
  currentSizeFor,
  type DatabaseEngine,
  DEFAULT_CATALOG,
  DEFAULT_SIZE_SLUG,
  ENGINES,
  findRegion,
  findSize,
  type InstanceSize,
  type Prices,
  type Region,
  regionOfDataCenter,
} from "./catalog/index.ts";
export {
  type Budget,
  type BudgetVerdict,
  type ComponentDelta,
  type CostDelta,
  type CostEstimate,
  type CostItem,
  type CostKind,
  type CostNote,
  type CostNoteCode,
  type CountRange,
  compareCost,
  type EstimateOptions,
  estimateCost,
  formatCents,
  formatMoney,
  formatMoneyChange,
  formatRange,
  judgeBudget,
  type MoneyRange,
  sumCost,
} from "./cost/index.ts";
export * from "./deploy/index.ts";
export type { Diagnostic, Fix, Severity } from "./diagnostic.ts";
export * from "./language/index.ts";
export * from "./logs/index.ts";
export { REPOSITORY_URL, ruleUrl } from "./project.ts";
export {
  CONFIGURABLE_CODES,
  type RuleConfiguration,
  type RuleLevel,
  readRuleConfiguration,
} from "./rules/configuration.ts";
export { RULE_GROUPS, RULES, type RuleGroup } from "./rules/registry.ts";
export type { Evidence, Rule } from "./rules/rule.ts";
export { RULES_FILE } from "./rules/rules-file.ts";
export { diffSpecs, formatChange, type SpecChange } from "./spec/diff.ts";
export {
  type PathPart,
  parseSpec,
  type SpecDocument,
  type SyntaxProblem,
} from "./spec/document.ts";
export { appSpecJsonSchema } from "./spec/json-schema.ts";
export { normaliseSpec } from "./spec/normalise.ts";
export { formatPath, type Path, parsePath } from "./spec/path.ts";
export {
  type FilledPlaceholder,
  type FilledSpec,
  type FillOptions,
  fillPlaceholders,
  type PlaceholderProblem,
} from "./spec/placeholders.ts";
export { recordOf, valueAt, writeAt } from "./spec/plain.ts";
export type { AppSpec } from "./spec/schema/index.ts";
export { nearest } from "./spec/schema/nearest.ts";
export {
  isEncrypted,
  isReference,
  isSecretEnv,
  type KeptSecrets,
  keepLiveSecrets,
  listSecrets,
  literalSecrets,
  redactSpec,
  SECRET_MARK,
  type SecretField,
} from "./spec/secrets.ts";
export { locateServerError, type ServerErrorPlace } from "./spec/server-path.ts";
export { MAX_SPEC_BYTES } from "./spec/size.ts";
export { type Inspection, inspectSpec, type ValidateOptions, validateSpec } from "./validate.ts";
