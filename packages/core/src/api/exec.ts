import { type CallOptions, path } from "./call.ts";
import { textIn } from "./envelope.ts";
import type { Pipeline } from "./pipeline.ts";

export interface ExecOptions extends CallOptions {
  /** One of the active deployment unless this is given. */
  readonly deploymentId?: string;
  /** An `instance_name`; any of the component unless this is given. */
  readonly instance?: string;
}

/** Shells in containers: `client.exec`. */
export class Exec {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * The websocket of a shell in a component's container. It is a key that lives for a short time: it must not be
   * printed, nor be sent the API token.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_exec and
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_exec_active_deployment
   */
  async url(
    appId: string,
    component: string,
    { deploymentId, instance, signal }: ExecOptions = {},
  ): Promise<string> {
    const one =
      deploymentId === undefined
        ? {
            operation: "apps_get_exec_active_deployment",
            path: path`/v2/apps/${appId}/components/${component}/exec`,
          }
        : {
            operation: "apps_get_exec",
            path: path`/v2/apps/${appId}/deployments/${deploymentId}/components/${component}/exec`,
          };
    return this.#pipeline.send({
      ...one,
      signal,
      scope: "app:access_console",
      method: "GET",
      query: { instance_name: instance },
      read: textIn("url"),
    });
  }
}
