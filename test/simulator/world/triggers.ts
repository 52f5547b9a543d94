import type { SecretStore } from "./secrets.ts";
import type { Component, ComponentList, Placed, Spec } from "./spec.ts";

/** Why a step of a deployment ends in ERROR, as `progress.steps[].reason` says it. */
export interface Reason {
  code: string;
  message: string;
}

/** A failure that a spec asks for, with the exit code that its logs show. */
export interface Failure extends Reason {
  exitCode?: number;
  /** The port on which the container listens although the health check asks another. */
  listensOn?: number;
}

/** The value of an environment variable of a component, app-wide ones included, decrypted. */
export function envValue(
  spec: Spec,
  component: Component,
  key: string,
  secrets: SecretStore,
): string | undefined {
  const env = component.envs?.find((each) => each.key === key) ?? spec.envs?.find((each) => each.key === key);
  return env === undefined ? undefined : secrets.reveal(env.value ?? "");
}

/** A component's environment, decrypted, where it is asked to print it (`SIMULATE_PRINT_ENV`). */
export function printedEnvironment(
  spec: Spec,
  component: Component,
  secrets: SecretStore,
): Record<string, string> {
  if (!envValue(spec, component, "SIMULATE_PRINT_ENV", secrets)) return {};
  const keys = [...(spec.envs ?? []), ...(component.envs ?? [])].map(({ key }) => key);
  return Object.fromEntries(keys.map((key) => [key, envValue(spec, component, key, secrets) ?? ""]));
}

/** Sources that cannot be read make the platform answer 500 to propose, create and update (app_action#130). */
export function hasUnreadableSource(component: Component): boolean {
  const branches = [component.github, component.gitlab, component.bitbucket, component.git];
  return component.image?.tag === "missing" || branches.some((source) => source?.branch === "missing");
}

export function isUnlinked(component: Component): boolean {
  return component.github?.repo?.startsWith("unlinked/") === true;
}

export function isMissingCluster(clusterName: string | undefined): boolean {
  return clusterName?.startsWith("missing") === true;
}

/** The failure that a component's build ends with, if the spec asks for one. */
export function buildFailure(spec: Spec, { component }: Placed, secrets: SecretStore): Failure | undefined {
  const exitCode = exitCodeOf(component.build_command);
  if (exitCode)
    return {
      code: "BuildJobExitNonZero",
      message: "Your build job failed because it returned a non-zero exit code. See the logs for details.",
      exitCode,
    };
  if (envValue(spec, component, "SIMULATE_BUILD_OOM", secrets))
    return {
      code: "BuildJobOutOfMemory",
      message: "Your build job failed because it ran out of memory.",
      exitCode: 137,
    };
  return undefined;
}

/** The failure that a component's start ends with, if the spec asks for one. */
export function deployFailure(
  spec: Spec,
  { list, component }: Placed,
  secrets: SecretStore,
): Failure | undefined {
  if (list === "static_sites" || list === "functions") return undefined;
  const exitCode = exitCodeOf(component.run_command);
  if (exitCode)
    return {
      code: "DeployContainerExitNonZero",
      message: "Your container exited with a non-zero exit code.",
      exitCode,
    };
  if (/^\s*missing-command\b/.test(component.run_command ?? ""))
    return {
      code: "DeployContainerCommandNotExecutable",
      message: "Your container's run command was not found or is not executable.",
      exitCode: 127,
    };
  if (envValue(spec, component, "SIMULATE_OOM", secrets))
    return {
      code: "DeployContainerOutOfMemory",
      message: "Your container was terminated because it ran out of memory.",
      exitCode: 137,
    };
  return healthFailure(spec, list, component, secrets);
}

function healthFailure(spec: Spec, list: ComponentList, component: Component, secrets: SecretStore) {
  const listens = envValue(spec, component, "SIMULATE_LISTEN_PORT", secrets);
  if (list !== "services" || !listens) return undefined;
  const asked = component.health_check?.port ?? component.http_port ?? 8080;
  if (Number(listens) === asked) return undefined;
  return {
    code: "DeployContainerHealthChecksFailed",
    message: "Your deployment failed because your container did not respond to health checks.",
    listensOn: Number(listens),
  };
}

/** The code in `exit 1`, wherever it stands in a command; 0 and no code are both no failure. */
function exitCodeOf(command: string | undefined): number | undefined {
  const code = Number(/(?:^|[\s;&|("'])exit\s+(\d{1,3})\b/.exec(command ?? "")?.[1] ?? 0);
  return code === 0 ? undefined : code;
}

/** A duration in seconds that the spec asks for (`SIMULATE_BUILD_SECONDS`, `SIMULATE_DEPLOY_SECONDS`). */
export function askedSeconds(spec: Spec, component: Component, key: string, secrets: SecretStore) {
  const seconds = Number(envValue(spec, component, key, secrets) || Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}
