// Where in the spec an author should look when a deployment has failed.
import { describe, expect, it } from "vitest";
import { parseSpec } from "../spec/document.ts";
import type { Diagnosis } from "./diagnose.ts";
import { findReasonCode } from "./reason-codes.ts";
import { suspectIn } from "./suspect.ts";

const SPEC = `name: shop
envs:
  - { key: LOG_LEVEL, value: info }
services:
  - name: web
    github: { repo: octo/shop, branch: main }
    source_dir: web
    build_command: npm run build
    run_command: node server.js
    instance_size_slug: apps-s-1vcpu-0.5gb
    http_port: 8080
    envs:
      - key: DATABASE_URL
        value: \${db.DATABASE_URL}
  - name: bare
    image: { registry_type: GHCR, registry: octo, repository: bare, tag: v1 }
databases:
  - { name: db, engine: PG, production: true, cluster_name: main-cluster }
  - { name: cache, engine: VALKEY, production: true, cluster_name: missing-cache }
`;

function lookAt(code: string, lines: string[] = [], component: string | undefined = "web") {
  const diagnosis: Diagnosis = {
    title: "It failed.",
    stepPath: [],
    code,
    ...(component ? { component } : {}),
    ...(findReasonCode(code)?.log ? { logType: findReasonCode(code)?.log ?? "RUN" } : {}),
  };
  const suspect = suspectIn(parseSpec(SPEC), diagnosis, lines);
  return suspect && [suspect.range.start.line + 1, suspect.path, suspect.clue];
}

describe("by the reason code", () => {
  it.each([
    ["BuildJobExitNonZero", 8, "services.0.build_command"],
    ["BuildJobFailed", 7, "services.0.source_dir"],
    ["DeployContainerCommandNotExecutable", 9, "services.0.run_command"],
    ["DeployContainerExitNonZero", 9, "services.0.run_command"],
    ["ContainerOutOfMemory", 10, "services.0.instance_size_slug"],
    ["DeployContainerHealthChecksFailed", 11, "services.0.http_port"],
    ["DeployStruckByLightning", 5, "services.0.name"],
  ])("%s is looked for in line %i", (code, line, path) => {
    expect(lookAt(code)).toEqual([line, path, undefined]);
  });

  it("a field that is not written gives way to the next, and to the component's name", () => {
    expect(lookAt("DeployContainerExitNonZero", [], "bare")).toEqual([16, "services.1.image", undefined]);
    expect(lookAt("DeployContainerHealthChecksFailed", [], "bare")).toEqual([
      15,
      "services.1.name",
      undefined,
    ]);
  });

  it("a missing database is the one that the message names; without a name none is guessed", () => {
    const diagnosis = { title: "It failed.", stepPath: ["build"], code: "DatabaseNotFound" };
    const message = 'The database cluster "missing-cache" was not found.';
    expect(suspectIn(parseSpec(SPEC), { ...diagnosis, message })?.path).toBe("databases.1.cluster_name");
    expect(suspectIn(parseSpec(SPEC), diagnosis)).toBeUndefined();
  });

  it("a component that the spec does not have is nobody's fault in it", () => {
    expect(lookAt("DeployContainerExitNonZero", [], "gone")).toBeUndefined();
  });
});

describe("by the log", () => {
  it.each([
    [
      "DeployContainerHealthChecksFailed",
      "Server listening on port 3000",
      11,
      "The program listens on port 3000. The health check asks port 8080: write `http_port: 3000`, or let the program listen on `$PORT`.",
    ],
    ["DeployContainerHealthChecksFailed", "listening on 0.0.0.0:8080", 11, undefined],
    [
      "DeployContainerHealthChecksFailed",
      " * Running on http://127.0.0.1:5000",
      9,
      "The program listens on localhost, where nothing else reaches it: let it listen on 0.0.0.0.",
    ],
    ["BuildJobExitNonZero", 'npm error Missing script: "build"', 8, "`package.json` has no script `build`."],
    ["BuildJobExitNonZero", "sh: 1: vite: not found", 8, "The command `vite` is not there."],
    [
      "BuildJobExitNonZero",
      "npm error enoent ENOENT: no such file or directory, open '/workspace/package.json'",
      7,
      "There is no `package.json` where the build looks for it.",
    ],
    [
      "DeployContainerExitNonZero",
      "Error: STRIPE_KEY is not set",
      12,
      "The program misses the environment variable `STRIPE_KEY`. The spec does not set it.",
    ],
    [
      "DeployContainerExitNonZero",
      "KeyError: 'DATABASE_URL'",
      13,
      "The program misses the environment variable `DATABASE_URL`. It is here: look at its value and its scope.",
    ],
    [
      "DeployContainerExitNonZero",
      "missing required variable LOG_LEVEL",
      3,
      "The program misses the environment variable `LOG_LEVEL`. It is here: look at its value and its scope.",
    ],
    [
      "DeployContainerExitNonZero",
      "Error: connect ECONNREFUSED 10.1.2.3:5432",
      12,
      "The program does not reach another server, such as its database.",
    ],
    [
      "DeployContainerExitNonZero",
      "Error: Cannot find module '/workspace/dist/server.js'",
      9,
      "The program does not find the module `/workspace/dist/server.js`.",
    ],
    [
      "DeployContainerExitNonZero",
      "FATAL ERROR: Reached heap limit - JavaScript heap out of memory",
      10,
      "The program ran out of memory.",
    ],
    ["DeployContainerExitNonZero", "it just ended", 9, undefined],
  ])("%s with %j points at line %i", (code, text, line, clue) => {
    const found = lookAt(code, ["something else", text, "at the end"]);
    expect([found?.[0], found?.[2]]).toEqual([line, clue]);
  });
});
