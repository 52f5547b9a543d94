import { type CallOptions, path } from "./call.ts";
import { isRecord, listIn, wholeNumber } from "./envelope.ts";
import type { Pipeline } from "./pipeline.ts";

/** What apps sent on one day. */
export interface DailyBandwidth {
  /** RFC 3339; only the day counts. */
  readonly date?: string;
  readonly apps: readonly { readonly appId: string; readonly bytes: number }[];
}

export interface BandwidthOptions extends CallOptions {
  /** RFC 3339, of which the day counts; yesterday unless given. */
  readonly date?: string;
}

/** Figures of apps: `client.metrics`. */
export class Metrics {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_metrics_bandwidth_daily */
  async bandwidth(appId: string, { date, signal }: BandwidthOptions = {}): Promise<DailyBandwidth> {
    return this.#pipeline.send({
      signal,
      operation: "apps_get_metrics_bandwidth_daily",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}/metrics/bandwidth_daily`,
      query: { date },
      read: readBandwidth,
    });
  }

  /**
   * Of up to 100 apps.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_metrics_bandwidth_daily
   */
  async bandwidthOf(
    appIds: readonly string[],
    { date, signal }: BandwidthOptions = {},
  ): Promise<DailyBandwidth> {
    return this.#pipeline.send({
      signal,
      operation: "apps_list_metrics_bandwidth_daily",
      scope: "app:read",
      method: "POST",
      path: "/v2/apps/metrics/bandwidth_daily",
      body: { app_ids: appIds, ...(date === undefined ? {} : { date }) },
      repeatable: true,
      read: readBandwidth,
    });
  }
}

function readBandwidth(body: unknown): DailyBandwidth {
  const usage = listIn<{ app_id?: unknown; bandwidth_bytes?: unknown }>("app_bandwidth_usage")(body);
  const date = isRecord(body) ? body.date : undefined;
  return {
    ...(typeof date === "string" ? { date } : {}),
    apps: usage.flatMap(({ app_id: appId, bandwidth_bytes: bytes }) =>
      // Zero is left out.
      typeof appId === "string" ? [{ appId, bytes: wholeNumber(bytes) ?? 0 }] : [],
    ),
  };
}
