// A repository on the GitHub double beside an account on the simulator, and the jobs that their events start.
import {
  type Contract,
  type GitHubDouble,
  loadContract,
  type PullRequest,
  type Repository,
  startGitHub,
} from "../github/index.ts";
import { type Simulator, type SimulatorOptions, startSimulator } from "../simulator/index.ts";
import { CANARY, refuseLeaks, textsIn } from "./canary.ts";
import { type ActionJob, type ActionRun, runAction } from "./run-action.ts";

type Files = Record<string, string>;

/** How a job differs from the usual one. */
export interface JobOptions
  extends Partial<
    Pick<
      ActionJob,
      | "env"
      | "files"
      | "actionFolder"
      | "inProcess"
      | "onLine"
      | "killSignal"
      | "stopSignal"
      | "ref"
      | "runId"
      | "runAttempt"
    >
  > {
  inputs?: Record<string, string>;
  /** Without the secret, as in a pull request from a fork. */
  withoutToken?: boolean;
  event?: object;
  /** What happened to the pull request; `synchronize` unless said. */
  action?: string;
  eventName?: string;
}

export interface SceneOptions extends SimulatorOptions {
  repository?: string;
  githubPrefix?: "/api/v3";
  /** What the runner calls the server; the double's own URL unless said. Nothing is asked there. */
  serverUrl?: string;
}

export class Scene implements AsyncDisposable {
  readonly github: GitHubDouble;
  readonly simulator: Simulator;
  readonly repository: Repository;
  readonly #serverUrl: string;
  #runs = 100;

  constructor(
    github: GitHubDouble,
    simulator: Simulator,
    repository: Repository,
    serverUrl = github.serverUrl,
  ) {
    this.#serverUrl = serverUrl;
    this.github = github;
    this.simulator = simulator;
    this.repository = repository;
  }

  /** Opens a pull request whose head has these files. */
  openPullRequest(files: Files, seed: Parameters<Repository["addPullRequest"]>[0] = {}): PullRequest {
    const pull = this.repository.addPullRequest(seed);
    this.#put(pull.head.sha, files);
    return pull;
  }

  /** Pushes these files to a pull request. */
  pushTo(pull: PullRequest, files: Files, sha?: string): void {
    this.#put(this.repository.pushToPullRequest(pull.number, sha), files);
  }

  /** Puts files on the default branch and returns the commit. App Platform hears of it too. */
  pushToMain(files: Files): string {
    const { fullName, defaultBranch } = this.repository;
    const sha = this.repository.push(defaultBranch);
    this.#put(sha, files);
    this.simulator.push(fullName, defaultBranch, sha);
    return sha;
  }

  /** Runs the action for a pull request as it is now. */
  checkPullRequest(pull: PullRequest, options: JobOptions = {}): Promise<ActionRun> {
    const { repository } = this;
    const event = {
      action: options.action ?? "synchronize",
      number: pull.number,
      pull_request: {
        number: pull.number,
        state: pull.state,
        draft: pull.draft,
        head: { ref: pull.head.ref, sha: pull.head.sha, repo: { full_name: pull.head.repository?.fullName } },
        base: { ref: pull.base.ref, sha: pull.base.sha, repo: { full_name: repository.fullName } },
      },
    };
    const ref = `refs/pull/${pull.number}/merge`;
    return this.#run("pull_request", event, ref, pull.head.sha, options);
  }

  /** Runs the action for a push to the default branch. */
  pushed(sha: string, options: JobOptions = {}): Promise<ActionRun> {
    const ref = `refs/heads/${this.repository.defaultBranch}`;
    return this.#run("push", { ref, after: sha, head_commit: { id: sha } }, ref, sha, options);
  }

  /** Closes a pull request and runs the action for that. */
  closed(pull: PullRequest, options: JobOptions = {}): Promise<ActionRun> {
    pull.state = "closed";
    return this.checkPullRequest(pull, { action: "closed", ...options });
  }

