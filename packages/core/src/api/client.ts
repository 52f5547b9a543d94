import { Alerts } from "./alerts.ts";
import { Apps } from "./apps.ts";
import { CatalogResource } from "./catalog.ts";
import type { Clock } from "./clock.ts";
import { Deployments } from "./deployments.ts";
import { Events } from "./events.ts";
import { Exec } from "./exec.ts";
import { Jobs } from "./jobs.ts";
import { Logs } from "./logs.ts";
import { Metrics } from "./metrics.ts";
import { type ClientOptions, Pipeline } from "./pipeline.ts";
import type { Quota } from "./rate-limit.ts";
import { Rollback } from "./rollback.ts";
import type { Fetch, WebSocketClass } from "./transport.ts";

/**
 * The App Platform API with one token. Calls that change nothing are repeated when they fail for a moment; writes
 * never are, except after a 429, which had no effect. Every method throws an `AppPlatformError` of a telling kind.
 */
export class AppPlatformClient {
  readonly apps: Apps;
  readonly deployments: Deployments;
  readonly rollback: Rollback;
  readonly jobs: Jobs;
  readonly events: Events;
  readonly alerts: Alerts;
  readonly metrics: Metrics;
  readonly logs: Logs;
  readonly exec: Exec;
  readonly catalog: CatalogResource;
  /** For what belongs to a client's work and is no call of the API: log archives, live logs, waiting. */
  readonly transport: Transport;
  readonly #pipeline: Pipeline;

  constructor(options: ClientOptions) {
    const pipeline = new Pipeline(options);
    this.#pipeline = pipeline;
    this.apps = new Apps(pipeline);
    this.deployments = new Deployments(pipeline);
    this.rollback = new Rollback(pipeline);
    this.jobs = new Jobs(pipeline);
    this.events = new Events(pipeline);
    this.alerts = new Alerts(pipeline);
    this.metrics = new Metrics(pipeline);
    this.logs = new Logs(pipeline);
    this.exec = new Exec(pipeline);
    this.catalog = new CatalogResource(pipeline);
    this.transport = {
      fetch: pipeline.fetch,
      clock: pipeline.clock,
      baseUrl: pipeline.baseUrl,
      // Read when a socket is opened: Node loads its own, and others theirs, no sooner.
      get webSocket() {
        return options.webSocket ?? globalThis.WebSocket;
      },
    };
  }

  /** How much of the token's hour is left, as the platform last said; `undefined` before its first answer. */
  get quota(): Quota | undefined {
    return this.#pipeline.quota;
  }
}

export interface Transport {
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly baseUrl: string;
  /** Absent where none was given and there is no global one. */
  readonly webSocket?: WebSocketClass;
}
