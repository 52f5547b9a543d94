import { COMPONENT_LISTS, type Spec } from "./spec.ts";

/**
 * The part of a spec's types on which the simulator relies. It is what decoding JSON into messages checks on the
 * platform, where a wrong type fails before anything is validated.
 */
export function isSpecShaped(value: unknown): value is Spec {
  if (!isObject(value)) return false;
  const lists = [...COMPONENT_LISTS, "databases", "domains", "envs", "alerts"];
  return (
    isText(value.name) &&
    isText(value.region) &&
    isOptional(value.vpc, isObject) &&
    lists.every((list) => isListOf(value[list], isObject)) &&
    COMPONENT_LISTS.every((list) => isListOf(value[list], isComponentShaped)) &&
    isListOf(value.databases, (each) => isObject(each) && isText(each.name) && isText(each.cluster_name)) &&
    isListOf(value.domains, (each) => isObject(each) && isText(each.domain)) &&
    isListOf(value.envs, isEnvShaped) &&
    isOptional(value.ingress, (each) => isObject(each) && isListOf(each.rules, isObject)) &&
    isOptional(value.egress, isObject) &&
    isOptional(value.maintenance, isObject)
  );
}

function isComponentShaped(value: unknown): boolean {
  if (!isObject(value)) return false;
  const texts = ["name", "build_command", "run_command", "dockerfile_path", "environment_slug", "kind"];
  const numbers = ["instance_count", "http_port"];
  const objects = [
    "image",
    "git",
    "github",
    "gitlab",
    "bitbucket",
    "health_check",
    "autoscaling",
    "schedule",
  ];
  return (
    texts.every((key) => isText(value[key])) &&
    isText(value.instance_size_slug) &&
    numbers.every((key) => isOptional(value[key], Number.isInteger)) &&
    objects.every((key) => isOptional(value[key], isObject)) &&
    isListOf(value.envs, isEnvShaped) &&
    isListOf(value.routes, isObject) &&
    isListOf(value.alerts, isObject) &&
    isListOf(value.internal_ports, Number.isInteger) &&
    isListOf(value.log_destinations, isObject)
  );
}

function isEnvShaped(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value.key === "string" &&
    isText(value.value) &&
    isText(value.type) &&
    isText(value.scope)
  );
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOptional(value: unknown, check: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || check(value);
}

function isText(value: unknown): boolean {
  return isOptional(value, (each) => typeof each === "string");
}

function isListOf(value: unknown, check: (value: unknown) => boolean): boolean {
  return isOptional(value, (each) => Array.isArray(each) && each.every(check));
}
