import {
  type Answer,
  invalid,
  notFound,
  ok,
  page,
  type RepositoryCall,
  type Route,
  refuse,
} from "../http.ts";
import { renderDeployment, renderDeploymentStatus } from "../render.ts";
import { type Deployment, type DeploymentStatus, now } from "../state.ts";

const MAX_DESCRIPTION = 140;
const STATES = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];
const READ = [{ deployments: "read" }] as const;
const WRITE = [{ deployments: "write" }] as const;

/** https://docs.github.com/en/rest/deployments/deployments and …/statuses */
export const deploymentRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/deployments",
    needs: READ,
    answer(call) {
      const wanted = ["sha", "ref", "task", "environment"] as const;
      const deployments = call.repository.deployments
        .filter((deployment) =>
          wanted.every((name) => {
            const value = call.query.get(name);
            return value === null || value === "none" || deployment[name] === value;
          }),
        )
        .toReversed();
      return page(call, deployments, (deployment) =>
        renderDeployment(call.urls, call.repository, deployment),
      );
    },
  },
  { method: "POST", path: "/repos/{owner}/{repo}/deployments", needs: WRITE, answer: create },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/deployments/{deployment_id}",
    needs: READ,
    answer: (call) =>
      withDeployment(call, (deployment) => ok(renderDeployment(call.urls, call.repository, deployment))),
  },
  {
    method: "DELETE",
    path: "/repos/{owner}/{repo}/deployments/{deployment_id}",
    needs: WRITE,
    answer: (call) =>
      withDeployment(call, (deployment) => {
        const { deployments } = call.repository;
        const others = deployments.some((other) => other !== deployment);
        if (others && deployment.statuses.at(-1)?.state === "success") {
          return refuse(
            422,
            "We cannot delete an active deployment unless it is the only one of its environment.",
          );
        }
        deployments.splice(deployments.indexOf(deployment), 1);
        return { status: 204 };
      }),
  },
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
    needs: READ,
    answer: (call) =>
      withDeployment(call, (deployment) =>
        page(call, deployment.statuses.toReversed(), (status) =>
          renderDeploymentStatus(call.urls, call.repository, deployment, status),
        ),
      ),
  },
  {
    method: "POST",
    path: "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
    needs: WRITE,
    answer: (call) => withDeployment(call, (deployment) => addStatus(call, deployment)),
  },
];

function create(call: RepositoryCall): Answer {
  const { body, repository } = call;
  const ref = text(body.ref);
  if (ref === undefined) return invalid("Deployment", "ref", "ref is required", "missing_field");
  const sha = repository.resolve(ref);
  if (sha === undefined) return refuse(422, `No ref found for: ${ref}`);
  const description = text(body.description) ?? "";
  if (description.length > MAX_DESCRIPTION) return tooLong("Deployment");
  // Without `required_contexts: []` every status of the commit must be green, and the running job's own never is.
  const pending = requiredContexts(call, sha).filter(([, state]) => state !== "success");
  if (pending.length > 0) {
    const errors = pending.map(([context, state]) => ({ contexts: [{ context, state }] }));
    return refuse(409, `Conflict: Commit status checks failed for ${ref}.`, { errors });
  }
  const environment = text(body.environment) ?? "production";
  const deployment: Deployment = {
    id: repository.registry.nextId(),
    sha,
    ref,
    task: text(body.task) ?? "deploy",
    payload: body.payload ?? {},
    environment,
    description,
    transient: body.transient_environment === true,
    production:
      typeof body.production_environment === "boolean"
        ? body.production_environment
        : environment === "production",
    creator: call.token.account,
    createdAt: now(),
    statuses: [],
  };
  repository.deployments.push(deployment);
  return { status: 201, body: renderDeployment(call.urls, repository, deployment) };
}

function addStatus(call: RepositoryCall, deployment: Deployment): Answer {
  const state = text(call.body.state) ?? "";
  if (!STATES.includes(state))
    return invalid("DeploymentStatus", "state", `state must be one of ${STATES.join(", ")}`);
  const description = text(call.body.description) ?? "";
  if (description.length > MAX_DESCRIPTION) return tooLong("DeploymentStatus");
  const status = statusOf(call, state, description);
  deployment.statuses.push(status);
  if (state === "success" && call.body.auto_inactive !== false) retireOlder(call, deployment);
  const rendered = renderDeploymentStatus(call.urls, call.repository, deployment, status);
  return { status: 201, body: rendered, headers: { location: rendered.url } };
}

/** `auto_inactive`: what was a success in the same non-transient, non-production environment is no longer. */
function retireOlder(call: RepositoryCall, deployment: Deployment): void {
  for (const older of call.repository.deployments) {
    if (older === deployment || older.environment !== deployment.environment) continue;
    if (older.id > deployment.id || older.transient || older.production) continue;
    if (older.statuses.at(-1)?.state === "success") older.statuses.push(statusOf(call, "inactive", ""));
  }
}

function statusOf(call: RepositoryCall, state: string, description: string): DeploymentStatus {
  return {
    id: call.repository.registry.nextId(),
    state,
    description,
    environmentUrl: state === "inactive" ? "" : (text(call.body.environment_url) ?? ""),
    logUrl: text(call.body.log_url) ?? text(call.body.target_url) ?? "",
    creator: call.token.account,
    createdAt: now(),
  };
}

function requiredContexts(call: RepositoryCall, sha: string): (readonly [string, string])[] {
  const states = call.repository.statuses.get(sha) ?? new Map<string, string>();
  const required = call.body.required_contexts;
  if (!Array.isArray(required)) return [...states];
  return required.map((context) => [String(context), states.get(String(context)) ?? "missing"] as const);
}

function withDeployment(call: RepositoryCall, answer: (deployment: Deployment) => Answer): Answer {
  const id = Number(call.parameters.deployment_id);
  const deployment = call.repository.deployments.find((candidate) => candidate.id === id);
  return deployment ? answer(deployment) : notFound();
}

function tooLong(resource: string): Answer {
  return invalid(
    resource,
    "description",
    `description is too long (maximum is ${MAX_DESCRIPTION} characters)`,
  );
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
