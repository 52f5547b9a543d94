import { type CallOptions, type Pipeline, path } from "./pipeline.ts";

/** What the account may choose from: `client.catalog`. The answers are those that `catalogFromApi` reads. */
export class CatalogResource {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_regions */
  regions(options: CallOptions = {}): Promise<unknown> {
    return this.#get("apps_list_regions", "/v2/apps/regions", options);
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_instanceSizes */
  sizes(options: CallOptions = {}): Promise<unknown> {
    return this.#get("apps_list_instanceSizes", "/v2/apps/tiers/instance_sizes", options);
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_instanceSize */
  size(slug: string, options: CallOptions = {}): Promise<unknown> {
    return this.#get("apps_get_instanceSize", path`/v2/apps/tiers/instance_sizes/${slug}`, options);
  }

  #get(operation: string, where: string, options: CallOptions): Promise<unknown> {
    return this.#pipeline.send({ ...options, operation, scope: "app:read", method: "GET", path: where });
  }
}
