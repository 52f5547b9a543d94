import { expect, it } from "vitest";
import { component, found } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "takes a component with one source",
    component("services", "git: {repo_clone_url: https://example.com/a.git}"),
    [],
  ],
  [
    "reports the second source, in the order of the text",
    component("workers", "gitlab: {repo: acme/shop}\nimage: {registry_type: DOCR, repository: a}"),
    ["error source-exactly-one [image]"],
  ],
  [
    "reports each source after the first",
    component(
      "jobs",
      "image: {registry_type: DOCR, repository: a}\ngithub: {repo: a/b}\ngit: {repo_clone_url: https://example.com/a.git}",
    ),
    ["error source-exactly-one [github]", "error source-exactly-one [git]"],
  ],
  [
    "reports a component without a source at its first token",
    component("functions", "source_dir: fn"),
    ["error source-missing [name]"],
  ],
  [
    "counts a source without a value as none",
    component("static_sites", "github:"),
    ["error source-missing [name]"],
  ],
  [
    "warns of a source that names nothing",
    component("services", "github: {branch: main}"),
    ["warning source-missing [github]"],
  ],
  [
    "does not take an image for a static site",
    component("static_sites", "image: {registry_type: DOCR, repository: a}"),
    ["error source-static [image]"],
  ],
  [
    "does not take an image for functions",
    component("functions", "github: {repo: a/b}\nimage: {registry_type: DOCR, repository: a}"),
    ["error source-static [image]"],
  ],
  [
    "does not take an SSH address",
    component("services", "git: {repo_clone_url: 'ssh://git@example.com/a.git'}"),
    ["warning git-clone-url ['ssh://git@example.com/a.git']"],
  ],
  [
    "does not take HTTP without S",
    component("services", "git: {repo_clone_url: http://example.com/a.git}"),
    ["warning git-clone-url [http://example.com/a.git]"],
  ],
  [
    "does not take credentials in the URL",
    component("services", "git: {repo_clone_url: https://user@example.com/a.git}"),
    ["warning git-clone-url [https://user@example.com/a.git]"],
  ],
  [
    "leaves a URL alone that is still to be filled in",
    component("services", "git: {repo_clone_url: '${REPO}'}"),
    [],
  ],
  [
    "does not deploy a git source on push",
    component("services", "git: {repo_clone_url: https://example.com/a.git, deploy_on_push: true}"),
    ["error git-no-push [deploy_on_push]"],
  ],
  [
    "takes a group for GitLab, and a URL for none",
    component("services", "bitbucket: {repo: https://bitbucket.org/a/b}"),
    ["error repo-format-gitlab [https://bitbucket.org/a/b]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
