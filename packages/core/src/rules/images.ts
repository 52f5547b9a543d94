import { valueAt } from "../spec/plain.ts";
import type { RuleContext } from "./context.ts";
import { insertKey, removeKey } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, inCode } from "./words.ts";

const imageTagDigest: Rule = {
  id: "image-tag-digest",
  severity: "error",
  title: "An image has a tag or a digest",
  explanation:
    "A digest names one image for good, a tag the newest of a name: the platform takes one of them. Without either it takes `latest`.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image:
        registry_type: DOCR
        repository: api
        tag: v1
        digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api, tag: v1}
  `,
  about: ["image"],
  check(context) {
    for (const { path, image } of context.once(images))
      if (image.tag && image.digest)
        context.report({
          path: [...path, "digest"],
          at: "key",
          message:
            "An image has either a `tag` or a `digest`: the platform refuses both. Keep `digest` to pin this very image, or `tag` to follow the tag.",
        });
  },
};

const imageDocrRegistry: Rule = {
  id: "image-docr-registry",
  severity: "warning",
  title: "DOCR images need no `registry`",
  explanation:
    "`DOCR` means the container registry of the account itself, so `registry` stays empty. Apps that set it have been seen deployed, so this is a warning.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, registry: acme, repository: api}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["image"],
  check(context) {
    for (const { path, image } of context.once(images)) {
      if (image.registry_type !== "DOCR" || !image.registry) continue;
      const at = [...path, "registry"];
      context.report({
        path: at,
        at: "key",
        message: "With `registry_type: DOCR` the registry is that of the account. Remove `registry`.",
        fixes: (document) => removeKey(document, at),
      });
    }
  },
};

const imageDockerhubRegistry: Rule = {
  id: "image-dockerhub-registry",
  severity: "error",
  title: "Docker Hub images name their owner",
  explanation:
    "For `DOCKER_HUB`, `registry` is the user or organisation that owns the image; for the official images it is `library`.",
  evidence: "docs",
  bad: `
    name: shop
    services:
    - name: web
      image: {registry_type: DOCKER_HUB, repository: nginx}
  `,
  good: `
    name: shop
    services:
    - name: web
      image: {registry_type: DOCKER_HUB, registry: library, repository: nginx}
  `,
  about: ["image"],
  check(context) {
    for (const { path, image } of context.once(images)) {
      if (image.registry_type !== "DOCKER_HUB" || image.registry || context.mistaken(path, "registry"))
        continue;
      const [owner, name] = image.repository?.split("/") ?? [];
      const written =
        owner && name
          ? `registry: ${inCode(owner)}\` and \`repository: ${inCode(name)}`
          : "registry: library";
      context.report({
        path: [...path, "registry_type"],
        absent: true,
        message: `An image of Docker Hub needs its owner. Write \`${written}\`${owner && name ? "" : " for an official image, or the user or organisation in place of `library`"}.`,
        fixes: (document) => (owner && name ? [] : insertKey(document, path, "registry", "library")),
      });
    }
  },
};

