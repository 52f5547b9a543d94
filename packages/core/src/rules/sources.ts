import type { ComponentList } from "../spec/components.ts";
import { hasPlaceholder } from "../spec/schema/index.ts";
import type { Component, RuleContext } from "./context.ts";
import { replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, codeList, title } from "./words.ts";

export const SOURCES = ["github", "gitlab", "bitbucket", "git", "image"] as const;

const sourceExactlyOne: Rule = {
  id: "source-exactly-one",
  severity: "error",
  title: "A component has one source",
  explanation:
    "A component is built from one repository or runs one image. With two of `github`, `gitlab`, `bitbucket`, `git` and `image` the platform cannot know which is meant.",
  evidence: "docs",
  bad: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
  `,
  check(context) {
    for (const { component, sources } of context.once(componentSources)) {
      const [kept, ...rest] = sources;
      for (const key of rest)
        context.report({
          path: [...component.path, key],
          at: "key",
          message: `The ${title(component)} has a source already, ${code(kept)}: a component has exactly one. Remove ${code(key)} or ${code(kept)}.`,
        });
    }
  },
};

const sourceMissing: Rule = {
  id: "source-missing",
  severity: "error",
  title: "A component has a source",
  explanation:
    "Without `github`, `gitlab`, `bitbucket`, `git` or (for services, workers and jobs) `image` there is nothing to build or run. A source that names no repository is a warning.",
  evidence: "docs",
  bad: `
    name: shop
    services:
    - name: api
      http_port: 8080
  `,
  good: `
    name: shop
    services:
    - name: api
      http_port: 8080
      github: {repo: acme/shop, branch: main}
  `,
  check(context) {
    for (const { component, sources } of context.once(componentSources)) {
      const { kind, path, spec } = component;
      const empty = sources.filter((key) => {
        const source = (spec as Partial<Record<typeof key, Partial<Record<string, unknown>>>>)[key];
        return !source?.[placeIn(key)];
      });
      if ((sources.length > 0 && empty.length === 0) || context.mistaken(path, ...SOURCES)) continue;
      // An image where there can be none is told as such.
      if (!runsImages(kind) && "image" in spec) continue;
      for (const key of empty)
        context.report({
          path: [...path, key],
          at: "key",
          severity: "warning",
          absent: true,
          message: `\`${key}\` does not say what to deploy. Add \`${placeIn(key)}\`.`,
        });
      if (sources.length > 0) continue;
      const allowed = SOURCES.filter((key) => key !== "image" || runsImages(kind));
      const image = runsImages(kind) ? " or `image: {registry_type: DOCR, repository: name}`" : "";
      context.report({
        path,
        absent: true,
        message: `The ${title(component)} has no source, so there is nothing to deploy. Write one of ${codeList(allowed, "or")}, for example \`github: {repo: owner/repo, branch: main}\`${image}.`,
      });
    }
  },
};

const sourceStatic: Rule = {
  id: "source-static",
  severity: "error",
  title: "Static sites and functions are built, never pulled as an image",
  explanation:
    "A static site is made of files that a build leaves behind, functions are packaged from their source: neither runs an image. Official clients refuse the field.",
  evidence: "client",
  bad: `
    name: shop
    static_sites:
    - name: site
      image: {registry_type: DOCR, repository: site}
  `,
  good: `
    name: shop
    static_sites:
    - name: site
      github: {repo: acme/site, branch: main}
  `,
  about: ["static_sites"],
  check(context) {
    // On functions it is a key that the schema does not know, and reports under this rule.
    for (const component of context.of("static_sites"))
      if (component.spec.image)
        context.report({
          path: [...component.path, "image"],
          at: "key",
          message: `The ${title(component)} cannot run an image. Write \`github\`, \`gitlab\`, \`bitbucket\` or \`git\` in its place, or make it a service.`,
        });
  },
};

