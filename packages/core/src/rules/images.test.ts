import { expect, it } from "vitest";
import { validateSpec } from "../validate.ts";
import { component, expectFix, found } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  ["takes a tag", component("services", "image: {registry_type: DOCR, repository: a, tag: v1}"), []],
  [
    "takes a digest",
    component("services", "image: {registry_type: DOCR, repository: a, digest: sha256:0}"),
    [],
  ],
  [
    "reports tag and digest at the digest",
    component("services", "image: {registry_type: DOCR, repository: a, tag: v1, digest: sha256:0}"),
    ["error image-tag-digest [digest]"],
  ],
  [
    "warns of a registry for DOCR",
    component("jobs", "image: {registry_type: DOCR, registry: acme, repository: a}"),
    ["warning image-docr-registry [registry]"],
  ],
  [
    "takes an empty registry for DOCR, as the platform returns it",
    component("jobs", "image: {registry_type: DOCR, registry: '', repository: a}"),
    [],
  ],
  [
    "wants the owner of an image of Docker Hub",
    component("workers", "image: {registry_type: DOCKER_HUB, repository: a/b}"),
    ["error image-dockerhub-registry [DOCKER_HUB]"],
  ],
  ["does not want one for GHCR", component("workers", "image: {registry_type: GHCR, repository: a/b}"), []],
  [
    "deploys images of DOCR alone on push",
    component(
      "services",
      "image: {registry_type: DOCKER_HUB, registry: a, repository: b, deploy_on_push: {enabled: true}}",
    ),
    ["error image-push-docr-only [deploy_on_push]"],
  ],
  [
    "takes a switch that is off",
    component(
      "services",
      "image: {registry_type: GHCR, registry: a, repository: b, deploy_on_push: {enabled: false}}",
    ),
    [],
  ],
  [
    "does not follow pushes of a digest",
    component(
      "services",
      "image: {registry_type: DOCR, repository: b, digest: sha256:0, deploy_on_push: {enabled: true}}",
    ),
    ["error image-push-digest [deploy_on_push]"],
  ],
  [
    "says of a foreign digest one thing only",
    component(
      "services",
      "image: {registry_type: GHCR, registry: a, repository: b, digest: sha256:0, deploy_on_push: {enabled: true}}",
    ),
    ["error image-push-docr-only [deploy_on_push]"],
  ],
  [
    "warns of credentials for DOCR",
    component("services", "image: {registry_type: DOCR, repository: b, registry_credentials: 'u:t'}"),
    ["warning image-credentials-docr [registry_credentials]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});

it("names owner and repository, where both stand in the repository", () => {
  const spec = component("services", "image: {registry_type: DOCKER_HUB, repository: acme/api}");
  expect(validateSpec(spec)[0]?.message).toBe(
    "An image of Docker Hub needs its owner. Write `registry: acme` and `repository: api`.",
  );
});

it("takes `deploy_on_push: true` off images that cannot deploy on push, and makes it a map for those that can", () => {
  const image = (type: string, rest: string) =>
    `name: shop\nservices:\n  - name: web\n    image:\n      registry_type: ${type}\n      repository: api\n${rest}`;
  const ghcr = (rest: string) => image("GHCR", `      registry: acme\n${rest}`);
  expectFix("image-push-docr-only", ghcr("      deploy_on_push: true\n"), ghcr(""));
  expect(found(ghcr("      deploy_on_push: true\n"))).toHaveLength(1);
  expectFix(
    "deploy-on-push-type",
    image("DOCR", "      deploy_on_push: true\n"),
    image("DOCR", "      deploy_on_push: {enabled: true}\n"),
  );
});
