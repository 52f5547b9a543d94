import type { AppSpec } from "../spec/schema/index.ts";
import { type CallOptions, path } from "./call.ts";
import { listIn, objectIn, textIn, wholeBody } from "./envelope.ts";
import { allPages } from "./pages.ts";
import type { Pipeline } from "./pipeline.ts";
import type { App, AppHealth, AppInstance, Deployment, Proposal } from "./types.ts";
import { readYamlBody, type YamlBody } from "./yaml-body.ts";

/** Apps of the account: `client.apps`. */
export class Apps {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * With `withProjects` each app tells its `project_id`, if the token may read projects.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list
   */
  list({ withProjects, signal }: CallOptions & { withProjects?: boolean } = {}): AsyncIterable<App> {
    const query = { with_projects: withProjects };
    const call = { operation: "apps_list", scope: "app:read", path: "/v2/apps", query, signal };
    return allPages<App>(this.#pipeline, call, "apps");
  }

  /** The app of a name, over all pages: names are unique in an account, and `apps_get` finds by id. */
  async findByName(name: string, options: CallOptions = {}): Promise<App | undefined> {
    for await (const app of this.list(options)) if (app.spec?.name === name) return app;
    return undefined;
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get */
  async get(appId: string, options: CallOptions = {}): Promise<App> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_get",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}`,
      read: objectIn<App>("app"),
    });
  }

  /**
   * Costs money, and starts a deployment at once. It is the one operation that takes YAML: see {@link YamlBody}.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_create
   *
   * @throws TypeError where a YAML body cannot be read; nothing is sent then.
   */
  async create(
    given: { spec: AppSpec; project_id?: string } | YamlBody,
    options: CallOptions = {},
  ): Promise<App> {
    const body = "yaml" in given ? readYamlBody(given) : given;
    return this.#pipeline.send({
      ...options,
      operation: "apps_create",
      scope: body.project_id === undefined ? "app:create" : "app:create project:assign_resource",
      method: "POST",
      path: "/v2/apps",
      body,
      ...("yaml" in given ? { yaml: given.yaml } : {}),
      read: objectIn<App>("app"),
    });
  }

  /**
   * Replaces the whole spec: what it leaves out is removed. Components keep their commit or digest, unless
   * `update_all_source_versions` is set.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_update
   */
  async update(
    appId: string,
    body: { spec: AppSpec; update_all_source_versions?: boolean },
    options: CallOptions = {},
  ): Promise<App> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_update",
      scope: "app:update",
      method: "PUT",
      path: path`/v2/apps/${appId}`,
      body,
      read: objectIn<App>("app"),
    });
  }

  /**
   * Checks and prices a spec without changing anything. With `app_id` it is checked as an update of that app.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_validate_appSpec
   */
  async propose(body: { spec: AppSpec; app_id?: string }, options: CallOptions = {}): Promise<Proposal> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_validate_appSpec",
      scope: "app:read",
      method: "POST",
      path: "/v2/apps/propose",
      body,
      repeatable: true,
      read: wholeBody<Proposal>,
    });
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_delete */
  async delete(appId: string, options: CallOptions = {}): Promise<void> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_delete",
      scope: "app:delete",
      method: "DELETE",
      path: path`/v2/apps/${appId}`,
      // Its id comes back: an answer without it is another's.
      read: (body) => void textIn("id")(body),
    });
  }

  /**
   * Restarts components one instance after the other, all of them unless some are named. Nothing is built or fetched.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_restart
   */
  async restart(
    appId: string,
    { components, signal }: CallOptions & { components?: readonly string[] } = {},
  ): Promise<Deployment> {
    return this.#pipeline.send({
      signal,
      operation: "apps_restart",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/restart`,
      body: components === undefined ? {} : { components },
      read: objectIn<Deployment>("deployment"),
    });
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_health */
  async health(appId: string, options: CallOptions = {}): Promise<AppHealth> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_get_health",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}/health`,
      // The schema wraps it, the reference's example does not.
      read: (body) => {
        const whole = wholeBody<AppHealth & { readonly app_health?: AppHealth }>(body);
        return whole.app_health ?? whole;
      },
    });
  }

  /**
   * The containers that run now.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_instances
   */
  async instances(appId: string, options: CallOptions = {}): Promise<AppInstance[]> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_get_instances",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}/instances`,
      read: listIn<AppInstance>("instances"),
    });
  }
}