  /** Runs the action on a schedule. */
  scheduled(options: JobOptions = {}): Promise<ActionRun> {
    const { defaultBranch, branches } = this.repository;
    const sha = branches.get(defaultBranch) ?? "";
    return this.#run("schedule", { schedule: "0 4 * * *" }, `refs/heads/${defaultBranch}`, sha, options);
  }

  /** @throws where the action has asked GitHub, or GitHub's double has answered, as GitHub's document does not know it */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.github[Symbol.asyncDispose](), this.simulator[Symbol.asyncDispose]()]);
    refuseBrokenContract(this.github);
  }

  /** Runs the action for an event of any other kind, with the default branch checked out. */
  on(eventName: string, event: object, options: JobOptions = {}): Promise<ActionRun> {
    const branch = this.repository.defaultBranch;
    const sha = this.repository.resolve(branch) ?? "";
    return this.#run(eventName, event, `refs/heads/${branch}`, sha, options);
  }

  async #run(
    eventName: string,
    event: object,
    ref: string,
    sha: string,
    options: JobOptions,
  ): Promise<ActionRun> {
    const { repository, github, simulator } = this;
    const { inputs = {}, withoutToken = false, action: _, ...rest } = options;
    this.#runs++;
    const secrets = [github.token, simulator.token];
    const run = await runAction({
      files: this.#checkout(sha),
      inputs: {
        "api-url": simulator.url,
        // GitHub wants a second between two writes: only tests that look at these records wait for it.
        "github-deployment": "never",
        "github-token": github.token,
        ...(withoutToken ? {} : { token: simulator.token }),
        ...inputs,
      },
      repository: repository.fullName,
      ref,
      sha,
      runId: this.#runs,
      github: { apiUrl: github.apiUrl, graphqlUrl: github.graphqlUrl, serverUrl: this.#serverUrl },
      secrets,
      ...rest,
      eventName: options.eventName ?? eventName,
      event: {
        ...event,
        repository: {
          name: repository.name,
          full_name: repository.fullName,
          default_branch: repository.defaultBranch,
          owner: { login: repository.owner.login },
        },
        sender: { login: "octocat" },
        ...options.event,
      },
    });
    const sent = github.requests.map(({ path, query, userAgent, body }) => [path, query, userAgent, body]);
    refuseLeaks({ "what was sent to GitHub": textsIn(sent).join("\n") }, [CANARY, ...secrets]);
    return run;
  }

  #put(sha: string, files: Files): void {
    for (const [path, text] of Object.entries(files)) this.repository.putFile(sha, path, text);
  }

  #checkout(sha: string): Files {
    const tree = this.repository.commits.get(sha)?.tree ?? new Map();
    const files: Files = {};
    for (const [path, entry] of tree) if (entry.type === "file") files[path] = entry.content.toString("utf8");
    return files;
  }
}

export async function startScene({
  repository = "octo-shop/web-shop",
  githubPrefix,
  serverUrl,
  ...simulation
}: SceneOptions = {}) {
  const github = await startGitHub(githubPrefix === undefined ? {} : { prefix: githubPrefix });
  const simulator = await startSimulator(simulation);
  return new Scene(github, simulator, github.createRepository(repository), serverUrl);
}

/** GitHub's document of the shared references has no GraphQL, and the routes of these paths are not in it. */
const NOT_IN_THE_DOCUMENT = /^\/graphql$|\/compare\//;

function refuseBrokenContract({ requests }: GitHubDouble): void {
  contract ??= loadContract() ?? "none";
  if (contract === "none") return;
  for (const request of requests) {
    if (request.faulted || NOT_IN_THE_DOCUMENT.test(request.path)) continue;
    const problems = contract.problems(request) ?? ["there is no such route"];
    if (problems.length > 0)
      throw new Error(`${request.method} ${request.path} ${request.status}: ${problems.join("; ")}`);
  }
}

let contract: Contract | "none" | undefined;
