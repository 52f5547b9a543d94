import * as z from "zod";
import { BUILDPACKS } from "../../catalog/index.ts";
import { doc } from "./doc.ts";

const branch = z
  .string()
  .register(doc, { description: "The branch to build and deploy, for example `main`." });

const deployOnPush = z.boolean().register(doc, {
  description: "Whether each push to the branch starts a deployment.",
  rules: { type: "deploy-on-push-type" },
  alsoWritten: ["auto_deploy", "autodeploy"],
});

const nestedRepository = z
  .string()
  .regex(/^[^/]+(\/[^/]+)+$/)
  .register(doc, {
    description: "The repository as `owner/repo`, with groups in between where there are any; no URL.",
    spelling: "owner/group/repo",
    rules: { pattern: "repo-format-gitlab" },
    alsoWritten: ["repository", "project"],
  });

const git = z
  .looseObject({
    repo_clone_url: z
      .string()
      .max(255)
      .register(doc, {
        description:
          "The HTTPS clone URL of a public repository, for example `https://github.com/digitalocean/sample-golang.git`.",
        alsoWritten: ["url", "repo_url", "repo", "repository"],
      }),
    branch,
  })
  .partial()
  .register(doc, {
    id: "git",
    kind: "a git source",
    bare: "repo_clone_url",
    foreign: { deploy_on_push: "git-no-push" },
    description:
      "A public Git repository that is cloned without an account. Pushes do not deploy it: start deployments yourself.",
  });

const github = z
  .looseObject({
    repo: z
      .string()
      .regex(/^[^/]+\/[^/]+$/)
      .register(doc, {
        description: "The repository as `owner/repo`; no URL.",
        spelling: "owner/repo",
        rules: { pattern: "repo-format-github" },
        alsoWritten: ["repository"],
      }),
    branch,
    deploy_on_push: deployOnPush,
  })
  .partial()
  .register(doc, {
    id: "github",
    kind: "a GitHub source",
    bare: "repo",
    description: "A GitHub repository that the account's GitHub connection can read.",
  });

const gitlab = z
  .looseObject({ repo: nestedRepository, branch, deploy_on_push: deployOnPush })
  .partial()
  .register(doc, {
    id: "gitlab",
    kind: "a GitLab source",
    bare: "repo",
    description: "A GitLab project that the account's GitLab connection can read.",
  });

const bitbucket = z
  .looseObject({ repo: nestedRepository, branch, deploy_on_push: deployOnPush })
  .partial()
  .register(doc, {
    id: "bitbucket",
    kind: "a Bitbucket source",
    bare: "repo",
    description: "A Bitbucket repository that the account's Bitbucket connection can read.",
  });

/** Where the code of a component comes from; a component has exactly one source. */
export const repositories = { git, github, gitlab, bitbucket };

export const sourceDir = z.string().register(doc, {
  description:
    "The directory to build in, relative to the root of the repository (the default). For a Dockerfile it is the build context.",
  alsoWritten: ["context", "root_dir", "rootDir", "directory"],
});

export const runCommand = z.string().register(doc, {
  description: "The command that starts the component, in place of that of the buildpack or the image.",
  alsoWritten: ["command", "cmd", "start_command"],
});

/** How a component is built from its repository. */
export const build = {
  dockerfile_path: z.string().register(doc, {
    description:
      "The Dockerfile to build with, relative to the root of the repository. Without it a buildpack is chosen by what the repository holds.",
    alsoWritten: ["dockerfile"],
  }),
  build_command: z.string().register(doc, {
    description: "A command to run while a buildpack builds the component, for example `npm run build`.",
  }),
  source_dir: sourceDir,
  environment_slug: z.string().register(doc, {
    description:
      "The kind of source, which decides the buildpack. Detected where it is left out; of no effect with a Dockerfile or an image.",
    offered: BUILDPACKS.map((buildpack) => buildpack.slug),
    values: Object.fromEntries(BUILDPACKS.map(({ slug, label }) => [slug, label])),
  }),
};
