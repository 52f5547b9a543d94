import { Apps } from "./apps.ts";
import { CatalogResource } from "./catalog.ts";
import type { Clock } from "./clock.ts";
import { Deployments } from "./deployments.ts";
import { Logs } from "./logs.ts";
import { type ClientOptions, Pipeline } from "./pipeline.ts";
import type { Fetch } from "./transport.ts";

/**
 * The App Platform API with one token. Calls that change nothing are repeated when they fail for a moment; writes
 * never are, except after a 429, which had no effect. Every method throws an `AppPlatformError` of a telling kind.
 */
export class AppPlatformClient {
  readonly apps: Apps;
  readonly deployments: Deployments;
  readonly logs: Logs;
  readonly catalog: CatalogResource;
  /** For what belongs to a client's work and is no call of the API: log archives, waiting. */
  readonly transport: { readonly fetch: Fetch; readonly clock: Clock; readonly baseUrl: string };

  constructor(options: ClientOptions) {
    const pipeline = new Pipeline(options);
    this.apps = new Apps(pipeline);
    this.deployments = new Deployments(pipeline);
    this.logs = new Logs(pipeline);
    this.catalog = new CatalogResource(pipeline);
    this.transport = { fetch: pipeline.fetch, clock: pipeline.clock, baseUrl: pipeline.baseUrl };
  }
}
