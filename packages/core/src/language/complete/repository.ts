import { componentsOf } from "../../spec/components.ts";
import type { Path } from "../../spec/path.ts";
import { type PlainRecord, recordOf, textOf } from "../../spec/plain.ts";
import type { Provider } from "../context.ts";
import type { Scene } from "./scene.ts";
import { KIND } from "./suggestion.ts";
import type { OfferedValue, ValueSource } from "./values.ts";

/** Values that lie in a repository: the repository itself, its branches and its paths. */
export const REPOSITORY_VALUES: readonly ValueSource[] = [
  {
    at: /\.(github|gitlab|bitbucket)\.repo$|\.git\.repo_clone_url$/,
    needs: ({ place }) => [{ kind: "repositories", provider: providerAt(place.path) }],
    values: repositories,
  },
  {
    at: /\.(github|gitlab|bitbucket|git)\.branch$/,
    needs: (scene) => [
      { kind: "branches", provider: providerAt(scene.place.path), repository: repositoryAt(scene) },
    ],
    values: branches,
  },
  {
    at: /\.source_dir$/,
    needs: () => [{ kind: "paths" }],
    values: (scene) => paths(scene, directories(scene.context.paths ?? [])),
  },
  {
    at: /\.dockerfile_path$/,
    needs: () => [{ kind: "paths" }],
    values: (scene) => paths(scene, dockerfiles(scene.context.paths ?? [])),
  },
  { at: /\.output_dir$/, needs: () => [{ kind: "paths" }], values: outputDirectories },
  {
    at: /\.(index_document|error_document|catchall_document)$/,
    values: ({ place }) => [{ value: place.path.at(-1) === "error_document" ? "404.html" : "index.html" }],
  },
];

function providerAt(path: Path): Provider {
  return path.at(-2) as Provider;
}

/** The key of a source that names the repository. */
function nameKey(provider: Provider): string {
  return provider === "git" ? "repo_clone_url" : "repo";
}

function repositoryAt(scene: Scene): string {
  const { path } = scene.place;
  return textOf(scene.valueAt([...path.slice(0, -1), nameKey(providerAt(path))])) ?? "";
}

/** The sources of the same provider in the file. */
function sources({ spec }: Scene, provider: Provider): PlainRecord[] {
  return componentsOf(spec).flatMap(({ value }) => {
    const source = recordOf(value[provider]);
    return source ? [source] : [];
  });
}

function repositories(scene: Scene): OfferedValue[] {
  const provider = providerAt(scene.place.path);
  const used = sources(scene, provider).flatMap((source) => textOf(source[nameKey(provider)]) ?? []);
  const known = (scene.context.repositories ?? []).filter((one) => one.provider === provider);
  return [...used, ...known.map(({ name }) => name)].map((value) => ({ value, kind: KIND.module }));
}

/** Those of the repository, its default branch first; then what the file writes elsewhere. */
function branches(scene: Scene): OfferedValue[] {
  const provider = providerAt(scene.place.path);
  const name = repositoryAt(scene);
  const repository = scene.context.repositories?.find(
    (one) => one.provider === provider && one.name === name,
  );
  const { defaultBranch, branches: all = [] } = repository ?? {};
  const used = sources(scene, provider).flatMap(({ branch }) => textOf(branch) ?? []);
  return [
    ...(defaultBranch === undefined ? [] : [{ value: defaultBranch, detail: "default branch" }]),
    ...[...all, ...used, ...(repository ? [] : ["main"])].map((value) => ({ value })),
  ];
}

/** Paths as the file writes them: some begin each with the root's slash. */
function paths({ text, place }: Scene, found: readonly string[]): OfferedValue[] {
  const isRooted =
    place.token.text === ""
      ? /^\s*(source_dir|dockerfile_path): *\/\w/m.test(text)
      : place.token.text.startsWith("/");
  return found.map((path) => ({
    value: isRooted && !path.startsWith("/") ? `/${path}` : path,
    kind: path.endsWith("/") || !isFile(path) ? KIND.folder : KIND.file,
  }));
}

function isFile(path: string): boolean {
  return /dockerfile/i.test(path.slice(path.lastIndexOf("/") + 1));
}

/** Every directory on the way to a path, the shallowest first. */
function directories(all: readonly string[]): string[] {
  const found = new Set<string>(["/"]);
  for (const path of all)
    for (let at = path.indexOf("/", 1); at > 0; at = path.indexOf("/", at + 1)) found.add(path.slice(0, at));
  const depth = (path: string) => (path === "/" ? 0 : path.split("/").length);
  return [...found].sort((a, b) => depth(a) - depth(b) || a.localeCompare(b));
}

function dockerfiles(all: readonly string[]): string[] {
  return all.filter((path) => !path.endsWith("/") && isFile(path));
}

/** Where builds leave their files, by the name that they mostly have; those that are there first. */
function outputDirectories(scene: Scene): OfferedValue[] {
  const { path } = scene.place;
  const source = (textOf(scene.valueAt([...path.slice(0, -1), "source_dir"])) ?? "").replace(/^\/|\/$/g, "");
  const below = source === "" ? "" : `${source}/`;
  const inSource = (scene.context.paths ?? [])
    .filter((one) => one.startsWith(below))
    .map((one) => one.slice(below.length));
  const there = directories(inSource).filter((directory) => directory !== "/");
  return [...there.filter((one) => OUTPUTS.includes(one)), ...OUTPUTS, ...there].map((value) => ({
    value,
    kind: KIND.folder,
  }));
}

const OUTPUTS: readonly string[] = ["dist", "build", "public", "out", "_static"];
