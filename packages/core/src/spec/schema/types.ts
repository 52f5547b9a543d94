import type * as z from "zod";
import type { app } from "./app.ts";

/**
 * What a spec may hold at a place: every key optional at every depth, because a spec is somebody's unfinished
 * text, and every enum open, because the platform may know more values than we do.
 */
type Open<T> = T extends readonly (infer Item)[]
  ? Open<Item>[]
  : T extends object
    ? { [K in keyof T as string extends K ? never : K]?: Open<Exclude<T[K], undefined>> | undefined }
    : T extends string
      ? string extends T
        ? string
        : T | (string & {})
      : T extends number
        ? number
        : T;

type Part<T, Key extends keyof T> = Exclude<T[Key], undefined>;
type Item<T, Key extends keyof T> = Extract<T[Key], readonly unknown[]>[number];

/** A whole app spec, unchecked: keys beyond these may be there and are kept. */
export interface AppSpec extends Open<z.infer<typeof app>> {}

export interface ServiceSpec extends Item<AppSpec, "services"> {}
export interface StaticSiteSpec extends Item<AppSpec, "static_sites"> {}
export interface WorkerSpec extends Item<AppSpec, "workers"> {}
export interface JobSpec extends Item<AppSpec, "jobs"> {}
export interface FunctionsSpec extends Item<AppSpec, "functions"> {}
export interface DatabaseSpec extends Item<AppSpec, "databases"> {}
export interface DomainSpec extends Item<AppSpec, "domains"> {}
export interface EnvVar extends Item<AppSpec, "envs"> {}
export interface AlertSpec extends Item<AppSpec, "alerts"> {}

export interface IngressSpec extends Part<AppSpec, "ingress"> {}
export interface IngressRule extends Item<IngressSpec, "rules"> {}
export interface CorsPolicy extends Part<IngressRule, "cors"> {}
export interface GitSource extends Part<ServiceSpec, "git"> {}
export interface RepositorySource extends Part<ServiceSpec, "github"> {}
export interface ImageSource extends Part<ServiceSpec, "image"> {}
export interface Autoscaling extends Part<ServiceSpec, "autoscaling"> {}
export interface HealthCheck extends Part<ServiceSpec, "health_check"> {}
export interface LogDestination extends Item<ServiceSpec, "log_destinations"> {}

/** A spec without the values of a wrong type: what is there is of the type that is written here. */
export type WellTypedSpec = AppSpec;
