import * as z from "zod";
import { doc } from "./doc.ts";

/** A container image as the source of a service, a worker or a job. */
export const image = z
  .looseObject({
    registry_type: z.enum(["DOCKER_HUB", "DOCR", "GHCR", "UNSPECIFIED"]).register(doc, {
      description: "Which registry holds the image.",
      offered: ["DOCKER_HUB", "DOCR", "GHCR"],
      values: {
        DOCKER_HUB: "Docker Hub.",
        DOCR: "The DigitalOcean Container Registry of the same account.",
        GHCR: "The GitHub Container Registry.",
        UNSPECIFIED: "Not set. No image can be pulled so.",
      },
    }),
    registry: z.string().max(192).register(doc, {
      description:
        "The user or organisation in the registry: `library` for the official images of Docker Hub, the owner for GHCR. Left out for DOCR, which takes the registry of the account.",
    }),
    repository: z
      .string()
      .max(192)
      .register(doc, {
        description: "The name of the image in its registry, without a tag.",
        alsoWritten: ["name", "image", "repo"],
      }),
    tag: z.string().max(192).register(doc, {
      description: "The tag to deploy. Not together with `digest`.",
      default: "latest",
    }),
    digest: z.string().max(192).register(doc, {
      description:
        "The digest to deploy (`sha256:…`), which pins one image for good. Not together with `tag`.",
    }),
    registry_credentials: z.string().register(doc, {
      description:
        "`username:access_token` for a private image of Docker Hub or GHCR. The platform encrypts it when it is first sent; from then on send back the `EV[…]` text that it returns.",
      secret: true,
    }),
    deploy_on_push: z
      .looseObject({
        enabled: z.boolean().register(doc, {
          description: "Whether a push to the tag starts a deployment. For DOCR images with a tag only.",
        }),
      })
      .partial()
      .register(doc, {
        id: "imageDeployOnPush",
        kind: "the deploy_on_push of an image",
        bare: "enabled",
        description: "Deploys when a new image is pushed: a map with `enabled`, not a bare `true`.",
        rules: { type: "deploy-on-push-type" },
      }),
  })
  .partial()
  .register(doc, {
    id: "image",
    kind: "an image source",
    description: "A container image that was built elsewhere. Nothing is built on App Platform then.",
  });
