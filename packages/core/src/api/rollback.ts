import { type CallOptions, path } from "./call.ts";
import { isRecord, listIn, Misshapen, nothing, objectIn } from "./envelope.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Deployment } from "./types.ts";

/** Whether an app can go back to a deployment. That it cannot is an answer and no error. */
export interface RollbackValidation {
  readonly valid: boolean;
  readonly error?: RollbackCondition;
  readonly warnings: readonly RollbackCondition[];
}

export interface RollbackCondition {
  /** Such as `exceeded_revision_limit` or `static_site_requires_rebuild`. */
  readonly code?: string;
  readonly message?: string;
  /** The components concerned. */
  readonly components?: readonly string[];
}

export interface RollbackOptions extends CallOptions {
  /** Makes the rollback final at once. Otherwise it pins the app: nothing is deployed until commit or revert. */
  readonly skipPin?: boolean;
}

/** Back to an earlier deployment: `client.rollback`. */
export class Rollback {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * Changes nothing, but needs the scope of a write.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_validate_rollback
   */
  async validate(
    appId: string,
    deploymentId: string,
    { skipPin, signal }: RollbackOptions = {},
  ): Promise<RollbackValidation> {
    return this.#pipeline.send({
      signal,
      operation: "apps_validate_rollback",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/rollback/validate`,
      body: rollbackBody(deploymentId, skipPin),
      repeatable: true,
      read: readValidation,
    });
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_create_rollback */
  async create(
    appId: string,
    deploymentId: string,
    { skipPin, signal }: RollbackOptions = {},
  ): Promise<Deployment> {
    return this.#pipeline.send({
      signal,
      operation: "apps_create_rollback",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/rollback`,
      body: rollbackBody(deploymentId, skipPin),
      read: objectIn<Deployment>("deployment"),
    });
  }

  /**
   * Makes a pinned rollback the app's own state.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_commit_rollback
   */
  async commit(appId: string, options: CallOptions = {}): Promise<void> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_commit_rollback",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/rollback/commit`,
      read: nothing,
    });
  }

  /**
   * Takes a pinned rollback back, which is a deployment again.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_revert_rollback
   */
  async revert(appId: string, options: CallOptions = {}): Promise<Deployment> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_revert_rollback",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/rollback/revert`,
      read: objectIn<Deployment>("deployment"),
    });
  }
}

function rollbackBody(deploymentId: string, skipPin: boolean | undefined): object {
  return { deployment_id: deploymentId, ...(skipPin === undefined ? {} : { skip_pin: skipPin }) };
}

function readValidation(body: unknown): RollbackValidation {
  if (!isRecord(body)) throw new Misshapen("it is empty.");
  const error = isRecord(body.error) ? (body.error as RollbackCondition) : undefined;
  return {
    // Left out where it is false.
    valid: body.valid === true,
    ...(error === undefined ? {} : { error }),
    warnings: listIn<RollbackCondition>("warnings")(body),
  };
}
