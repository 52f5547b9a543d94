import {
  buildLines,
  crashLines,
  deployLines,
  environmentLines,
  healthLines,
  startLines,
} from "./log-lines.ts";
import type { Random } from "./random.ts";
import type { SecretStore } from "./secrets.ts";
import { componentsOf, KIND, type Placed, type Spec } from "./spec.ts";
import { group, type LogLine, type LogType, NEVER, type PlannedStep, type Timeline } from "./timeline.ts";
import {
  askedSeconds,
  buildFailure,
  deployFailure,
  type Failure,
  isMissingCluster,
  printedEnvironment,
} from "./triggers.ts";

/** How a component gets its image: built, taken from an earlier deployment, or pulled ready-made. */
export type BuildKind = "build" | "reuse" | "prebuilt";

export interface PlanInput {
  spec: Spec;
  startAt: number;
  random: Random;
  secrets: SecretStore;
  buildKindOf(placed: Placed): BuildKind;
  commitOf(placed: Placed): string | undefined;
}

const BUILD_REASONS = {
  reuse: { code: "PreviousBuildReused", message: "The source has not changed: the previous build is used." },
  prebuilt: {
    code: "PreBuiltImage",
    message: "The component runs a pre-built image: there is nothing to build.",
  },
};

/** Decides, from the spec and the seed, how a deployment will go: phases, step tree, logs and how it ends. */
export function planDeployment(input: PlanInput): Timeline {
  return new Planner(input).plan();
}

class Planner {
  readonly #input: PlanInput;
  readonly #logs: LogLine[] = [];
  #at: number;

  constructor(input: PlanInput) {
    this.#input = input;
    this.#at = input.startAt;
  }

