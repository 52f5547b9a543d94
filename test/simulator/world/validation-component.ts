import { canAutoscale, DEFAULT_SIZE, isKnownSize } from "./sizes.ts";
import { type Component, hasContainers, type Placed } from "./spec.ts";
import { first, type Problem } from "./validation.ts";

/** The first thing that is wrong inside one component. Only the health check's message is known verbatim. */
export function componentProblem({ list, index, component }: Placed): Problem | undefined {
  const at = (key: string) => `${list}.${index}.${key}`;
  const scaled = hasContainers(list) ? scalingProblem(component, at) : undefined;
  return (
    sourceProblem(component, list !== "static_sites" && list !== "functions", at) ??
    scaled ??
    portProblem(component, at) ??
    jobProblem(list, component, at) ??
    documentProblem(component, at) ??
    logProblem(component, at)
  );
}

type At = (key: string) => string;

function sourceProblem(component: Component, mayBeImage: boolean, at: At): Problem | undefined {
  const { git, github, gitlab, bitbucket, image } = component;
  const sources = { git, github, gitlab, bitbucket, image };
  const set = Object.entries(sources).filter(([, source]) => source);
  if (set.length === 0) return { path: at("source"), text: "a source must be specified" };
  if (set.length > 1) return { path: at(set[1]?.[0] ?? "source"), text: "only one source may be specified" };
  if (image && !mayBeImage)
    return { path: at("image"), text: "an image is not supported for this component" };
  const hosted = github ?? gitlab ?? bitbucket;
  if (hosted && !/^[^/\s]+(\/[^/\s]+)+$/.test(hosted.repo ?? ""))
    return {
      path: at(`${set[0]?.[0]}.repo`),
      text: `repo "${hosted.repo ?? ""}" must have the form owner/name`,
    };
  if (git && !git.repo_clone_url)
    return { path: at("git.repo_clone_url"), text: "repo_clone_url is required" };
  return image && imageProblem(image, at);
}

function imageProblem(image: NonNullable<Component["image"]>, at: At): Problem | undefined {
  if (!["DOCKER_HUB", "DOCR", "GHCR"].includes(image.registry_type ?? ""))
    return { path: at("image.registry_type"), text: `unknown registry type "${image.registry_type ?? ""}"` };
  if (!image.repository) return { path: at("image.repository"), text: "repository is required" };
  if (image.tag && image.digest)
    return { path: at("image.digest"), text: "only one of tag and digest may be specified" };
  if (image.registry_type === "DOCKER_HUB" && !image.registry)
    return { path: at("image.registry"), text: "registry is required for DOCKER_HUB" };
  const pushes = image.deploy_on_push?.enabled === true;
  if (pushes && image.registry_type !== "DOCR")
    return { path: at("image.deploy_on_push"), text: "deploy_on_push is supported for DOCR only" };
  if (pushes && image.digest)
    return { path: at("image.deploy_on_push"), text: "deploy_on_push cannot be used with a digest" };
  return undefined;
}

function scalingProblem(component: Component, at: At): Problem | undefined {
  const { autoscaling, instance_count: count, instance_size_slug: size = DEFAULT_SIZE } = component;
  if (!isKnownSize(size)) return { path: at("instance_size_slug"), text: `unknown instance size "${size}"` };
  if (autoscaling && count)
    return { path: at("autoscaling"), text: "only one of instance_count and autoscaling may be specified" };
  if (count !== undefined && (count < 0 || count > 250))
    return { path: at("instance_count"), text: "instance_count must be between 1 and 250" };
  if (!autoscaling) return undefined;
  if (!canAutoscale(size))
    return { path: at("autoscaling"), text: `instance size "${size}" does not support autoscaling` };
  const { min_instance_count: min = 1, max_instance_count: max = 1 } = autoscaling;
  if (min > max)
    return { path: at("autoscaling.min_instance_count"), text: "must not be more than max_instance_count" };
  if (max > 250) return { path: at("autoscaling.max_instance_count"), text: "must not be more than 250" };
  return undefined;
}

function portProblem(component: Component, at: At): Problem | undefined {
  const { http_port: httpPort = 8080, internal_ports: internal = [], health_check: health } = component;
  for (const [key, port] of [
    ["http_port", httpPort] as const,
    ...internal.map((each) => ["internal_ports", each] as const),
  ])
    if (port < 1 || port > 65535) return { path: at(key), text: `port ${port} is out of range` };
  if (health?.port !== undefined && health.port !== httpPort && !internal.includes(health.port))
    return {
      path: "services.health_check.port",
      text: `health check port "${health.port}" not found in internal_ports`,
      old: true,
    };
  if (Number(component.liveness_health_check?.success_threshold ?? 1) !== 1)
    return { path: at("liveness_health_check.success_threshold"), text: "must be 1" };
  return undefined;
}

const JOB_KINDS = ["UNSPECIFIED", "PRE_DEPLOY", "POST_DEPLOY", "FAILED_DEPLOY", "SCHEDULED"];

function jobProblem(list: Placed["list"], component: Component, at: At): Problem | undefined {
  if (list !== "jobs") return undefined;
  const kind = component.kind ?? "UNSPECIFIED";
  if (!JOB_KINDS.includes(kind)) return { path: at("kind"), text: `unknown job kind "${kind}"` };
  if (kind !== "SCHEDULED") return undefined;
  const fields = component.schedule?.cron?.trim().split(/\s+/) ?? [];
  if (fields.length !== 5)
    return { path: at("schedule.cron"), text: "a cron expression of five fields is required" };
  const everyMinutes = Number(/^\*(?:\/(\d+))?$/.exec(fields[0] ?? "")?.[1] ?? (fields[0] === "*" ? 1 : 60));
  if (everyMinutes < 15)
    return { path: at("schedule.cron"), text: "a job must not run more often than every 15 minutes" };
  return undefined;
}

function documentProblem(component: Component, at: At): Problem | undefined {
  if (component.catchall_document && component.error_document)
    return {
      path: at("catchall_document"),
      text: "only one of catchall_document and error_document may be specified",
    };
  return undefined;
}

function logProblem(component: Component, at: At): Problem | undefined {
  const destinations = (component.log_destinations ?? []) as Record<
    string,
    Record<string, unknown> | undefined
  >[];
  return first(destinations, ({ open_search: openSearch }, index) => {
    if (openSearch?.endpoint && openSearch.cluster_name)
      return {
        path: at(`log_destinations.${index}.open_search.endpoint`),
        text: "only one of endpoint and cluster_name may be specified",
      };
    return undefined;
  });
}
