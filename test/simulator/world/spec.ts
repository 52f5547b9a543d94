/** What the simulator reads of a spec. Fields it does not know are kept as they came. */
export interface Spec {
  name: string;
  region?: string;
  services?: Component[];
  static_sites?: Component[];
  workers?: Component[];
  jobs?: Component[];
  functions?: Component[];
  databases?: Database[];
  domains?: Domain[];
  envs?: Env[];
  alerts?: AlertSpec[];
  ingress?: { rules?: IngressRule[]; [key: string]: unknown };
  egress?: { type?: string };
  maintenance?: { enabled?: boolean; archive?: boolean };
  vpc?: { id?: string };
  [key: string]: unknown;
}

export interface Component {
  name: string;
  envs?: Env[];
  alerts?: AlertSpec[];
  routes?: { path?: string; preserve_path_prefix?: boolean }[];
  cors?: unknown;
  build_command?: string;
  run_command?: string;
  dockerfile_path?: string;
  environment_slug?: string;
  instance_count?: number;
  instance_size_slug?: string;
  autoscaling?: {
    min_instance_count?: number;
    max_instance_count?: number;
    metrics?: Record<string, unknown>;
  };
  http_port?: number;
  internal_ports?: number[];
  health_check?: HealthCheck;
  liveness_health_check?: HealthCheck;
  image?: ImageSource;
  git?: { repo_clone_url?: string; branch?: string };
  github?: HostedSource;
  gitlab?: HostedSource;
  bitbucket?: HostedSource;
  kind?: string;
  schedule?: { cron?: string; time_zone?: string };
  catchall_document?: string;
  error_document?: string;
  [key: string]: unknown;
}

export interface HealthCheck {
  port?: number;
  http_path?: string;
  [key: string]: unknown;
}

export interface HostedSource {
  repo?: string;
  branch?: string;
  deploy_on_push?: boolean;
}

export interface ImageSource {
  registry_type?: string;
  registry?: string;
  repository?: string;
  tag?: string;
  digest?: string;
  registry_credentials?: string;
  deploy_on_push?: { enabled?: boolean };
}

export interface Database {
  name: string;
  engine?: string;
  production?: boolean;
  cluster_name?: string;
  [key: string]: unknown;
}

export interface Domain {
  domain: string;
  type?: string;
  zone?: string;
  wildcard?: boolean;
}

export interface Env {
  key: string;
  value?: string;
  scope?: string;
  type?: string;
}

export interface AlertSpec {
  rule?: string;
  [key: string]: unknown;
}

export interface IngressRule {
  match?: { path?: { prefix?: string; exact?: string }; authority?: { exact?: string } };
  component?: { name?: string; preserve_path_prefix?: boolean; rewrite?: string };
  redirect?: Record<string, unknown>;
  cors?: unknown;
}

export const COMPONENT_LISTS = ["services", "static_sites", "workers", "jobs", "functions"] as const;
export type ComponentList = (typeof COMPONENT_LISTS)[number];

/** The word for one component of a list, as step titles and error messages use it. */
export const KIND: Record<ComponentList | "databases", string> = {
  services: "service",
  static_sites: "static site",
  workers: "worker",
  jobs: "job",
  functions: "function",
  databases: "database",
};

export interface Placed {
  list: ComponentList;
  index: number;
  component: Component;
}

/** Every component but the databases, in the order of the lists. */
export function componentsOf(spec: Spec): Placed[] {
  return COMPONENT_LISTS.flatMap((list) =>
    (spec[list] ?? []).map((component, index) => ({ list, index, component })),
  );
}

export function findComponent(spec: Spec, name: string): Placed | undefined {
  return componentsOf(spec).find((placed) => placed.component.name === name);
}

/** The lists whose instances App Platform runs and bills. */
export function hasContainers(list: ComponentList): boolean {
  return list === "services" || list === "workers" || list === "jobs";
}

/** An app of static sites (and functions, databases) alone: the kind of which some are free. */
export function isStatic(spec: Spec): boolean {
  const components = componentsOf(spec);
  return components.length > 0 && components.every((placed) => !hasContainers(placed.list));
}

/** How many containers a component begins with. */
export function instanceCount(component: Component): number {
  return component.autoscaling?.min_instance_count ?? component.instance_count ?? 1;
}

/** Every list of environment variables, with the path at which the platform's messages point. */
export function envListsOf(spec: Spec): { path: string; envs: Env[] }[] {
  const ofComponents = componentsOf(spec).map(({ list, index, component }) => ({
    path: `${list}.${index}.envs`,
    envs: component.envs ?? [],
  }));
  return [{ path: "envs", envs: spec.envs ?? [] }, ...ofComponents];
}