  plan(): Timeline {
    const phases: Timeline["phases"] = [{ phase: "PENDING_BUILD", at: this.#at }];
    this.#pause(3, 8);
    phases.push({ phase: "BUILDING", at: this.#at });
    const build = this.#planBuild();
    if (build.failed) {
      const deploy = this.#neverDeployed();
      return this.#finish([build, deploy], phases, false);
    }
    this.#pause(1, 2);
    phases.push({ phase: "PENDING_DEPLOY", at: this.#at });
    this.#pause(2, 6);
    phases.push({ phase: "DEPLOYING", at: this.#at });
    const deploy = this.#planDeploy();
    return this.#finish([build, deploy], phases, !deploy.failed);
  }

  #finish(steps: PlannedStep[], phases: Timeline["phases"], succeeds: boolean): Timeline {
    this.#pause(1, 2);
    phases.push({ phase: succeeds ? "ACTIVE" : "ERROR", at: this.#at });
    const logs = this.#logs.sort((a, b) => a.at - b.at);
    return { phases, steps, logs, endsAt: this.#at, succeeds };
  }

  #planBuild(): PlannedStep {
    const initialize = this.#step("initialize", 4, 12);
    const database = this.#input.spec.databases?.find((each) => isMissingCluster(each.cluster_name));
    if (database) {
      const message = `The database cluster "${database.cluster_name}" was not found.`;
      Object.assign(initialize, { failed: true, reason: { code: "DatabaseNotFound", message } });
      return group("build", [
        initialize,
        group(
          "components",
          this.#components().map((each) => never(each)),
        ),
      ]);
    }
    const components = group(
      "components",
      this.#components().map((placed) => this.#buildOf(placed)),
    );
    this.#at = Math.max(this.#at, components.endsAt === NEVER ? 0 : components.endsAt);
    return group("build", [initialize, components]);
  }

  /** Components are built side by side, so each starts now. */
  #buildOf(placed: Placed): PlannedStep {
    const { spec, random, secrets } = this.#input;
    const { component } = placed;
    const kind = this.#input.buildKindOf(placed);
    const failure = kind === "build" ? buildFailure(spec, placed, secrets) : undefined;
    const seconds =
      askedSeconds(spec, component, "SIMULATE_BUILD_SECONDS", secrets) ??
      (kind === "build" ? random.integer(60, 150) : random.integer(1, 3));
    const step: PlannedStep = {
      name: component.name,
      componentName: component.name,
      messageBase: `Building ${KIND[placed.list]}`,
      startsAt: this.#at,
      endsAt: this.#at + seconds * 1000,
      ...failedBy(failure),
      ...(kind === "build" ? {} : { reason: BUILD_REASONS[kind] }),
    };
    if (kind === "build")
      this.#logs.push(...buildLines(placed, this.#input.commitOf(placed), step, random, failure));
    this.#printEnvironment("BUILD", placed, step);
    return step;
  }

  #planDeploy(): PlannedStep {
    const jobs = (kind: string) =>
      this.#components().filter((each) => each.list === "jobs" && each.component.kind === kind);
    const steps = [this.#step("initialize", 1, 4)];
    const before = jobs("PRE_DEPLOY").map((placed) => this.#jobStep(placed));
    const beforeFailed = before.some((step) => step.failed);
    const running = this.#components().filter(({ list }) => list !== "jobs");
    const started = running.map((placed) =>
      beforeFailed ? neverDeployed(placed) : this.#containerStep(placed),
    );
    this.#at = Math.max(
      this.#at,
      ...started.filter((each) => each.endsAt !== NEVER).map((each) => each.endsAt),
    );
    const startFailed = beforeFailed || started.some((step) => step.failed);
    const after = jobs("POST_DEPLOY").map((placed) => (startFailed ? never(placed) : this.#jobStep(placed)));
    const failed = startFailed || after.some((step) => step.failed);
    if (failed) for (const placed of jobs("FAILED_DEPLOY")) this.#jobStep(placed);
    steps.push(group("components", [...before, ...started, ...after]));
    steps.push(failed ? pending("finalize") : this.#step("finalize", 3, 10));
    return group("deploy", steps);
  }

  /** Jobs run one after another. */
  #jobStep(placed: Placed): PlannedStep {
    const { spec, random, secrets } = this.#input;
    const failure = deployFailure(spec, placed, secrets);
    const step: PlannedStep = {
      ...this.#step(placed.component.name, 10, 30),
      componentName: placed.component.name,
      messageBase: "Running job",
      ...failedBy(failure),
    };
    const lines = failure ? crashLines(placed, step, random, failure) : startLines(placed, step, random);
    this.#logs.push(...lines);
    return step;
  }

  #containerStep(placed: Placed): PlannedStep {
    const { spec, random, secrets } = this.#input;
    const { name } = placed.component;
    const failure = deployFailure(spec, placed, secrets);
    const seconds = askedSeconds(spec, placed.component, "SIMULATE_DEPLOY_SECONDS", secrets);
    const rollOut = (seconds === undefined ? random.integer(10, 40) : seconds / 2) * 1000;
    const settle = (seconds === undefined ? random.integer(15, 60) : seconds / 2) * 1000;
    const titled = (step: string, base: string, startsAt: number, endsAt: number): PlannedStep => ({
      name: step,
      componentName: name,
      messageBase: `${base} ${KIND[placed.list]}`,
      startsAt,
      endsAt,
    });
    const deploy = titled("deploy", "Deploying", this.#at, this.#at + rollOut);
    const wait = titled("wait", "Waiting for", deploy.endsAt, deploy.endsAt + settle);
    Object.assign(wait, failedBy(failure));
    this.#logContainer(placed, deploy, wait, failure);
    return group(name, [deploy, wait], { componentName: name });
  }

  #logContainer(placed: Placed, deploy: PlannedStep, wait: PlannedStep, failure: Failure | undefined): void {
    const { random } = this.#input;
    this.#logs.push(...deployLines(placed, deploy, wait, failure));
    this.#printEnvironment("RUN", placed, wait);
    if (placed.list === "static_sites" || placed.list === "functions") return;
    if (failure?.listensOn) this.#logs.push(...healthLines(placed, wait, random, failure.listensOn));
    else if (failure) this.#logs.push(...crashLines(placed, wait, random, failure));
    else this.#logs.push(...startLines(placed, wait, random));
  }

  #printEnvironment(type: LogType, placed: Placed, step: PlannedStep): void {
    const { spec, secrets } = this.#input;
    const environment = printedEnvironment(spec, placed.component, secrets);
    this.#logs.push(...environmentLines(type, placed, step, environment));
  }

  #neverDeployed(): PlannedStep {
    const components = this.#components().map((placed) =>
      placed.list === "jobs" ? never(placed) : neverDeployed(placed),
    );
    return group("deploy", [pending("initialize"), group("components", components), pending("finalize")]);
  }

  #components(): Placed[] {
    return componentsOf(this.#input.spec).filter(({ component }) => component.kind !== "SCHEDULED");
  }

  #step(name: string, minSeconds: number, maxSeconds: number): PlannedStep {
    const startsAt = this.#at;
    this.#pause(minSeconds, maxSeconds);
    return { name, startsAt, endsAt: this.#at };
  }

  /** Not whole seconds: real ones are not either. */
  #pause(minSeconds: number, maxSeconds: number): void {
    this.#at += this.#input.random.integer(minSeconds * 1000, maxSeconds * 1000);
  }
}

function failedBy(failure: Failure | undefined): Partial<PlannedStep> {
  return failure ? { failed: true, reason: { code: failure.code, message: failure.message } } : {};
}

function pending(name: string): PlannedStep {
  return { name, startsAt: NEVER, endsAt: NEVER };
}

function never({ component }: Placed): PlannedStep {
  return { ...pending(component.name), componentName: component.name };
}

function neverDeployed(placed: Placed): PlannedStep {
  const steps = ["deploy", "wait"].map((name) => ({ ...never(placed), name }));
  return group(placed.component.name, steps, { componentName: placed.component.name });
}
