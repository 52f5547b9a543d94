import { describe, expect, test } from "vitest";
import {
  CREATE,
  LIST,
  openCommentScene as openScene,
  UPDATE,
} from "../../../../test/github/comment-scene.ts";

describe.concurrent("when GitHub fails", () => {
  test("a comment whose answer was lost is not made twice", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ ...CREATE, status: "lost-answer" });
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $5"]);
  });

  test("a comment that was not made is made by another try", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ ...CREATE, status: 502 });
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $5"]);
  });

  test("a comment that somebody deletes in between is made again", async () => {
    await using scene = await openScene();
    scene.seed(10, "Costs $5");
    scene.github.before(UPDATE, () => scene.repository.comments.pop());
    expect(await scene.run(11, "Costs $12")).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $12"]);
  });

  test.each(["reset", 500, 502, 503, "secondary-limit"] as const)(
    "a list with %s is asked for again",
    async (status) => {
      await using scene = await openScene();
      scene.github.queueFault({ ...LIST, status });
      expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    },
  );

  test("a secondary limit on the write is waited for", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ ...CREATE, status: "secondary-limit", retryAfterSeconds: 30 });
    expect(await scene.run(11, "Costs $5")).toMatchObject({ action: "created" });
    expect(scene.texts).toEqual(["Costs $5"]);
  });

  test("a limit of an hour is not", async () => {
    await using scene = await openScene();
    scene.github.queueFault({ ...LIST, status: "rate-limit", retryAfterSeconds: 3000 });
    expect(await scene.run(11, "Costs $5")).toEqual({
      status: 403,
      message:
        'Could not comment on pull request 7: GitHub answered 403, "API rate limit exceeded for installation.". Its rate limit is used up; a later run will do it.',
    });
  });

  test.each([400, 401, 403, 404, 410, 422, 429, 451, 500, 503, "reset"] as const)(
    "%s on every try is a failure that names what was not done, and no exception",
    async (status) => {
      const failAt = async (place: typeof LIST) => {
        await using scene = await openScene();
        if (place === UPDATE) scene.seed(10, "Costs $3");
        scene.github.queueFault({ ...place, status, times: 100 });
        const outcome = await scene.run(11, "Costs $5");
        expect(scene.texts).toEqual(place === UPDATE ? ["Costs $3"] : []);
        return outcome;
      };
      const failure = {
        status: status === "reset" ? undefined : status,
        message: expect.stringMatching(
          /^Could not comment on pull request 7: GitHub (answered|did not answer)/,
        ),
      };
      // A comment that is gone by the time it is written is looked for again.
      const gone = { status: undefined, message: expect.stringContaining("somebody else keeps changing") };
      const outcomes = await Promise.all([LIST, CREATE, UPDATE].map(failAt));
      expect(outcomes).toEqual([failure, failure, status === 404 ? gone : failure]);
    },
  );

  test("a missing permission is named with the lines to add", async () => {
    await using scene = await openScene();
    const token = scene.github.addToken({ permissions: { contents: "read" } });
    expect(await scene.run(11, "Costs $5", { token })).toMatchObject({
      status: 403,
      message:
        'Could not comment on pull request 7: GitHub answered 403, "Resource not accessible by integration". ' +
        "Add to the job in the workflow file:\npermissions:\n  pull-requests: write",
    });
  });
});