const imagePushDocrOnly: Rule = {
  id: "image-push-docr-only",
  severity: "error",
  title: "Only DOCR images deploy on push",
  explanation:
    "The platform is told of pushes by its own registry only. For images of Docker Hub and GHCR start a deployment after the push, for example from the workflow that builds the image.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: GHCR, registry: acme, repository: api, deploy_on_push: {enabled: true}}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: GHCR, registry: acme, repository: api}
  `,
  about: ["image"],
  check(context) {
    for (const { path, image } of context.once(images))
      if (image.deploy_on_push?.enabled && isForeign(image))
        context.report({
          path: [...path, "deploy_on_push"],
          at: "key",
          message: pushesNothing(image.registry_type),
          fixes: (document) => removeKey(document, [...path, "deploy_on_push"]),
        });
  },
  // `deploy_on_push: true` is no map either, but to make it one would only break this rule.
  refine(problem, spec) {
    if (problem.code !== "deploy-on-push-type" || problem.suggestion !== "{ enabled: true }")
      return undefined;
    const image = valueAt(spec, problem.path.slice(0, -1)) as { registry_type?: unknown } | undefined;
    const type = image?.registry_type;
    return type === "GHCR" || type === "DOCKER_HUB" ? pushesNothing(type) : undefined;
  },
};

const imagePushDigest: Rule = {
  id: "image-push-digest",
  severity: "error",
  title: "A pinned image does not deploy on push",
  explanation: "A digest never changes, so no push can replace it: `deploy_on_push` needs a tag.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image:
        registry_type: DOCR
        repository: api
        digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
        deploy_on_push: {enabled: true}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api, tag: main, deploy_on_push: {enabled: true}}
  `,
  about: ["image"],
  check(context) {
    for (const { path, image } of context.once(images))
      if (image.deploy_on_push?.enabled && image.digest && !isForeign(image))
        context.report({
          path: [...path, "deploy_on_push"],
          at: "key",
          message:
            "`deploy_on_push` follows a tag, but a `digest` pins one image for good. Remove `deploy_on_push`, or write `tag` in place of `digest`.",
        });
  },
};

const imageCredentialsDocr: Rule = {
  id: "image-credentials-docr",
  severity: "warning",
  title: "`registry_credentials` are for Docker Hub and GHCR",
  explanation:
    "The platform reads the account's own registry without credentials. For private images elsewhere they are `username:access_token`, encrypted when first sent.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api, registry_credentials: "user:token"}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: GHCR, registry: acme, repository: api, registry_credentials: "user:token"}
  `,
  about: ["image"],
  check(context) {
    for (const { path, image } of context.once(images)) {
      if (image.registry_type !== "DOCR" || !image.registry_credentials) continue;
      const at = [...path, "registry_credentials"];
      context.report({
        path: at,
        at: "key",
        message:
          "The registry of the account is read without credentials. Remove `registry_credentials`, so that no token stands in the spec for nothing.",
        fixes: (document) => removeKey(document, at),
      });
    }
  },
};

const imageBuildFields: Rule = {
  id: "image-build-fields",
  severity: "warning",
  title: "Nothing is built next to an image",
  explanation:
    "A component with an `image` runs it as it is: a build command, a Dockerfile, a source directory or a variable for build time has no effect there.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      build_command: npm run build
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      run_command: npm start
  `,
  about: ["image"],
  check(context) {
    for (const { path, spec } of context.containers) {
      // With a second source it is not known which one is meant to stay.
      if (!spec.image || spec.github || spec.gitlab || spec.bitbucket || spec.git) continue;
      for (const key of ["dockerfile_path", "build_command", "environment_slug", "source_dir"] as const)
        if (spec[key])
          context.report({
            path: [...path, key],
            at: "key",
            message: `${code(key)} has no effect here: the component runs an \`image\`, so nothing is built. Remove it.`,
          });
      spec.envs?.forEach((env, index) => {
        if (env?.scope === "BUILD_TIME")
          context.report({
            path: [...path, "envs", index, "scope"],
            message:
              "Nothing is built next to an `image`, so a variable for build time is never seen. Write `RUN_TIME`, or remove the variable.",
          });
      });
    }
  },
};

export const IMAGE_RULES = [
  imageTagDigest,
  imageDocrRegistry,
  imageDockerhubRegistry,
  imagePushDocrOnly,
  imagePushDigest,
  imageCredentialsDocr,
  imageBuildFields,
];

function images(context: RuleContext) {
  return context.containers.flatMap(({ path, spec }) =>
    spec.image ? [{ path: [...path, "image"], image: spec.image }] : [],
  );
}

function isForeign(image: { registry_type?: string | undefined }): boolean {
  return image.registry_type === "DOCKER_HUB" || image.registry_type === "GHCR";
}

function pushesNothing(registryType: unknown): string {
  return `Images of ${code(registryType)} cannot deploy on push, only those of \`DOCR\`. Remove \`deploy_on_push\`, and start a deployment after the image is pushed.`;
}
