import type { AppSpec, DomainSpec } from "../spec/schema/index.ts";

// Shapes of answers, as far as we read them. The platform leaves out what is empty, false or zero, and may send more
// than is here: unknown fields are kept, and enums are open. Times are RFC 3339, and absent until they come.

export interface App {
  readonly id?: string;
  readonly owner_uuid?: string;
  readonly spec?: AppSpec;
  readonly default_ingress?: string;
  readonly live_url?: string;
  readonly live_domain?: string;
  /** Only where it was asked for, and the token may read projects. */
  readonly project_id?: string;
  readonly tier_slug?: string;
  readonly active_deployment?: Deployment;
  readonly in_progress_deployment?: Deployment;
  readonly pending_deployment?: Deployment;
  /** Set while a rollback pins the app. */
  readonly pinned_deployment?: Deployment;
  readonly region?: Region;
  readonly domains?: readonly AppDomain[];
  readonly created_at?: string;
  readonly updated_at?: string;
}

/** PENDING_BUILD, BUILDING, PENDING_DEPLOY, DEPLOYING, ACTIVE, SUPERSEDED, ERROR, CANCELED, or one that is new. */
export type DeploymentPhase = string;

export interface Deployment {
  readonly id?: string;
  readonly phase?: DeploymentPhase;
  readonly cause?: string;
  readonly cause_details?: Readonly<Record<string, unknown>>;
  readonly previous_deployment_id?: string;
  readonly cloned_from?: string;
  readonly progress?: DeploymentProgress;
  readonly spec?: AppSpec;
  readonly services?: readonly DeployedComponent[];
  readonly static_sites?: readonly DeployedComponent[];
  readonly workers?: readonly DeployedComponent[];
  readonly jobs?: readonly DeployedComponent[];
  readonly functions?: readonly DeployedComponent[];
  readonly created_at?: string;
  readonly updated_at?: string;
  readonly phase_last_updated_at?: string;
}

export interface DeployedComponent {
  readonly name?: string;
  readonly source_commit_hash?: string;
  readonly source_image_digest?: string;
}

export interface DeploymentProgress {
  readonly success_steps?: number;
  readonly error_steps?: number;
  readonly pending_steps?: number;
  readonly running_steps?: number;
  readonly total_steps?: number;
  readonly steps?: readonly DeploymentStep[];
  readonly summary_steps?: readonly DeploymentStep[];
}

export interface DeploymentStep {
  readonly name?: string;
  /** PENDING, RUNNING, SUCCESS, ERROR, or one that is new. */
  readonly status?: string;
  readonly component_name?: string;
  readonly message_base?: string;
  readonly reason?: { readonly code?: string; readonly message?: string };
  readonly started_at?: string;
  readonly ended_at?: string;
  readonly steps?: readonly DeploymentStep[];
}

/** A container that runs. */
export interface AppInstance {
  readonly component_name?: string;
  /** SERVICE, WORKER, JOB, or one that is new. */
  readonly component_type?: string;
  readonly instance_name?: string;
  readonly instance_alias?: string;
}

export interface AppHealth {
  readonly components?: readonly ComponentHealth[];
  readonly functions_components?: readonly FunctionsHealth[];
}

export interface ComponentHealth {
  readonly name?: string;
  /** HEALTHY, UNHEALTHY, or one that is new. */
  readonly state?: string;
  readonly cpu_usage_percent?: number;
  readonly memory_usage_percent?: number;
  readonly replicas_desired?: number;
  readonly replicas_ready?: number;
}

export interface FunctionsHealth {
  readonly name?: string;
  readonly functions_component_health_metrics?: readonly {
    readonly metric_label?: string;
    readonly metric_value?: number;
    readonly time_window?: string;
  }[];
}

export interface AppDomain {
  readonly id?: string;
  /** PENDING, CONFIGURING, ACTIVE, ERROR, or one that is new. */
  readonly phase?: string;
  readonly spec?: DomainSpec;
  readonly progress?: { readonly steps?: readonly DeploymentStep[] };
}

export interface Proposal {
  readonly spec?: AppSpec;
  readonly app_name_available?: boolean;
  readonly app_name_suggestion?: string;
  /** US dollars a month; left out when it is zero. */
  readonly app_cost?: number;
  readonly app_is_static?: boolean;
  /** A whole number as text, as is the next. */
  readonly existing_static_apps?: string;
  readonly max_free_static_apps?: string;
}

export interface Region {
  readonly slug?: string;
  readonly label?: string;
  readonly flag?: string;
  readonly continent?: string;
  readonly data_centers?: readonly string[];
  readonly default?: boolean;
  readonly disabled?: boolean;
  readonly reason?: string;
}

/** BUILD, DEPLOY, RUN, RUN_RESTARTED, AUTOSCALE_EVENT. */
export type LogType = string;

/** Where logs are. The URLs carry their own credentials: they must not be printed, nor be sent the API token. */
export interface LogUrls {
  readonly historicUrls: readonly string[];
  readonly liveUrl?: string;
}
