import { type CallOptions, path } from "./call.ts";
import { objectIn, wholeBody } from "./envelope.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Region } from "./types.ts";

/** A size as the platform writes it, numbers as text. */
export interface ApiInstanceSize {
  readonly slug?: string;
  readonly name?: string;
  /** SHARED, DEDICATED, or one that is new. */
  readonly cpu_type?: string;
  readonly cpus?: string;
  readonly memory_bytes?: string;
  readonly usd_per_month?: string;
  readonly usd_per_second?: string;
  readonly tier_slug?: string;
  readonly bandwidth_allowance_gib?: string;
  /** May autoscale. */
  readonly scalable?: boolean;
  /** May not have a second instance, whatever the reference's title says. */
  readonly single_instance_only?: boolean;
  readonly deprecation_intent?: boolean;
}

/** What the account may choose from: `client.catalog`. `catalogFromApi` makes a catalogue of the two lists. */
export class CatalogResource {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_regions */
  async regions(options: CallOptions = {}): Promise<{ readonly regions?: readonly Region[] }> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_list_regions",
      scope: "app:read",
      method: "GET",
      path: "/v2/apps/regions",
      read: wholeBody<{ regions?: Region[] }>,
    });
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_instanceSizes */
  async sizes(options: CallOptions = {}): Promise<{
    readonly instance_sizes?: readonly ApiInstanceSize[];
    readonly discount_percent?: number;
  }> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_list_instanceSizes",
      scope: "app:read",
      method: "GET",
      path: "/v2/apps/tiers/instance_sizes",
      read: wholeBody<{ instance_sizes?: ApiInstanceSize[]; discount_percent?: number }>,
    });
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_instanceSize */
  async size(slug: string, options: CallOptions = {}): Promise<ApiInstanceSize> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_get_instanceSize",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/tiers/instance_sizes/${slug}`,
      read: objectIn<ApiInstanceSize>("instance_size"),
    });
  }
}
