// Why a deployment failed, as a person is told.
import { describe, expect, it } from "vitest";
import type { Deployment, DeploymentStep } from "../api/index.ts";
import { diagnoseDeployment } from "./diagnose.ts";
import { explainExitCode, findExitCode, findReasonCode, REASON_CODES } from "./reason-codes.ts";

const failedWith = (...steps: DeploymentStep[]): Deployment => ({
  id: "d2",
  phase: "ERROR",
  progress: { steps },
});

const componentOf = (
  list: string,
  name: string,
  reason?: { code?: string; message?: string },
): DeploymentStep => ({
  name: list,
  status: "ERROR",
  steps: [
    {
      name: "components",
      status: "ERROR",
      steps: [{ name, component_name: name, status: "ERROR", ...(reason ? { reason } : {}) }],
    },
  ],
});

describe("a failed build", () => {
  it("is explained by its deepest step, with the log to read", () => {
    const message = "Your build job failed because it returned a non-zero exit code.";
    const deployment = {
      ...failedWith(
        { name: "build", ...componentOf("build", "web", { code: "BuildJobExitNonZero", message }) },
        { name: "deploy", status: "PENDING" },
      ),
      previous_deployment_id: "d1",
    };
    expect(diagnoseDeployment(deployment)).toEqual({
      title: "The build of `web` failed: the build command failed.",
      stepPath: ["build", "components", "web"],
      component: "web",
      code: "BuildJobExitNonZero",
      message,
      meaning: "The build command failed.",
      hint: expect.stringContaining("build_command"),
      logType: "BUILD",
      stillServing: "d1",
    });
  });

  it("of a code that nobody knows is told in the platform's words", () => {
    const diagnosis = diagnoseDeployment(
      failedWith(componentOf("build", "web", { code: "BuildJobStruckByLightning", message: "zap" })),
    );
    expect(diagnosis).toEqual({
      title: "The build of `web` failed.",
      stepPath: ["build", "components", "web"],
      component: "web",
      code: "BuildJobStruckByLightning",
      message: "zap",
      logType: "BUILD",
    });
  });
});

describe("a failed start", () => {
  it("points at the container's own words, and says what its exit code means", () => {
    const diagnosis = diagnoseDeployment(
      failedWith(
        { name: "build", status: "SUCCESS" },
        componentOf("deploy", "api", { code: "DeployContainerExitNonZero", message: "exit code: 137" }),
      ),
    );
    expect(diagnosis).toMatchObject({
      component: "api",
      logType: "RUN",
      message: "exit code: 137 (the program was killed, usually because it used all its memory)",
    });
  });

  it("is explained by the step that has a reason, not by a deeper one that has none", () => {
    const diagnosis = diagnoseDeployment(
      failedWith({
        name: "deploy",
        status: "ERROR",
        steps: [
          {
            name: "api",
            component_name: "api",
            status: "ERROR",
            reason: { code: "ContainerHealthChecksFailed" },
            steps: [{ name: "wait", status: "ERROR" }],
          },
        ],
      }),
    );
    expect(diagnosis).toMatchObject({ stepPath: ["deploy", "api"], code: "ContainerHealthChecksFailed" });
    expect(diagnosis?.hint).toContain("0.0.0.0");
  });
});

describe("a step that succeeded with a reason", () => {
  const reused: DeploymentStep = {
    name: "build",
    status: "SUCCESS",
    reason: { code: "PreviousBuildReused", message: "Previous build reused." },
  };

  it("is no failure, however deep it is and whatever failed beside it", () => {
    const deployment = failedWith(
      { ...reused, steps: [{ ...reused, steps: [reused] }] },
      componentOf("deploy", "api"),
    );
    expect(diagnoseDeployment(deployment)).toMatchObject({ stepPath: ["deploy", "components", "api"] });
    expect(diagnoseDeployment(deployment)?.code).toBeUndefined();
    expect(diagnoseDeployment(failedWith(reused))).toMatchObject({ stepPath: [] });
  });
});

describe("a failure without a reason", () => {
  it("still names the step", () => {
    expect(diagnoseDeployment(failedWith(componentOf("deploy", "api")))).toEqual({
      title: "The deploy of `api` failed.",
      stepPath: ["deploy", "components", "api"],
      component: "api",
      logType: "DEPLOY",
    });
  });

  it("and without steps says that it has none", () => {
    expect(diagnoseDeployment({ phase: "ERROR" })).toEqual({
      title: "The deployment failed, and no step of it says why.",
      stepPath: [],
    });
  });
});

it.each(["ACTIVE", "BUILDING", "SUPERSEDED", "CANCELED", "PONDERING"])(
  "a deployment in phase %s has not failed",
  (phase) => {
    expect(diagnoseDeployment({ ...failedWith({ name: "build", status: "ERROR" }), phase })).toBeUndefined();
  },
);

describe("reason codes", () => {
  it("are those of the platform's page, each once and with something to do", () => {
    expect(REASON_CODES.map(({ code }) => code)).toEqual([
      "InternalError",
      "BuildJobFailed",
      "BuildJobExitNonZero",
      "BuildJobTimeout",
      "BuildJobOutOfMemory",
      "BuildRateLimit",
      "PreviousBuildReused",
      "DatabaseNotAvailable",
      "DatabaseNotFound",
      "DatabaseLimitExceeded",
      "ContainerCommandNotExecutable",
      "ContainerExitNonZero",
      "ContainerHealthChecksFailed",
      "ContainerOutOfMemory",
      "ResourceExhausted",
    ]);
    for (const { meaning, hint } of REASON_CODES) {
      expect(meaning).toMatch(/^[A-Z].*\.$/s);
      expect(hint).toMatch(/\.$/);
    }
  });

  it("are known with and without `Deploy` before them", () => {
    expect(findReasonCode("DeployContainerOutOfMemory")).toBe(findReasonCode("ContainerOutOfMemory"));
    expect(findReasonCode("DeployContainerOutOfMemory")?.hint).toContain("instance_size_slug");
    expect(findReasonCode("OutOfMemory")).toBeUndefined();
  });
});

describe("exit codes", () => {
  it("are found in a log, the last one first", () => {
    const lines = ["exited with code 1", "container ended with exit code 137", "Killed"];
    expect(findExitCode(lines)).toEqual({ code: 137, meaning: expect.stringContaining("memory") });
    expect(findExitCode(["exit status 3"])).toEqual({ code: 3 });
    expect(findExitCode(["exit code 130"])).toEqual({
      code: 130,
      meaning: "the program was ended by the signal 2",
    });
    expect(findExitCode(["nothing"])).toBeUndefined();
  });

  it.each([
    ["The container exited with code 0", "a service must keep running"],
    ["exit status 126", "may not be executed"],
    ["exited: 127", "not found"],
    ["process exited with exit code 139.", "memory that it may not"],
    ["Exit code: 143", "asked to end"],
  ])("in %j mean something", (message, meaning) => {
    expect(explainExitCode(message)).toContain(meaning);
  });

  it.each([
    "Your container exited with a non-zero exit code.",
    "exit code 1",
    "listening on 8080",
    "exit code 1370",
  ])("that say no more than an error are not explained: %j", (message) => {
    expect(explainExitCode(message)).toBeUndefined();
  });
});
