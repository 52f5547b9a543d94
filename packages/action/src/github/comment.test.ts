import { describe, expect, test } from "vitest";
import { openCommentScene as openScene, UPDATE } from "../../../../test/github/comment-scene.ts";
import { loadContract } from "../../../../test/github/index.ts";
import { MAX_COMMENT_BODY } from "./comment.ts";
import { markerKey } from "./marker.ts";

const contract = loadContract();
if (!contract)
  console.warn("No reference/github-openapi.json: requests are not held against GitHub's document.");

test.skipIf(!contract)("every request and answer is one that GitHub's OpenAPI document knows", async () => {
  await using scene = await openScene();
  await scene.run(11, "Costs $5");
  scene.seed(11, "Costs $5");
  await scene.run(12, "Costs $12");
  const rest = scene.github.requests.filter(({ path }) => path !== "/graphql");
  expect(new Set(rest.map(({ method }) => method))).toEqual(new Set(["GET", "POST", "PATCH", "DELETE"]));
  expect(rest.flatMap((request) => contract?.problems(request) ?? ["unknown route"])).toEqual([]);
});

describe.concurrent("one comment", () => {
  test("is created, with a marker in its first line", async () => {
    await using scene = await openScene();
    const outcome = await scene.run(11, "Costs $5", { now: () => new Date("2026-05-01T10:00:00Z") });
    const [comment] = scene.github.comments("acme", "shop", 7);
    expect(comment?.body).toBe(
      `<!-- app-platform-toolkit:v1 key=${markerKey("spec")} run=11.1 head=${scene.pull.head.sha} at=2026-05-01T10:00:00.000Z -->\nCosts $5`,
    );
    const url = `${scene.github.serverUrl}/acme/shop/pull/7#issuecomment-${comment?.id}`;
    expect(outcome).toEqual({ action: "created", url });
  });

  test("is updated in place by a later run that has something else to say", async () => {
    await using scene = await openScene();
    const { id } = scene.seed(11, "Costs $5");
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "updated" });
    expect(scene.github.comments("acme", "shop", 7)).toMatchObject([{ id }]);
    expect(scene.texts).toEqual(["Costs $12"]);
  });

  test("is not written again by a second run that says the same", async () => {
    await using scene = await openScene();
    const { body } = scene.seed(11, "Costs $5\r\n");
    expect(await scene.run(12, "Costs $5")).toMatchObject({ action: "unchanged" });
    expect(scene.writes).toEqual([]);
    expect(scene.github.comments("acme", "shop", 7)[0]?.body).toBe(body);
  });

  test("is found behind 250 others", async () => {
    await using scene = await openScene();
    for (let index = 0; index < 249; index += 1)
      scene.repository.addComment(7, { author: "octocat", body: "+1" });
    scene.seed(11, "Costs $5");
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "updated" });
    expect(scene.texts.at(-1)).toBe("Costs $12");
    expect(scene.texts).toHaveLength(250);
  });

  test("works on an Enterprise Server, whose API has a prefix", async () => {
    await using scene = await openScene("/api/v3");
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "updated" });
    expect(scene.github.requests.filter(({ status }) => status === 404)).toEqual([]);
    expect(scene.github.requests.some(({ path }) => path === "/graphql")).toBe(true);
  });

  test("has a sibling for another key", async () => {
    await using scene = await openScene();
    scene.seed(11, "Costs $5");
    expect(await scene.run(11, "Other spec", { key: "other" })).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $5", "Other spec"]);
  });

  test("is not made by a run that may only update", async () => {
    await using scene = await openScene();
    expect(await scene.run(11, "Gone", { mode: "update-only" })).toEqual({ action: "none" });
    scene.seed(11, "Costs $5");
    expect(await scene.run(12, "Gone", { mode: "update-only" })).toMatchObject({ action: "updated" });
    expect(scene.texts).toEqual(["Gone"]);
  });

  test("is made anew where somebody hid the old one", async () => {
    await using scene = await openScene();
    scene.seed(11, "Costs $5", { minimized: "outdated" });
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "created" });
  });

  test("has no place without a pull request", async () => {
    await using scene = await openScene();
    const context = { ...scene.context(), pullRequest: undefined };
    expect(await scene.run(11, "Costs $5", { context })).toEqual({ action: "none" });
    expect(scene.github.requests).toEqual([]);
  });

  test("of more than GitHub takes is refused before it is sent", async () => {
    await using scene = await openScene();
    expect(await scene.run(11, "x".repeat(MAX_COMMENT_BODY))).toMatchObject({ action: "created" });
    expect(await scene.run(12, "x".repeat(MAX_COMMENT_BODY + 1))).toEqual({
      status: undefined,
      message: "Could not comment on pull request 7: the report has 65281 characters, and 65280 fit.",
    });
  });
});