const repoFormatGithub: Rule = {
  id: "repo-format-github",
  severity: "error",
  title: "`github.repo` is `owner/repo`",
  explanation: "The repository is named by its owner and name; a URL, a host or a bare name is refused.",
  evidence: "docs",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      github: {repo: https://github.com/acme/shop, branch: main}
  `,
  good: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
  `,
};

const repoFormatGitlab: Rule = {
  id: "repo-format-gitlab",
  severity: "error",
  title: "`gitlab.repo` and `bitbucket.repo` are `owner/repo`, with groups in between",
  explanation:
    "A GitLab project may lie in subgroups: `group/subgroup/project`. A URL or a bare name is refused.",
  evidence: "docs",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      gitlab: {repo: shop, branch: main}
  `,
  good: `
    name: shop
    services:
    - name: api
      gitlab: {repo: acme/backend/shop, branch: main}
  `,
};

const gitCloneUrl: Rule = {
  id: "git-clone-url",
  severity: "warning",
  title: "`git.repo_clone_url` is a public HTTPS URL",
  explanation:
    "A `git` source is cloned without an account, which works for public repositories over HTTPS only. Private ones need `github`, `gitlab` or `bitbucket`.",
  evidence: "docs",
  bad: `
    name: shop
    services:
    - name: api
      git: {repo_clone_url: "git@github.com:acme/shop.git", branch: main}
  `,
  good: `
    name: shop
    services:
    - name: api
      git: {repo_clone_url: "https://github.com/acme/shop.git", branch: main}
  `,
  about: ["git"],
  check({ components, report }) {
    for (const component of components) {
      const url = component.spec.git?.repo_clone_url;
      if (!url || /^https:\/\/[^/@]+\/./.test(url) || hasPlaceholder(url)) continue;
      const path = [...component.path, "git", "repo_clone_url"];
      const https = httpsUrl(url);
      report({
        path,
        message: `A \`git\` source is cloned over HTTPS without an account. Write ${https ? `${code(https)}` : "a URL such as `https://github.com/owner/repo.git`"}, or use \`github\`, \`gitlab\` or \`bitbucket\` for a private repository.`,
        fixes: (document) => (https ? replaceValue(document, path, https) : []),
      });
    }
  },
};

const gitNoPush: Rule = {
  id: "git-no-push",
  severity: "error",
  title: "A `git` source cannot deploy on push",
  explanation:
    "The platform hears of pushes through the account's connection to GitHub, GitLab or Bitbucket. A plain `git` source has none: start its deployments yourself.",
  evidence: "client",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      git: {repo_clone_url: "https://github.com/acme/shop.git", branch: main, deploy_on_push: true}
  `,
  good: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main, deploy_on_push: true}
  `,
};

const deployOnPushType: Rule = {
  id: "deploy-on-push-type",
  severity: "error",
  title: "`deploy_on_push` is a boolean for repositories and a map for images",
  explanation:
    "Below `github`, `gitlab` and `bitbucket` it is `deploy_on_push: true`; below `image` it is `deploy_on_push: {enabled: true}`.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api, deploy_on_push: true}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api, deploy_on_push: {enabled: true}}
  `,
};

export const SOURCE_RULES = [
  sourceExactlyOne,
  sourceMissing,
  sourceStatic,
  repoFormatGithub,
  repoFormatGitlab,
  gitCloneUrl,
  gitNoPush,
  deployOnPushType,
];

function componentSources({ components }: RuleContext) {
  return components.map((component) => ({ component, sources: sourcesOf(component) }));
}

/** The sources of a component in the order of the text. A key without a value is none, nor is one that it cannot have. */
function sourcesOf({ kind, spec }: Component): (typeof SOURCES)[number][] {
  const written = SOURCES.filter(
    (key) =>
      (spec as Partial<Record<typeof key, unknown>>)[key] != null && (key !== "image" || runsImages(kind)),
  );
  if (written.length < 2) return written;
  const order = Object.keys(spec);
  return written.sort((a, b) => order.indexOf(a) - order.indexOf(b));
}

/** The field of a source that says what it is. */
function placeIn(source: (typeof SOURCES)[number]): string {
  return source === "git" ? "repo_clone_url" : source === "image" ? "repository" : "repo";
}

/** Static sites and functions are always built. */
function runsImages(kind: ComponentList): boolean {
  return kind !== "static_sites" && kind !== "functions";
}

/** The HTTPS form of `git@host:owner/repo` and of URLs with another scheme. Credentials are left out. */
export function httpsUrl(url: string): string | undefined {
  if (/^[\w-]+\/[\w.-]+$/.test(url)) return `https://github.com/${url.replace(/\.git$/, "")}.git`;
  const parts = /^(?:(?:ssh|git|http|https):\/\/)?(?:[^@/]*@)?([\w.-]+\.\w+)(?::\d+\/|[:/])(.+)$/.exec(url);
  return parts ? `https://${parts[1]}/${parts[2]}` : undefined;
}
