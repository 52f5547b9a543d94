import { describe, expect, it } from "vitest";
import type { AppSpec } from "../spec/schema/index.ts";
import { applyImages, describeImage, type ImageOverride, parseImage, strayImages } from "./images.ts";

const DIGEST = `sha256:${"ab".repeat(32)}`;

const shop: AppSpec = {
  name: "shop",
  services: [
    {
      name: "api",
      image: {
        registry_type: "GHCR",
        registry: "octo",
        repository: "api",
        tag: "v1",
        registry_credentials: "x:y",
      },
    },
    { name: "hub", image: { registry_type: "DOCKER_HUB", registry: "library", repository: "nginx" } },
    { name: "own", image: { registry_type: "DOCR", repository: "team/own", tag: "v1" } },
    { name: "built", github: { repo: "octo/shop", branch: "main" } },
  ],
};

function read(text: string): ImageOverride {
  const image = parseImage(text);
  if (typeof image === "string") throw new Error(image);
  return image;
}

const imageOf = (text: string) => {
  const { spec, problems } = applyImages(shop, [read(text)]);
  expect(problems).toEqual([]);
  const name = read(text).component;
  return spec.services?.find((service) => service.name === name)?.image;
};

describe("images", () => {
  it("take the place of what the spec names, and leave the rest", () => {
    expect(imageOf(`api=ghcr.io/octo/api:v2`)).toEqual({
      registry_type: "GHCR",
      registry: "octo",
      repository: "api",
      tag: "v2",
      registry_credentials: "x:y",
    });
    expect(imageOf(`api=octo/api:v2@${DIGEST}`)).toMatchObject({ repository: "api", digest: DIGEST });
    expect(imageOf(`api=octo/api:v2@${DIGEST}`)).not.toHaveProperty("tag");
    expect(imageOf("hub=nginx:1.27")).toMatchObject({
      registry: "library",
      repository: "nginx",
      tag: "1.27",
    });
    expect(imageOf("hub=docker.io/acme/web:1")).toMatchObject({ registry: "acme", repository: "web" });
    const own = imageOf(`own=registry.digitalocean.com/acme/team/own@${DIGEST}`);
    expect(own).toEqual({ registry_type: "DOCR", repository: "team/own", digest: DIGEST });
    expect(imageOf("own=team/own:v2")).toMatchObject({ repository: "team/own", tag: "v2" });
    expect(shop.services?.[0]?.image?.tag).toBe("v1");
  });

  it.each([
    ["octo/api:v2", "names no component"],
    ["api=", "is no image"],
    ["api=octo/api", "neither a tag nor a digest"],
    ["api=octo/api@sha256:abc", "is no image"],
    ["api=gcr.io/octo/api:v1", "no registry that App Platform pulls from"],
    ["api=octo/api:v1 --privileged", "is no image"],
  ])("that cannot be read are explained: %s", (text, message) => {
    expect(parseImage(text)).toContain(message);
  });

  it("that do not fit their component are problems", () => {
    expect(applyImages(shop, [read("built=octo/api:v1")]).problems[0]).toContain("built from its source");
    expect(applyImages(shop, [read("api=docker.io/octo/api:v1")]).problems[0]).toContain("an image of GHCR");
  });

  it("must belong to one component of one app", () => {
    const other: AppSpec = { ...shop, name: "other" };
    expect(strayImages([shop], [read("apo=octo/api:v1")])[0]).toContain("Is `api` meant?");
    expect(strayImages([shop, other], [read("api=octo/api:v1")])[0]).toContain("Write `shop/api=…`");
    expect(strayImages([shop, other], [read("other/api=octo/api:v1")])).toEqual([]);
    expect(applyImages(shop, [read("other/api=octo/api:v9")]).spec).toEqual(shop);
  });

  it("are shown with their digest", () => {
    const image = read(`api=octo/api@${DIGEST}`);
    expect(describeImage(applyImages(shop, [image]).spec, image)).toBe(`api: octo/api@${DIGEST}`);
  });
});
