import type { AlertSpec } from "../spec/schema/index.ts";
import { type CallOptions, path } from "./call.ts";
import { listIn, objectIn } from "./envelope.ts";
import type { Pipeline } from "./pipeline.ts";

/** An alert of an app. The spec creates it; where it goes is set here. */
export interface Alert {
  readonly id?: string;
  /** Absent on an alert of the whole app. */
  readonly component_name?: string;
  readonly spec?: AlertSpec;
  readonly emails?: readonly string[];
  readonly slack_webhooks?: readonly SlackWebhook[];
  /** PENDING, CONFIGURING, ACTIVE, ERROR, or one that is new. */
  readonly phase?: string;
}

export interface SlackWebhook {
  /** A key: whoever knows it can post. */
  readonly url: string;
  readonly channel?: string;
}

/** Alerts of an app and who gets them: `client.alerts`. */
export class Alerts {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_alerts */
  async list(appId: string, options: CallOptions = {}): Promise<Alert[]> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_list_alerts",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}/alerts`,
      read: listIn<Alert>("alerts"),
    });
  }

  /**
   * Replaces both lists: what is left out gets nothing any more. Addresses must be of users with access to the app.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_assign_alertDestinations
   */
  async setDestinations(
    appId: string,
    alertId: string,
    body: { emails?: readonly string[]; slack_webhooks?: readonly SlackWebhook[] },
    options: CallOptions = {},
  ): Promise<Alert> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_assign_alertDestinations",
      scope: "app:update",
      // The reference's sample says PUT, its title and the Go client POST.
      method: "POST",
      path: path`/v2/apps/${appId}/alerts/${alertId}/destinations`,
      body,
      read: objectIn<Alert>("alert"),
    });
  }
}
