import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  ["takes a run command beside an image", service("run_command: npm start"), []],
  [
    "warns of each build field beside an image",
    service("source_dir: api\ndockerfile_path: Dockerfile"),
    ["warning image-build-fields [source_dir]", "warning image-build-fields [dockerfile_path]"],
  ],
  ["takes empty build fields, as the control panel writes them", service('build_command: ""'), []],
  [
    "warns of a variable for build time beside an image",
    service("envs: [{key: A, value: a, scope: BUILD_TIME}]"),
    ["warning image-build-fields [BUILD_TIME]"],
  ],
  [
    "takes paths from the root of the repository",
    component("services", "github: {repo: a/b}\nsource_dir: /api\ndockerfile_path: ./api/Dockerfile"),
    [],
  ],
  [
    "warns of a path out of the repository",
    component("static_sites", "github: {repo: a/b}\noutput_dir: a/../../b"),
    ["warning source-dir-relative [a/../../b]"],
  ],
  ["takes dots in a name", component("services", "github: {repo: a/b}\nsource_dir: a..b"), []],
  [
    "says that a Dockerfile leaves nothing to a buildpack",
    component(
      "services",
      "github: {repo: a/b}\ndockerfile_path: Dockerfile\nbuild_command: make\nenvironment_slug: go",
    ),
    ["info dockerfile-buildpack [build_command]", "info dockerfile-buildpack [environment_slug]"],
  ],
  [
    "says that an operator needs a shell",
    service("run_command: a && b"),
    ["info run-command-shell [a && b]"],
  ],
  ["takes a shell", service("run_command: /bin/bash -ec 'a && b | c'"), []],
  ["takes operators inside of a word", service('run_command: node -e "a&&b;"'), []],
  ["sees a semicolon", service("run_command: a; b"), ["info run-command-shell [a; b]"]],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
