import { type CallOptions, path } from "./call.ts";
import { objectIn } from "./envelope.ts";
import { allPages } from "./pages.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Deployment } from "./types.ts";

/** Deployments of an app: `client.deployments`. */
export class Deployments {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * Newest first. `types` are those of `cause_details.type`: MANUAL, DEPLOY_ON_PUSH, MAINTENANCE and so on.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_deployments
   */
  list(
    appId: string,
    { types, signal }: CallOptions & { types?: readonly string[] } = {},
  ): AsyncIterable<Deployment> {
    const call = {
      signal,
      operation: "apps_list_deployments",
      scope: "app:read",
      path: path`/v2/apps/${appId}/deployments`,
      query: { deployment_types: types },
    };
    return allPages<Deployment>(this.#pipeline, call, "deployments");
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_deployment */
  async get(appId: string, deploymentId: string, options: CallOptions = {}): Promise<Deployment> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_get_deployment",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}/deployments/${deploymentId}`,
      read: objectIn<Deployment>("deployment"),
    });
  }

  /**
   * Deploys the newest sources. A component whose source is the same keeps its build, unless `force_build` is set.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_create_deployment
   */
  async create(
    appId: string,
    body: { force_build?: boolean } = {},
    options: CallOptions = {},
  ): Promise<Deployment> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_create_deployment",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/deployments`,
      body,
      read: objectIn<Deployment>("deployment"),
    });
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_cancel_deployment */
  async cancel(appId: string, deploymentId: string, options: CallOptions = {}): Promise<Deployment> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_cancel_deployment",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/deployments/${deploymentId}/cancel`,
      read: objectIn<Deployment>("deployment"),
    });
  }
}
