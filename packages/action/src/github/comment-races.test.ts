import { describe, expect, test } from "vitest";
import { CREATE, LIST, openCommentScene as openScene } from "../../../../test/github/comment-scene.ts";
import type { GitHubDouble } from "../../../../test/github/index.ts";

describe.concurrent("two runs that meet", () => {
  /** Holds the first two lists until both runs have asked: neither sees what the other is about to write. */
  function meetAtTheList(github: GitHubDouble): void {
    const both = Promise.withResolvers<void>();
    let waiting = 0;
    github.before({ ...LIST, times: 2 }, () => {
      waiting += 1;
      if (waiting === 2) both.resolve();
      return both.promise;
    });
  }

  test.each([
    ["of two commits' runs", [11, 12]],
    ["in the other order", [12, 11]],
  ])("leave one comment that says what the newer one says, %s", async (_, [first = 0, second = 0]) => {
    await using scene = await openScene();
    meetAtTheList(scene.github);
    const outcomes = await Promise.all([
      scene.run(first, `Run ${first}`),
      scene.run(second, `Run ${second}`),
    ]);
    expect(scene.texts).toEqual(["Run 12"]);
    const byRun = Object.fromEntries([first, second].map((run, index) => [run, outcomes[index]]));
    expect(byRun).toMatchObject({ 11: { action: "skipped-older" }, 12: { action: "created" } });
  });

  test("leave one comment also as legs of the same run", async () => {
    await using scene = await openScene();
    meetAtTheList(scene.github);
    await Promise.all([scene.run(11, "Leg A"), scene.run(11, "Leg B")]);
    expect(scene.texts).toHaveLength(1);
    expect(["Leg A", "Leg B"]).toContain(scene.texts[0]);
  });

  test("leave one comment when five start at once", async () => {
    await using scene = await openScene();
    await Promise.all([13, 11, 15, 12, 14].map((run) => scene.run(run, `Run ${run}`)));
    expect(scene.texts).toEqual(["Run 15"]);
  });

  test("an older run that creates too late takes its own comment away again", async () => {
    await using scene = await openScene();
    scene.github.before(CREATE, () => scene.seed(12, "Run 12"));
    expect(await scene.run(11, "Run 11")).toMatchObject({ action: "skipped-older" });
    expect(scene.texts).toEqual(["Run 12"]);
  });

  test("duplicates of earlier runs are merged into the oldest comment", async () => {
    await using scene = await openScene();
    const { id } = scene.seed(9, "Run 9");
    scene.repository.addComment(7, { author: "octocat", body: "Hm." });
    scene.seed(10, "Run 10");
    scene.seed(10, "Run 10 again");
    expect(await scene.run(11, "Run 11")).toMatchObject({ action: "updated" });
    expect(scene.texts).toEqual(["Run 11", "Hm."]);
    expect(scene.github.comments("acme", "shop", 7)[0]?.id).toBe(id);
  });
});
