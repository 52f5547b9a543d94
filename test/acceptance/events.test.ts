// What the action does for each event that can start a workflow, and what it leaves alone.
import { createServer, request as forward } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fixture, mended } from "../demo/stories.ts";
import type { PullRequest } from "../github/index.ts";
import { CANARY } from "../runner/canary.ts";
import { type Scene, startScene } from "../runner/scene.ts";
import { deployed } from "./deployed.ts";

const SPEC = ".do/app.yaml";

let webShop: string;
beforeAll(async () => {
  webShop = await fixture("web-shop");
});

function payload(scene: Scene, pull: PullRequest, action = "synchronize"): object {
  const { head, base, number } = pull;
  return {
    action,
    number,
    pull_request: {
      number,
      draft: false,
      head: {
        ref: head.ref,
        sha: head.sha,
        repo: head.repository && { full_name: head.repository.fullName },
      },
      base: { ref: base.ref, sha: base.sha, repo: { full_name: scene.repository.fullName } },
    },
  };
}

describe("a job that has secrets while the pull request is a stranger's", () => {
  let scene: Scene;
  let pull: PullRequest;
  beforeAll(async () => {
    scene = await startScene();
    scene.pushToMain({ [SPEC]: webShop });
    const fork = scene.github.createRepository("mallory/web-shop", { fork: true });
    const filling = mended(webShop).replace(
      "services:",
      "envs:\n  - { key: K, value: '${STOLEN}' }\nservices:",
    );
    pull = scene.openPullRequest({ [SPEC]: filling }, { headRepository: fork });
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  const job = { inputs: { "env-allow": "STOLEN" }, env: { STOLEN: CANARY } };

  it("reads the spec at the head as data: checked, priced, commented, and nothing else", async () => {
    const target = await scene.on("pull_request_target", payload(scene, pull), job);
    expect(target.exitCode, target.log).toBe(0);
    const comments = scene.github.comments("octo-shop", "web-shop", pull.number);
    expect(comments).toHaveLength(1);
    expect(comments[0]?.body).toContain("`web-shop`: +$31.00/mo ($24.00 → $55.00)");
    expect(comments[0]?.body).toContain("a job of `pull_request_target` has secrets");

    const event = {
      event: "pull_request",
      head_sha: pull.head.sha,
      head_branch: pull.head.ref,
      head_repository: { full_name: "mallory/web-shop" },
      pull_requests: [],
    };
    const after = await scene.on("workflow_run", { action: "completed", workflow_run: event }, job);
    expect(after.exitCode, after.log).toBe(0);
    expect(after.outputs["monthly-cost-delta"]).toBe("31.00");
    expect(comments[0]?.body).toContain("a job of `workflow_run` has secrets");

    expect(scene.simulator.requests).toEqual([]);
    const told = [target, after].map(({ log, summary }) => log + summary).join("") + comments[0]?.body;
    expect(told).not.toContain(CANARY);
  });

  it("refuses to go on where the stranger's code is checked out, and to deploy", async () => {
    const files = { [SPEC]: webShop, ".git/HEAD": `${pull.head.sha}\n` };
    const run = await scene.on("pull_request_target", payload(scene, pull), { ...job, files });
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain("::error::The workspace holds the code of pull request");
    const deploy = await scene.on("pull_request_target", payload(scene, pull), {
      inputs: { command: "deploy" },
    });
    expect(deploy.exitCode).toBe(1);
    expect(deploy.log).toContain("Use `on: pull_request`");
    expect(scene.simulator.requests).toEqual([]);
  });
});

describe("a pull request from a fork that gets the token all the same", () => {
  it("is held against its base before DigitalOcean is asked about anything", async () => {
    await using scene = await startScene({ speed: 600 });
    await deployed(scene, webShop);
    scene.pushToMain({ [SPEC]: webShop });
    const fork = scene.github.createRepository("mallory/web-shop", { fork: true });
    const asked = scene.simulator.requests.length;
    const foreign = webShop
      .replace("name: web-shop", "name: billing")
      .replace("services:", "domains:\n  - domain: bank.test\nservices:");
    const pull = scene.openPullRequest({ [SPEC]: foreign }, { headRepository: fork });
    const refused = await scene.checkPullRequest(pull);
    expect(refused.exitCode).toBe(1);
    expect(refused.log).toMatch(/^::error title=policy-name,file=\.do\/app\.yaml,line=2/m);
    expect(refused.log).toMatch(/^::error title=policy-domains,.*The domain `bank\.test` is new/m);
    expect(refused.summary).toContain("what a maintainer has to allow first");
    const paths = scene.simulator.requests.slice(asked).map(({ path }) => path);
    expect(
      paths.filter(
        (path) => path.startsWith("/v2/apps") && !path.includes("/tiers") && !path.includes("/regions"),
      ),
    ).toEqual([]);

    scene.pushTo(pull, { [SPEC]: mended(webShop) });
    const harmless = await scene.checkPullRequest(pull);
    expect(harmless.exitCode, harmless.log).toBe(0);
    expect(harmless.summary).toContain("DigitalOcean says $55.00/mo");

    // Without the token nobody is asked anyway, and a reviewer is only told.
    scene.pushTo(pull, { [SPEC]: foreign });
    const offline = await scene.checkPullRequest(pull, { withoutToken: true });
    expect(offline.exitCode, offline.log).toBe(0);
    expect(offline.log).toMatch(/^::warning title=policy-name/m);
  });
});

describe("other events", () => {
  let scene: Scene;
  let pull: PullRequest;
  beforeAll(async () => {
    scene = await startScene({ speed: 600 });
    await deployed(scene, webShop);
    scene.pushToMain({ [SPEC]: webShop });
    pull = scene.openPullRequest({ [SPEC]: mended(webShop) });
  });
  afterAll(() => scene[Symbol.asyncDispose]());

  it("workflow_dispatch with a number proposes that pull request, whatever is checked out", async () => {
    const run = await scene.on(
      "workflow_dispatch",
      { inputs: {} },
      {
        inputs: { "pull-request": String(pull.number), "spec-path": ".do/*.yaml" },
      },
    );
    expect(run.exitCode, run.log).toBe(0);
    const [comment] = scene.github.comments("octo-shop", "web-shop", pull.number);
    expect(comment?.body).toContain("DigitalOcean says $55.00/mo");
    expect(run.outputs["comment-url"]).toContain(`#issuecomment-${comment?.id}`);
  });

  it("merge_group validates against what it is to be merged into", async () => {
    const group = { head_sha: pull.head.sha, base_sha: pull.base.sha, head_ref: "refs/heads/queue" };
    const run = await scene.on(
      "merge_group",
      { action: "checks_requested", merge_group: group },
      { files: { [SPEC]: mended(webShop) }, inputs: { "max-monthly-increase": "30" } },
    );
    expect(run.outputs["monthly-cost-delta"]).toBe("31.00");
    expect(run.exitCode).toBe(1);
    expect(run.log).toContain("The increase of $31.00/mo is $1.00 over the $30.00/mo that a change may add.");
  });

  it("comments are left alone, and what does not tell what to do asks for a command", async () => {
    const before = scene.github.requests.length;
    const comment = await scene.on("issue_comment", { action: "created", comment: { body: "/deploy" } });
    expect(comment.exitCode).toBe(0);
    expect(comment.log).toContain("Comments are left alone");
    expect(scene.github.requests).toHaveLength(before);
    const schedule = await scene.on("schedule", { schedule: "0 6 * * *" });
    expect(schedule.exitCode).toBe(1);
    expect(schedule.log).toMatch(/The event "schedule" does not tell what to do\. Write the command/);
  });

  it("Dependabot's pull requests are checked without secrets, and are told why", async () => {
    const run = await scene.checkPullRequest(pull, {
      withoutToken: true,
      env: { GITHUB_ACTOR: "dependabot[bot]" },
    });
    expect(run.exitCode).toBe(0);
    expect(run.summary).toContain("Dependabot gets no Actions secrets");
  });
});

describe("where GitHub is", () => {
  it("comes from the environment alone, through a proxy where the job names one", async () => {
    await using scene = await startScene({ githubPrefix: "/api/v3", repository: "acme/web-shop" });
    scene.pushToMain({ [SPEC]: webShop });
    const pull = scene.openPullRequest({ [SPEC]: mended(webShop) });
    await using proxy = await startProxy();
    // Both services under names that only the proxy can find: whatever does not go through it fails.
    const behind = (url: string) => url.replace("127.0.0.1", "service.test");
    const run = await scene.checkPullRequest(pull, {
      inputs: { "api-url": behind(scene.simulator.url) },
      env: {
        GITHUB_API_URL: behind(scene.github.apiUrl),
        GITHUB_GRAPHQL_URL: behind(scene.github.graphqlUrl),
        GITHUB_SERVER_URL: "https://acme.ghe.test",
        http_proxy: proxy.url,
        https_proxy: proxy.url,
      },
    });
    expect(run.exitCode, run.log).toBe(0);
    const [comment] = scene.github.comments("acme", "web-shop", pull.number);
    expect(comment?.body).toContain("a merge creates the app");
    const links = [...(comment?.body.matchAll(/\]\((https?:\/\/[^/)]+)/g) ?? [])].map(([, origin]) => origin);
    expect(new Set(links)).toEqual(new Set(["https://acme.ghe.test"]));
    expect(proxy.targets).toContain(new URL(scene.github.apiUrl).port);
    expect(proxy.targets).toContain(new URL(scene.simulator.url).port);
  });
});

/** A proxy that leads every name to this machine, and keeps the ports that it was asked for. */
async function startProxy() {
  const targets: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "");
    targets.push(url.port);
    const { method, headers } = request;
    const path = `${url.pathname}${url.search}`;
    const onward = forward({ host: "127.0.0.1", port: url.port, path, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });
  server.on("connect", (request, socket) => {
    const port = request.url?.split(":")[1] ?? "";
    targets.push(port);
    const upstream = connect(Number(port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on("error", () => socket.destroy());
    socket.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    targets,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
