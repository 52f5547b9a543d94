import { type CallOptions, path, type QueryValue } from "./call.ts";
import { isRecord } from "./envelope.ts";
import type { Pipeline } from "./pipeline.ts";
import type { LogType, LogUrls } from "./types.ts";

export interface StreamOptions extends CallOptions {
  /** Asks for a live stream that goes on. */
  readonly follow?: boolean;
  readonly tailLines?: number;
  /** How long the platform waits for an instance to follow; 3 minutes unless given. */
  readonly instanceTimeoutMs?: number;
}

export interface LogOptions extends StreamOptions {
  readonly type: LogType;
  /** One component; all of them where it is left out. */
  readonly component?: string;
}

/** Where logs are: `client.logs`. The URLs live for a short time, so they are asked for anew each time. */
export class Logs {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * Logs of one deployment.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_logs and
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_logs_aggregate
   */
  async deployment(appId: string, deploymentId: string, options: LogOptions): Promise<LogUrls> {
    const { component, type } = options;
    return component === undefined
      ? this.#urls(
          "apps_get_logs_aggregate",
          path`/v2/apps/${appId}/deployments/${deploymentId}/logs`,
          { type },
          options,
        )
      : this.#urls(
          "apps_get_logs",
          path`/v2/apps/${appId}/deployments/${deploymentId}/components/${component}/logs`,
          { type },
          options,
        );
  }

  /**
   * Logs of the active deployment, whichever it is.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_logs_active_deployment and
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_logs_active_deployment_aggregate
   */
  async active(appId: string, options: LogOptions): Promise<LogUrls> {
    const { component, type } = options;
    return component === undefined
      ? this.#urls(
          "apps_get_logs_active_deployment_aggregate",
          path`/v2/apps/${appId}/logs`,
          { type },
          options,
        )
      : this.#urls(
          "apps_get_logs_active_deployment",
          path`/v2/apps/${appId}/components/${component}/logs`,
          { type },
          options,
        );
  }

  /**
   * Logs of one run of a job.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_job_invocation_logs
   */
  async jobInvocation(
    appId: string,
    jobName: string,
    invocationId: string,
    options: StreamOptions & { readonly deploymentId?: string } = {},
  ): Promise<LogUrls> {
    const where = path`/v2/apps/${appId}/jobs/${jobName}/invocations/${invocationId}/logs`;
    const query = { type: "JOB_INVOCATION", deployment_id: options.deploymentId };
    return this.#urls("apps_get_job_invocation_logs", where, query, options);
  }

  /**
   * Logs of an autoscaling event; the platform has none of other events.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_event_logs
   */
  async event(appId: string, eventId: string, options: StreamOptions = {}): Promise<LogUrls> {
    const where = path`/v2/apps/${appId}/events/${eventId}/logs`;
    return this.#urls("apps_get_event_logs", where, { type: "AUTOSCALE_EVENT" }, options);
  }

  #urls(
    operation: string,
    where: string,
    which: Readonly<Record<string, QueryValue>>,
    { follow, tailLines, instanceTimeoutMs, signal }: StreamOptions,
  ): Promise<LogUrls> {
    return this.#pipeline.send({
      operation,
      scope: "app:read",
      method: "GET",
      path: where,
      query: {
        ...which,
        follow,
        // The reference lists this for job invocations alone; the Go client sends it on all log paths.
        tail_lines: tailLines,
        // A duration as Go writes it.
        pod_connection_timeout: instanceTimeoutMs === undefined ? undefined : `${instanceTimeoutMs}ms`,
      },
      signal,
      read: readUrls,
    });
  }
}

/** There may be no logs (yet), which is an empty answer. */
function readUrls(body: unknown): LogUrls {
  if (!isRecord(body)) return { historicUrls: [] };
  // The reference's schema says `historic_urls`, its examples `historic_logs`.
  const historic = body.historic_urls ?? body.historic_logs;
  return {
    historicUrls: Array.isArray(historic) ? historic.filter((url) => typeof url === "string") : [],
    ...(typeof body.live_url === "string" && body.live_url !== "" ? { liveUrl: body.live_url } : {}),
  };
}
