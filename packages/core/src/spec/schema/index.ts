export { dropPaths } from "./drop.ts";
export { childFields, type Field, type FieldType, fieldAt, fieldPaths, onlyListAt } from "./fields.ts";
export { nearest } from "./nearest.ts";
export {
  checkSchema,
  type Gathering,
  hasPlaceholder,
  type SchemaProblem,
  schemaProblems,
} from "./problems.ts";
export type {
  AlertSpec,
  AppSpec,
  Autoscaling,
  CorsPolicy,
  DatabaseSpec,
  DomainSpec,
  EnvVar,
  FunctionsSpec,
  GitSource,
  HealthCheck,
  ImageSource,
  IngressRule,
  IngressSpec,
  JobSpec,
  LogDestination,
  RepositorySource,
  ServiceSpec,
  StaticSiteSpec,
  WellTypedSpec,
  WorkerSpec,
} from "./types.ts";
export { holdsComponents } from "./unknown-keys.ts";
