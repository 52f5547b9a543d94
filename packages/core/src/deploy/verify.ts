import {
  type AppPlatformClient,
  AppPlatformError,
  type Clock,
  type Deployment,
  TimeLimit,
} from "../api/index.ts";
import { componentsOf } from "../spec/components.ts";
import { textOf, valueAt } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { type DeployedSource, deployedSources } from "./deployed.ts";

/** One thing that was looked at after a deployment became active. */
export interface VerifyCheck {
  readonly kind: "health" | "source" | "url";
  /** `unknown` where it could not be found out: that fails nothing. */
  readonly verdict: "passed" | "failed" | "unknown";
  /** One sentence. */
  readonly message: string;
}

export interface VerifyOptions {
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
}

/** How long a component may say that it is not healthy after its deployment became active. */
const HEALTHY_WITHIN_MS = 60_000;
const HEALTH_AGAIN_MS = 5_000;

/** Whether every component is healthy, or becomes so within a minute. `GET /v2/apps/{app_id}/health`. */
export async function verifyHealth(
  client: AppPlatformClient,
  appId: string,
  { signal, clock = client.transport.clock }: VerifyOptions = {},
): Promise<VerifyCheck> {
  const giveUpAtMs = clock.now() + HEALTHY_WITHIN_MS;
  for (;;) {
    let ill: string[];
    try {
      const { components = [] } = await client.apps.health(appId, signal ? { signal } : {});
      ill = components.filter(({ state }) => state === "UNHEALTHY").map(({ name = "?" }) => `\`${name}\``);
    } catch (error) {
      if (!(error instanceof AppPlatformError)) throw error;
      return {
        kind: "health",
        verdict: "unknown",
        message: `Its health could not be read. ${error.message}`,
      };
    }
    if (ill.length === 0)
      return { kind: "health", verdict: "passed", message: "No component says that it is unhealthy." };
    if (clock.now() >= giveUpAtMs)
      return {
        kind: "health",
        verdict: "failed",
        message: `Unhealthy ${HEALTHY_WITHIN_MS / 1000} s after the deployment became active: ${ill.join(", ")}.`,
      };
    await clock.sleep(HEALTH_AGAIN_MS, signal);
  }
}

/** The images that a spec names by their digest. */
export function expectedDigests(spec: AppSpec): DeployedSource[] {
  return componentsOf(spec).flatMap(({ name, value }): DeployedSource[] => {
    const id = textOf(valueAt(value, ["image", "digest"]));
    return id ? [{ component: name, kind: "digest", id }] : [];
  });
}

/** Whether each component runs what it should. What is not expected is not looked at. */
export function verifySources(deployment: Deployment, expected: readonly DeployedSource[]): VerifyCheck[] {
  const running = deployedSources(deployment);
  return expected.map(({ component, kind, id }): VerifyCheck => {
    const found = running.find((source) => source.component === component && source.kind === kind)?.id;
    const what = `${kind} \`${id}\``;
    if (found === undefined)
      return {
        kind: "source",
        verdict: "unknown",
        message: `The platform does not tell which ${kind} \`${component}\` runs.`,
      };
    return found === id
      ? { kind: "source", verdict: "passed", message: `\`${component}\` runs ${what}.` }
      : {
          kind: "source",
          verdict: "failed",
          message: `\`${component}\` runs ${kind} \`${found}\` in place of ${what}.`,
        };
  });
}

export interface UrlExpectation {
  /** http or https. */
  readonly url: string;
  /** From and to, both included. */
  readonly statuses: readonly (readonly [number, number])[];
  /** For one try. */
  readonly timeoutMs: number;
  /** How often it is asked again after the first try. */
  readonly retries: number;
}

const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 10_000;

/**
 * Whether a URL answers as expected. Redirects are not followed: they are answers, too. Nothing of the API's token is
 * sent, and nothing of the body is kept.
 */
export async function verifyUrl(
  { transport }: Pick<AppPlatformClient, "transport">,
  { url, statuses, timeoutMs, retries }: UrlExpectation,
  { signal, clock = transport.clock }: VerifyOptions = {},
): Promise<VerifyCheck> {
  // Queries may hold keys.
  const shown = `\`${url.replace(/[?#].*$/s, "")}\``;
  let last = "";
  for (let attempt = 0; attempt <= retries; attempt++) {
    if (attempt > 0) await clock.sleep(Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempt - 1)), signal);
    const limit = new TimeLimit(clock, timeoutMs, signal);
    try {
      const response = await transport.fetch(url, {
        method: "GET",
        headers: { accept: "*/*", "user-agent": "app-platform-toolkit" },
        signal: limit.signal,
        redirect: "manual",
      });
      await response.body?.getReader().cancel();
      const { status } = response;
      if (statuses.some(([from, to]) => status >= from && status <= to))
        return { kind: "url", verdict: "passed", message: `${shown} answers with status ${status}.` };
      last = `it answers with status ${status}`;
    } catch {
      signal?.throwIfAborted();
      last = limit.isUp ? `no answer came within ${timeoutMs / 1000} s` : "there is no connection";
    } finally {
      limit.end();
    }
  }
  const times = retries === 0 ? "" : ` after ${retries + 1} tries`;
  return {
    kind: "url",
    verdict: "failed",
    message: `${shown} does not answer as expected${times}: ${last}.`,
  };
}
