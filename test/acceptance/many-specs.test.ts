import { expect, it } from "vitest";
import { change, fixture } from "../demo/stories.ts";
import { startScene } from "../runner/scene.ts";

const COUNT = 50;
/** What GitHub grants a repository's workflows in an hour. https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
const GITHUB_HOURLY = 1000;

it("fifty specs of one repository are checked in one run, within both services' rate limits", async () => {
  await using scene = await startScene();
  const hooks = await fixture("functions");
  const files: Record<string, string> = {};
  for (let index = 0; index < COUNT; index += 1)
    files[`apps/app-${index}/.do/app.yaml`] = change(hooks, [
      "name: mail-hooks",
      `name: mail-hooks-${index}`,
    ]);
  scene.pushToMain(files);
  const pull = scene.openPullRequest(files);
  const run = await scene.checkPullRequest(pull, {
    inProcess: true,
    inputs: { "spec-path": "apps/*/.do/app.yaml" },
  });
  expect(run.exitCode, run.log).toBe(0);
  expect(JSON.parse(run.outputs.apps ?? "[]")).toHaveLength(COUNT);
  const [comment, ...others] = scene.github.comments("octo-shop", "web-shop", pull.number);
  expect(others).toEqual([]);
  expect(comment?.body).toMatch(/^### 50 apps: all new, \$\d/m);
  expect(comment?.body.match(/^### `mail-hooks-\d+`/gm)).toHaveLength(COUNT);
  expect(comment?.body.length).toBeLessThanOrEqual(65_536);

  const refused = [...scene.github.requests, ...scene.simulator.requests].filter(
    ({ status }) => status === 429,
  );
  expect(refused).toEqual([]);
  // One file of the base and of nothing else for each spec, and the comment: room for a dozen such runs an hour.
  expect(scene.github.requests.length).toBeLessThanOrEqual(COUNT + 10);
  expect(scene.github.requests.length * 12).toBeLessThan(GITHUB_HOURLY);
  // Looking the app up and proposing it; sizes and regions once.
  expect(scene.simulator.requests.length).toBeLessThanOrEqual(3 * COUNT + 10);
});
