import type { Simulator } from "./simulator.ts";
import type { RollbackCondition } from "./world/rollback.ts";
import type { Step } from "./world/timeline.ts";
import type { viewApp, viewDeployment } from "./world/view.ts";

export type AppView = ReturnType<typeof viewApp>;
export type DeploymentView = ReturnType<typeof viewDeployment>;

/** What the tests read of the answers' bodies; absent keys are `undefined` as in any JSON. */
export interface Body {
  id: string;
  message: string;
  request_id: string;
  app: AppView;
  apps: AppView[];
  deployment: DeploymentView;
  deployments: DeploymentView[];
  links: { pages: Record<string, string> };
  meta: { total: number };
  live_url?: string;
  historic_urls?: string[];
  url: string;
  valid: boolean;
  error: RollbackCondition;
  warnings: RollbackCondition[];
  [key: string]: unknown;
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

/** Calls the simulator as any client would: over HTTP, with `fetch` and a bearer token. */
export class TestClient {
  readonly #simulator: Simulator;
  readonly #token: string;

  constructor(simulator: Simulator, token = simulator.token) {
    this.#simulator = simulator;
    this.#token = token;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answered> {
    const response = await fetch(new URL(path, this.#simulator.url), {
      method,
      redirect: "manual",
      headers: { authorization: `Bearer ${this.#token}`, ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: readJson(text) };
  }

  async create(spec: object): Promise<AppView> {
    const { status, body } = await this.call("POST", "/v2/apps", { spec });
    if (status !== 200) throw new Error(`${status} ${body.message}`);
    return body.app;
  }

  async app(id: string): Promise<AppView> {
    return (await this.call("GET", `/v2/apps/${id}`)).body.app;
  }

  async deployment(appId: string, id: string): Promise<DeploymentView> {
    return (await this.call("GET", `/v2/apps/${appId}/deployments/${id}`)).body.deployment;
  }

  /** Creates an app and waits (in virtual time) until its first deployment has ended. */
  async createAndDeploy(spec: object): Promise<AppView> {
    const { id } = await this.create(spec);
    this.#simulator.advance(20 * 60_000);
    return this.app(id);
  }
}

function readJson(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return {} as Body;
  }
}

/** The deepest failed step, as a reader of `progress` looks for it. */
export function failedStep(steps: Step[] = []): Step | undefined {
  for (const step of steps) {
    const inner = failedStep(step.steps);
    if (inner) return inner;
    if (step.status === "ERROR") return step;
  }
  return undefined;
}

export const web = (more: object = {}) => ({
  name: "web",
  github: { repo: "acme/shop", branch: "main" },
  ...more,
});

export const spec = (more: object = {}) => ({ name: "shop", services: [web()], ...more });
