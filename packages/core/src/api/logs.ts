import { isRecord } from "./envelope.ts";
import { type Call, type CallOptions, type Pipeline, path } from "./pipeline.ts";
import type { LogType, LogUrls } from "./types.ts";

export interface LogOptions extends CallOptions {
  readonly type: LogType;
  /** One component; all of them where it is left out. */
  readonly component?: string;
  readonly follow?: boolean;
  readonly tailLines?: number;
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
    const { component } = options;
    return component === undefined
      ? this.#urls(
          "apps_get_logs_aggregate",
          path`/v2/apps/${appId}/deployments/${deploymentId}/logs`,
          options,
        )
      : this.#urls(
          "apps_get_logs",
          path`/v2/apps/${appId}/deployments/${deploymentId}/components/${component}/logs`,
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
    const { component } = options;
    return component === undefined
      ? this.#urls("apps_get_logs_active_deployment_aggregate", path`/v2/apps/${appId}/logs`, options)
      : this.#urls(
          "apps_get_logs_active_deployment",
          path`/v2/apps/${appId}/components/${component}/logs`,
          options,
        );
  }

  async #urls(
    operation: string,
    where: string,
    { type, follow, tailLines, signal }: LogOptions,
  ): Promise<LogUrls> {
    // The reference lists no `tail_lines` here; the Go client sends it on all log paths.
    const query = { type, follow, tail_lines: tailLines };
    const call: Call = { operation, scope: "app:read", method: "GET", path: where, query, signal };
    const body = await this.#pipeline.send(call);
    if (!isRecord(body)) return { historicUrls: [] };
    // The reference's schema says `historic_urls`, its examples `historic_logs`.
    const historic = body.historic_urls ?? body.historic_logs;
    return {
      historicUrls: Array.isArray(historic) ? historic.filter((url) => typeof url === "string") : [],
      ...(typeof body.live_url === "string" && body.live_url !== "" ? { liveUrl: body.live_url } : {}),
    };
  }
}
