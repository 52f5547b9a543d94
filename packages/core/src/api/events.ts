import { type CallOptions, path } from "./call.ts";
import { objectIn } from "./envelope.ts";
import { allPages } from "./pages.ts";
import type { Pipeline } from "./pipeline.ts";
import type { Deployment } from "./types.ts";

/** Something that happened to an app: a deployment, or a change of the number of its instances. */
export interface AppEvent {
  readonly id?: string;
  /** DEPLOYMENT, AUTOSCALING, or one that is new. */
  readonly type?: string;
  readonly created_at?: string;
  /** Of an autoscaling event: the deployment that was scaled. */
  readonly deployment_id?: string;
  readonly deployment?: Deployment;
  readonly autoscaling?: {
    /** PENDING, IN_PROGRESS, SUCCEEDED, FAILED, CANCELED, or one that is new. */
    readonly phase?: string;
    /** By component. */
    readonly components?: Readonly<
      Record<string, { readonly from?: number; readonly to?: number; readonly triggering_metric?: string }>
    >;
  };
}

/** What happened to an app: `client.events`. */
export class Events {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * Newest first; `types` are DEPLOYMENT and AUTOSCALING.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_events
   */
  list(
    appId: string,
    { types, signal }: CallOptions & { types?: readonly string[] } = {},
  ): AsyncIterable<AppEvent> {
    const call = {
      signal,
      operation: "apps_list_events",
      scope: "app:read",
      path: path`/v2/apps/${appId}/events`,
      query: { event_types: types },
    };
    return allPages<AppEvent>(this.#pipeline, call, "events");
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_event */
  async get(appId: string, eventId: string, options: CallOptions = {}): Promise<AppEvent> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_get_event",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}/events/${eventId}`,
      read: objectIn<AppEvent>("event"),
    });
  }

  /**
   * Only autoscaling that is under way can be cancelled.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_cancel_event
   */
  async cancel(appId: string, eventId: string, options: CallOptions = {}): Promise<AppEvent> {
    return this.#pipeline.send({
      ...options,
      operation: "apps_cancel_event",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/events/${eventId}/cancel`,
      read: objectIn<AppEvent>("event"),
    });
  }
}
