import { type CallOptions, path } from "./call.ts";
import { isRecord, Misshapen } from "./envelope.ts";
import { allPages } from "./pages.ts";
import type { Pipeline } from "./pipeline.ts";

/** One run of a scheduled or manual job. */
export interface JobInvocation {
  readonly id?: string;
  readonly job_name?: string;
  readonly deployment_id?: string;
  /** PENDING, RUNNING, SUCCEEDED, FAILED, CANCELED, SKIPPED, or one that is new. */
  readonly phase?: string;
  readonly trigger?: JobTrigger;
  readonly created_at?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
}

export interface JobTrigger {
  /** SCHEDULED (which the reference also writes SCHEDULE), MANUAL, or one that is new. */
  readonly type?: string;
  readonly scheduled?: { readonly schedule?: { readonly cron?: string; readonly time_zone?: string } };
  readonly manual?: Readonly<Record<string, unknown>>;
}

/** Runs of jobs: `client.jobs`. */
export class Jobs {
  readonly #pipeline: Pipeline;

  constructor(pipeline: Pipeline) {
    this.#pipeline = pipeline;
  }

  /**
   * Newest first.
   *
   * https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_list_job_invocations
   */
  async *list(
    appId: string,
    {
      jobNames,
      deploymentId,
      signal,
    }: CallOptions & { jobNames?: readonly string[]; deploymentId?: string } = {},
  ): AsyncGenerator<JobInvocation> {
    const call = {
      signal,
      operation: "apps_list_job_invocations",
      scope: "app:read",
      path: path`/v2/apps/${appId}/job-invocations`,
      query: { job_names: jobNames, deployment_id: deploymentId },
    };
    for await (const invocation of allPages<JobInvocation>(this.#pipeline, call, "job_invocations"))
      yield tidied(invocation);
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_get_job_invocation */
  async get(
    appId: string,
    invocationId: string,
    { jobName, signal }: CallOptions & { jobName?: string } = {},
  ): Promise<JobInvocation> {
    return this.#pipeline.send({
      signal,
      operation: "apps_get_job_invocation",
      scope: "app:read",
      method: "GET",
      path: path`/v2/apps/${appId}/job-invocations/${invocationId}`,
      query: { job_name: jobName },
      read: readInvocation,
    });
  }

  /** https://docs.digitalocean.com/reference/api/digitalocean/#tag/Apps/operation/apps_cancel_job_invocation */
  async cancel(
    appId: string,
    invocationId: string,
    { jobName, signal }: CallOptions & { jobName?: string } = {},
  ): Promise<JobInvocation> {
    return this.#pipeline.send({
      signal,
      operation: "apps_cancel_job_invocation",
      scope: "app:update",
      method: "POST",
      path: path`/v2/apps/${appId}/job-invocations/${invocationId}/cancel`,
      query: { job_name: jobName },
      read: readInvocation,
    });
  }
}

/** The reference shows it in three shapes: under `job_invocation`, in a list there, and bare in its schema. */
function readInvocation(body: unknown): JobInvocation {
  const wrapped = isRecord(body) && "job_invocation" in body ? body.job_invocation : body;
  const invocation = firstOf(wrapped);
  if (isRecord(invocation) && typeof invocation.id === "string") return tidied(invocation);
  throw new Misshapen("it has no `job_invocation`.");
}

/** The reference's example has lists of one in place of `trigger` and `scheduled`. */
function tidied(invocation: JobInvocation): JobInvocation {
  const trigger = firstOf(invocation.trigger);
  if (!isRecord(trigger)) return invocation;
  const { type, scheduled } = trigger;
  return {
    ...invocation,
    trigger: {
      ...trigger,
      // The schema's word for what the Go client and the example call SCHEDULED.
      ...(type === "SCHEDULE" ? { type: "SCHEDULED" } : {}),
      ...(Array.isArray(scheduled)
        ? { scheduled: firstOf(scheduled) as JobTrigger["scheduled"] & object }
        : {}),
    },
  };
}

function firstOf(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}
