import { describe, expect, it } from "vitest";
import type { App } from "../../api/index.ts";
import { formatPreviewMarker, PREVIEW_MARKER, type PreviewIdentity, previewName } from "./identity.ts";
import {
  decideSweep,
  findPreviews,
  isOwnPreview,
  isPreviewOf,
  type PullRequestState,
  previewedPullRequests,
} from "./sweep.ts";

const repository = { host: "github.com", owner: "octo", repository: "shop" };
const DAY = 24 * 3_600_000;
const NOW = Date.parse("2026-06-30T00:00:00Z");

async function app(
  id: string,
  pullRequest: number,
  more: Partial<PreviewIdentity> = {},
  days = 1,
): Promise<App> {
  const identity = { ...repository, pullRequest, app: "shop", ...more };
  return {
    id,
    created_at: new Date(NOW - 100 * DAY).toISOString(),
    updated_at: new Date(NOW - days * DAY).toISOString(),
    spec: {
      name: await previewName(identity),
      envs: [{ key: PREVIEW_MARKER, value: formatPreviewMarker(identity) }],
    },
  };
}

describe("a sweep", () => {
  it("takes what is closed or old, leaves everything else, and says why", async () => {
    const renamed = await app("renamed", 1);
    const apps = [
      await app("open", 1),
      await app("closed", 2),
      await app("old", 3, {}, 15),
      await app("untold", 4),
      await app("missing", 5, {}, 15),
      await app("foreign", 2, { repository: "other" }),
      await app("elsewhere", 2, { host: "github.example.com" }),
      { ...renamed, spec: { ...renamed.spec, name: "shop" } },
      { id: "production", spec: { name: "pr-2-shop-000000000000", envs: [{ key: "A", value: "b" }] } },
    ];
    const previews = await findPreviews(apps);
    expect(previewedPullRequests(previews, { ...repository, owner: "OCTO" })).toEqual([1, 2, 3, 4, 5]);
    const states = new Map<number, PullRequestState>([
      [1, "open"],
      [2, "closed"],
      [3, "open"],
      [4, "unknown"],
      [5, "missing"],
    ]);
    const decisions = decideSweep(previews, { repository, states, maxAgeMs: 14 * DAY, nowMs: NOW });
    expect(decisions.map(({ appId, action, reason }) => `${action} ${appId}: ${reason}`)).toEqual([
      "leave open: is of pull request 1, which is open",
      "delete closed: is of pull request 2, which is closed",
      "delete old: is of pull request 3, and nothing was deployed to it for 15 days",
      "leave untold: is of pull request 4, of which GitHub did not tell the state",
      "leave missing: is of pull request 5, which GitHub does not know",
      "leave foreign: belongs to `octo/other` on `github.com`",
      "leave elsewhere: belongs to `octo/shop` on `github.example.com`",
      `leave renamed: has the marker of a preview whose name would be \`${renamed.spec?.name}\`: somebody has copied or renamed it`,
    ]);
  });

  it("never counts an age that the platform does not tell, nor any without a limit", async () => {
    const { created_at, updated_at, ...ageless } = await app("ageless", 1);
    const previews = await findPreviews([ageless, await app("old", 1, {}, 99)]);
    const states = new Map([[1, "open" as const]]);
    const actions = (maxAgeMs?: number) =>
      decideSweep(previews, { repository, states, maxAgeMs, nowMs: NOW }).map(({ action }) => action);
    expect(actions(DAY)).toEqual(["leave", "delete"]);
    expect(actions()).toEqual(["leave", "leave"]);
  });

  it("goes by the newest deployment", async () => {
    const moving = {
      ...(await app("moving", 1, {}, 99)),
      in_progress_deployment: { created_at: new Date(NOW - 1000).toISOString() },
    };
    const [decision] = decideSweep(await findPreviews([moving]), {
      repository,
      states: new Map([[1, "open"]]),
      maxAgeMs: DAY,
      nowMs: NOW,
    });
    expect(decision?.action).toBe("leave");
  });
});

describe("whose an app is", () => {
  it("is told by marker and name together", async () => {
    const ours = await app("ours", 7);
    const [found] = await findPreviews([ours]);
    if (!found) throw new Error("There is no preview.");
    const identity = { ...repository, pullRequest: 7, app: "shop" };
    expect(isPreviewOf(found, identity)).toBe(true);
    expect(isPreviewOf(found, { ...identity, pullRequest: 8 })).toBe(false);
    expect(await isOwnPreview(ours, identity)).toBe(true);
    expect(await isOwnPreview(ours, { ...identity, app: "shop2" })).toBe(false);
    const renamed = { ...ours, spec: { ...ours.spec, name: "shop" } };
    expect(await isOwnPreview(renamed, identity)).toBe(false);
    expect(isPreviewOf({ ...found, app: renamed }, identity)).toBe(false);
  });
});
