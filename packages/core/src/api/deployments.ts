import { objectIn } from "./envelope.ts";
import { allPages } from "./pages.ts";
import { type CallOptions, type Pipeline, path } from "./pipeline.ts";
import type { Deployment } from "./types.ts";

/** Deployments of an app, newest first: `client.deployments`. */
export class Deployments {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_deployments */
  list(appId: string, options: CallOptions = {}): AsyncIterable<Deployment> {
    const where = path`/v2/apps/${appId}/deployments`;
    const call = {
      ...options,
      operation: "apps_list_deployments",
      scope: "app:read",
      method: "GET",
      path: where,
    } as const;
    return allPages<Deployment>(this.#pipeline, call, "deployments");
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_deployment */
  async get(appId: string, deploymentId: string, options: CallOptions = {}): Promise<Deployment> {
    const where = path`/v2/apps/${appId}/deployments/${deploymentId}`;
    const call = {
      ...options,
      operation: "apps_get_deployment",
      scope: "app:read",
      method: "GET",
      path: where,
    } as const;
    return objectIn(await this.#pipeline.send(call), "deployment", call);
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_create_deployment */
  async create(
    appId: string,
    body: { force_build?: boolean } = {},
    options: CallOptions = {},
  ): Promise<Deployment> {
    const where = path`/v2/apps/${appId}/deployments`;
    const call = {
      ...options,
      operation: "apps_create_deployment",
      scope: "app:update",
      method: "POST",
      path: where,
      body,
    } as const;
    return objectIn(await this.#pipeline.send(call), "deployment", call);
  }
}
