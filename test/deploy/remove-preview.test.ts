// Between the list and the deletion anything can happen to an app.
import {
  AppPlatformClient,
  findPreviews,
  formatPreviewMarker,
  PREVIEW_MARKER,
  previewName,
} from "@app-platform-toolkit/core";
import { expect, it } from "vitest";
import { removePreview } from "../../packages/action/src/commands/remove-preview.ts";
import { readInputs } from "../../packages/action/src/inputs.ts";
import { startSimulator } from "../simulator/index.ts";

const IDENTITY = { host: "github.com", owner: "octo", repository: "shop", pullRequest: 7, app: "shop" };
const SILENT = { info() {}, foreign() {}, warning() {}, error() {}, within() {}, group() {}, endGroup() {} };

async function scene() {
  const simulator = await startSimulator({ speed: 0 });
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const spec = {
    name: await previewName(IDENTITY),
    static_sites: [{ name: "site", git: { repo_clone_url: "https://example.com/site.git" } }],
    envs: [{ key: PREVIEW_MARKER, value: formatPreviewMarker(IDENTITY) }],
  };
  const { id = "" } = await client.apps.create({ spec });
  const [found] = await findPreviews(client.apps.list());
  if (!found) throw new Error("There is no preview.");
  const remove = () =>
    removePreview(client, found, "is closed", {
      inputs: readInputs(() => ""),
      log: SILENT,
      signal: new AbortController().signal,
    });
  return { simulator, client, spec, id, remove };
}

it("leaves an app that was given another spec since the list was read", async () => {
  const { simulator, client, spec, id, remove } = await scene();
  await using _ = simulator;
  await client.apps.update(id, { spec: { ...spec, envs: [] } });
  expect(await remove()).toMatchObject({ outcome: "kept", reason: "is no preview any more" });
  await client.apps.update(id, { spec: { ...spec, name: "shop" } });
  expect(await remove()).toMatchObject({ outcome: "kept" });
  expect(simulator.appNamed("shop")).toBeDefined();
});

it("asks again where the answer was lost, and says what the platform refuses", async () => {
  const { simulator, remove } = await scene();
  await using _ = simulator;
  simulator.addFault({ operation: "apps_delete", kind: "status", status: 403, message: "no" });
  expect(await remove()).toMatchObject({ outcome: "failed", reason: expect.stringContaining("app:delete") });
  simulator.addFault({ operation: "apps_delete", kind: "reset-before" });
  expect(await remove()).toMatchObject({ outcome: "removed" });
  expect(await remove()).toMatchObject({ outcome: "gone" });
});
