// Plays the steps of a workflow that use our action, as GitHub would for one of its events: with the inputs that are
// written there, a token with the permissions that are written there, and the web shop as the app.
import { deployed, ON_GITHUB } from "../acceptance/deployed.ts";
import { fixture, mended } from "../demo/stories.ts";
import type { ActionRun } from "../runner/run-action.ts";
import { type JobOptions, type Scene, startScene } from "../runner/scene.ts";
import { type Contexts, fillExpressions } from "./expressions.ts";
import { eventsOf, OUR_ACTION, type Step, type Workflow } from "./samples.ts";

const SPEC = ".do/app.yaml";
const DIGEST = `sha256:${"4f".repeat(32)}`;
/** A service whose image is built by the workflow. */
const IMAGE_SPEC = `name: octo-api
region: fra
services:
  - name: api
    image: { registry_type: GHCR, registry: octo, repository: api, tag: main }
    instance_size_slug: apps-s-1vcpu-1gb
`;

/** An input that only the real platform can serve: nothing answers at a simulated app's URL. */
const NOT_SIMULATED = ["verify-url"];

export async function play(workflow: Workflow, event: string): Promise<ActionRun[]> {
  const steps = Object.values(workflow.jobs).flatMap((job) =>
    job.steps.filter(({ uses }) => uses === OUR_ACTION).map((step) => ({ job, step })),
  );
  const runs: ActionRun[] = [];
  for (const { job, step } of steps) {
    const stage = await setUp(step, event);
    await using scene = stage.scene;
    const granted = Object.entries(job.permissions ?? workflow.permissions ?? {});
    const permissions = Object.fromEntries(
      granted.map(
        ([name, level]) => [name.replaceAll("-", "_"), level === "write" ? "write" : "read"] as const,
      ),
    );
    const contexts = contextsOf(stage, workflow, event);
    const filled = (values: Step["env"] = {}) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [name, fillExpressions(String(value), contexts)]),
      );
    const inputs = Object.entries(filled(step.with)).filter(([name]) => !NOT_SIMULATED.includes(name));
    const options = {
      inputs: {
        "github-token": scene.github.addToken({ permissions }),
        "github-deployment": "auto",
        ...Object.fromEntries(inputs),
      },
      env: filled(step.env),
      withoutToken: true, // it is in `inputs`, where the sample has it
    };
    runs.push(await stage.run(options));
    if (eventsOf(workflow)[event]?.types?.includes("closed")) runs.push(await stage.close(options));
  }
  return runs;
}

interface Stage {
  readonly scene: Scene;
  readonly pullRequest: number;
  run(options: JobOptions): Promise<ActionRun>;
  /** The pull request is closed after the run. */
  close(options: JobOptions): Promise<ActionRun>;
}

async function setUp(step: Step, event: string): Promise<Stage> {
  const given = step.with ?? {};
  const [before, after] = await filesFor(given);
  const isWebShop = SPEC in before && !("images" in given);
  const scene = await startScene({
    speed: 600,
    ...ON_GITHUB,
    ...(isWebShop || SPEC in before ? {} : { repository: "acme/platform" }),
  });
  if (isWebShop) await deployed(scene, await fixture("web-shop"));
  scene.pushToMain(before);
  if (given.command === "rollback") {
    await scene.pushed(scene.pushToMain(after), { inputs: { logs: "never" } });
  }
  const headSha = scene.simulator.push(scene.repository.fullName, "change").commit;
  const pull = scene.openPullRequest(after, { headRef: "change", headSha, ...pullNumber(given) });
  return {
    scene,
    pullRequest: pull.number,
    close: (options) => scene.closed(pull, options),
    run: (options) => {
      switch (event) {
        case "pull_request":
          return scene.checkPullRequest(pull, options);
        case "push":
          return scene.pushed(scene.pushToMain(after), options);
        case "schedule":
          return scene.scheduled(options);
        case "pull_request_target":
          return scene.on(
            event,
            { action: "synchronize", number: pull.number, pull_request: payload(scene, pull) },
            options,
          );
        default:
          return scene.on(event, {}, options);
      }
    },
  };
}

/** `drift-issue: 42` wants something of that number to comment on. */
function pullNumber(given: Readonly<Record<string, unknown>>): { number?: number } {
  return given["drift-issue"] === undefined ? {} : { number: Number(given["drift-issue"]) };
}

/** The files of the default branch, and those that the event brings. */
async function filesFor(
  given: Readonly<Record<string, unknown>>,
): Promise<[before: Record<string, string>, after: Record<string, string>]> {
  if (String(given["spec-path"] ?? SPEC).includes("*")) {
    const [site, backend] = await Promise.all(["monorepo-site", "monorepo-backend"].map(fixture));
    const files = { "apps/docs/.do/app.yaml": site ?? "", "apps/backend/.do/app.yaml": backend ?? "" };
    return [files, files];
  }
  const webShop = await fixture("web-shop");
  const allowed = String(given["env-allow"] ?? "");
  const filling =
    allowed === ""
      ? webShop
      : webShop.replace("        type: SECRET\n", `        type: SECRET\n        value: \${${allowed}}\n`);
  if ("images" in given) return [{ [SPEC]: IMAGE_SPEC }, { [SPEC]: IMAGE_SPEC }];
  // A check of a merge looks at the same app as before: what differs is what is merged.
  return [{ [SPEC]: webShop }, { [SPEC]: mended(filling) }];
}

function payload({ repository }: Scene, pull: ReturnType<Scene["openPullRequest"]>): object {
  const side = ({ ref, sha }: { ref: string; sha: string }, fullName: string | undefined) => ({
    ref,
    sha,
    repo: { full_name: fullName },
  });
  return {
    number: pull.number,
    state: pull.state,
    draft: pull.draft,
    head: side(pull.head, pull.head.repository?.fullName),
    base: side(pull.base, repository.fullName),
  };
}

function contextsOf({ scene, pullRequest }: Stage, workflow: Workflow, event: string): Contexts {
  const inputs = Object.entries(eventsOf(workflow)[event]?.inputs ?? {}).map(([name, input]) => [
    name,
    input.default ?? (name === "number" ? pullRequest : ""),
  ]);
  return {
    secrets: {
      DIGITALOCEAN_TOKEN: scene.simulator.token,
      STRIPE_KEY: "sk_live_of_the_sample",
      PREVIEW_STRIPE_KEY: "sk_test_of_the_sample",
      PREVIEW_SIGNING_KEY: "two\nlines",
    },
    steps: { build: { outputs: { digest: DIGEST } } },
    inputs: Object.fromEntries(inputs),
    github: { ref: "refs/heads/main", sha: "0".repeat(40), event: { pull_request: { number: pullRequest } } },
  };
}
