import type { AppSpec } from "../spec/schema/index.ts";
import { isRecord, objectIn } from "./envelope.ts";
import { UnexpectedBody } from "./errors.ts";
import { allPages } from "./pages.ts";
import { type CallOptions, type Pipeline, path } from "./pipeline.ts";
import type { App, Proposal } from "./types.ts";

/** Apps of the account: `client.apps`. */
export class Apps {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list */
  list(options: CallOptions = {}): AsyncIterable<App> {
    const call = {
      ...options,
      operation: "apps_list",
      scope: "app:read",
      method: "GET",
      path: "/v2/apps",
    } as const;
    return allPages<App>(this.#pipeline, call, "apps");
  }

  /** The app of a name, over all pages. There is no operation for it: names are unique in an account. */
  async findByName(name: string, options: CallOptions = {}): Promise<App | undefined> {
    for await (const app of this.list(options)) if (app.spec?.name === name) return app;
    return undefined;
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get */
  async get(appId: string, options: CallOptions = {}): Promise<App> {
    const call = {
      ...options,
      operation: "apps_get",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}`,
    } as const;
    return objectIn(await this.#pipeline.send(call), "app", call);
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_create */
  async create(body: { spec: AppSpec; project_id?: string }, options: CallOptions = {}): Promise<App> {
    const call = {
      ...options,
      operation: "apps_create",
      scope: "app:create",
      method: "POST",
      path: "/v2/apps",
      body,
    } as const;
    return objectIn(await this.#pipeline.send(call), "app", call);
  }

  /**
   * Replaces the whole spec: what it leaves out is removed.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_update
   */
  async update(
    appId: string,
    body: { spec: AppSpec; update_all_source_versions?: boolean },
    options: CallOptions = {},
  ): Promise<App> {
    const where = path`/v2/apps/${appId}`;
    const call = {
      ...options,
      operation: "apps_update",
      scope: "app:update",
      method: "PUT",
      path: where,
      body,
    } as const;
    return objectIn(await this.#pipeline.send(call), "app", call);
  }

  /**
   * Checks and prices a spec without changing anything. With `app_id` it is checked as an update of that app.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_validate_appSpec
   */
  async propose(body: { spec: AppSpec; app_id?: string }, options: CallOptions = {}): Promise<Proposal> {
    const call = {
      ...options,
      operation: "apps_validate_appSpec",
      scope: "app:read",
      method: "POST",
      path: "/v2/apps/propose",
      body,
      repeatable: true,
    } as const;
    const answer = await this.#pipeline.send(call);
    if (isRecord(answer)) return answer;
    throw new UnexpectedBody("it is empty.", { operation: call.operation, attempts: 1 });
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_delete */
  async delete(appId: string, options: CallOptions = {}): Promise<void> {
    const where = path`/v2/apps/${appId}`;
    await this.#pipeline.send({
      ...options,
      operation: "apps_delete",
      scope: "app:delete",
      method: "DELETE",
      path: where,
    });
  }
}