describe.concurrent("whose comment it is", () => {
  test("a marker that somebody else wrote is left alone", async () => {
    await using scene = await openScene();
    const spoofed = [
      scene.seed(99, "Free!", { author: "mallory" }),
      scene.seed(99, "Free!", { author: "mallory[bot]" }),
    ].map(({ body }) => body);
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    const bodies = scene.github.comments("acme", "shop", 7).map(({ body }) => body);
    expect(bodies.slice(0, 2)).toEqual(spoofed);
    expect(scene.texts[2]).toBe("Costs $5");
  });

  test("a marker further down in a comment of ours is a quotation", async () => {
    await using scene = await openScene();
    const { body } = scene.seed(11, "Costs $5", { author: "mallory" });
    scene.repository.addComment(7, { author: "github-actions[bot]", body: `Quoted:\n${body}` });
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "created" });
  });

  test("a token of one's own is known by its own login", async () => {
    await using scene = await openScene();
    const token = scene.github.addToken({ kind: "personal", login: "acme-ci" });
    scene.seed(11, "By the workflow");
    expect(await scene.run(12, "By us", { token })).toMatchObject({ action: "created" });
    expect(await scene.run(13, "By us again", { token })).toMatchObject({ action: "updated" });
    expect(scene.texts).toEqual(["By the workflow", "By us again"]);
  });

  test("where GraphQL does not tell, it is the workflow's bot", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ path: "/graphql", status: 403 });
    scene.seed(11, "Free!", { author: "mallory" });
    scene.seed(11, "Costs $5");
    expect(await scene.run(12, "Costs $12")).toMatchObject({ action: "updated" });
    expect(scene.texts).toEqual(["Free!", "Costs $12"]);
  });
});

describe.concurrent("an older run", () => {
  test("never overwrites a newer one", async () => {
    await using scene = await openScene();
    scene.seed(12, "Costs $12");
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "skipped-older" });
    expect(scene.writes).toEqual([]);
  });

  test("is older by its attempt where the run is the same", async () => {
    await using scene = await openScene();
    const second = scene.context({ id: 11, attempt: 2 });
    expect(await scene.run(11, "Second attempt", { context: second })).toMatchObject({ action: "created" });
    expect(await scene.run(11, "First attempt")).toMatchObject({ action: "skipped-older" });
    expect(scene.texts).toEqual(["Second attempt"]);
  });

  test("is older by its commit, even if no newer run has commented", async () => {
    await using scene = await openScene();
    scene.seed(10, "First commit");
    const context = scene.context({ id: 11 });
    scene.repository.pushToPullRequest(7);
    expect(await scene.run(11, "Second commit", { context })).toMatchObject({ action: "skipped-older" });
    expect(scene.texts).toEqual(["First commit"]);
  });

  test("that is overtaken just before it writes yields", async () => {
    await using scene = await openScene();
    const comment = scene.seed(10, "Costs $5");
    const newer = scene.seed(12, "Costs $12").body;
    scene.repository.comments.pop();
    scene.github.before({ method: "GET", path: UPDATE.path }, () => {
      comment.body = newer;
    });
    expect(await scene.run(11, "Costs $7")).toMatchObject({ action: "skipped-older" });
    expect(scene.texts).toEqual(["Costs $12"]);
  });
});
