import { describe, expect, it } from "vitest";
import { validateSpec } from "../../validate.ts";
import { findMarkers, formatPreviewMarker, PREVIEW_MARKER, previewName, readPreview } from "./identity.ts";

const identity = {
  host: "github.com",
  owner: "octo",
  repository: "shop",
  pullRequest: 7,
  app: "web-shop",
};

describe("the name of a preview", () => {
  it("shows the number and the app, and is always the same", async () => {
    const name = await previewName(identity);
    expect(name).toMatch(/^pr-7-web-shop-[0-9a-f]{12}$/);
    expect(await previewName({ ...identity })).toBe(name);
    expect(await previewName({ ...identity, owner: "OCTO", repository: "Shop" })).toBe(name);
  });

  it("differs wherever anything differs that a name would not show", async () => {
    const others = [
      identity,
      { ...identity, repository: "my_app" },
      { ...identity, repository: "my-app" },
      { ...identity, repository: "my.app" },
      { ...identity, owner: "octo-my", repository: "app" },
      { ...identity, owner: "octo", repository: "my-app-x" },
      { ...identity, host: "github.example.com" },
      { ...identity, pullRequest: 70 },
      { ...identity, app: "web-shop-2" },
      { ...identity, app: "a-very-long-name-of-an-app-that-1" },
      { ...identity, app: "a-very-long-name-of-an-app-that-2" },
    ];
    const names = await Promise.all(others.map(previewName));
    expect(new Set(names).size).toBe(others.length);
  });

  it("is a valid app name, however long or odd its parts are", async () => {
    const odd = [
      { ...identity, owner: "0xpolygon", app: "0x" },
      { ...identity, app: "a".repeat(32), pullRequest: 123_456_789 },
      { ...identity, app: "--ünïcode--", pullRequest: Number.MAX_SAFE_INTEGER },
      { ...identity, owner: "o".repeat(39), repository: "r".repeat(100) },
    ];
    for (const each of odd) {
      const name = await previewName(each);
      expect(name).toMatch(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/);
      expect(name).toContain(`pr-${each.pullRequest}-`);
      const problems = validateSpec(
        `name: ${name}\nservices: [{name: web, image: {registry_type: DOCR, repository: web}}]`,
      );
      expect(problems.filter(({ severity }) => severity === "error")).toEqual([]);
    }
  });
});

describe("the marker of a preview", () => {
  const app = (envs: unknown) => ({ spec: { envs } }) as Parameters<typeof readPreview>[0];
  const marker = { key: PREVIEW_MARKER, value: formatPreviewMarker(identity) };

  it("is read back as it was written", async () => {
    expect(marker.value).toBe("github.com/octo/shop#7/web-shop");
    expect(await readPreview(app([{ key: "A", value: "b" }, marker]))).toEqual({
      identity,
      forcedName: await previewName(identity),
    });
  });

  it("remembers the spec's path, which is no part of what the preview is of", async () => {
    const value = formatPreviewMarker(identity, "deploy/my app.yaml");
    expect(value).toBe("github.com/octo/shop#7/web-shop deploy/my%20app.yaml");
    expect(await readPreview(app([{ ...marker, value }]))).toEqual({
      identity,
      specPath: "deploy/my app.yaml",
      forcedName: await previewName(identity),
    });
  });

  it.each([
    ["no envs", undefined],
    ["another value", [{ ...marker, value: "yes" }]],
    ["a secret one", [{ ...marker, value: "EV[1:abc:def]" }]],
    ["two of them", [marker, marker]],
    ["a number with a zero before it", [{ ...marker, value: "github.com/octo/shop#07/web-shop" }]],
    ["a path in the repository", [{ ...marker, value: "github.com/octo/shop/x#7/web-shop" }]],
    ["a value of two lines", [{ ...marker, value: `${marker.value}\n${marker.value}` }]],
  ])("is none with %s", async (_, envs) => {
    expect(await readPreview(app(envs))).toBeUndefined();
  });

  it("is found wherever a spec writes it itself", () => {
    const spec = { envs: [{ key: "A" }, marker], workers: [{ name: "w", envs: [marker] }] };
    expect(findMarkers(spec).map((path) => path.join("."))).toEqual(["envs.1.key", "workers.0.envs.0.key"]);
  });
});
