import { componentsOf, type UncheckedComponent } from "../../spec/components.ts";
import { isRecord, type PlainRecord, textOf } from "../../spec/plain.ts";
import type { AppSpec } from "../../spec/schema/index.ts";
import { code } from "../../spec/schema/words.ts";
import type { Draft } from "./draft.ts";
import type { PreviewIdentity } from "./identity.ts";

export interface PreviewSources {
  readonly identity: PreviewIdentity;
  /** The branch of the pull request's head, in the same repository. */
  readonly headBranch: string;
  /** The spec at the base commit: what it builds from has been reviewed. */
  readonly base?: AppSpec;
  /** Other repositories and images that a preview may be built from, such as `octo/lib` or `ghcr.io/octo/api`. */
  readonly allowedSources?: readonly string[];
  /** Components whose image the workflow itself gives. */
  readonly givenImages?: readonly string[];
}

const HOSTED = { github: "github.com", gitlab: "gitlab.com", bitbucket: "bitbucket.org" } as const;
const KINDS = ["github", "gitlab", "bitbucket", "git", "image"] as const;

type Kind = (typeof KINDS)[number];

export interface Source {
  readonly kind: Kind;
  readonly value: PlainRecord;
  /** Host and path in lower case: `github.com/octo/shop`, `docr/api`. Empty where it cannot be read. */
  readonly id: string;
}

/**
 * Builds every component of this repository from the pull request's branch, and lets no push deploy by itself. What
 * is built from elsewhere stays as it is, if the base commit's spec has it or the workflow lists it: a pull request
 * cannot make the account build or run somebody else's code.
 */
export function switchSources(draft: Draft, options: PreviewSources): void {
  const { host, owner, repository } = options.identity;
  const own = `${host}/${owner}/${repository}`.toLowerCase();
  const known = new Set(
    options.base
      ? componentsOf(options.base)
          .flatMap(sourcesOf)
          .map(({ id }) => id)
      : [],
  );
  const listed = (options.allowedSources ?? []).map((source) => source.toLowerCase());

  for (const component of draft.components()) {
    const { name, path } = component;
    for (const source of sourcesOf(component)) {
      stopDeployOnPush(source);
      if (source.id === own) {
        source.value.branch = options.headBranch;
        continue;
      }
      if (source.kind === "image" && options.givenImages?.includes(name)) continue;
      if (known.has(source.id) || listed.some((each) => isListed(source, each)))
        draft.notes.push(kept(name, source));
      else
        draft.refuse(
          [...path, source.kind],
          `${code(name)} ${source.kind === "image" ? "runs" : "is built from"} ${code(shown(source))}, which is not this repository and not in the base commit's spec. A maintainer can allow it with \`allow: source:${source.id}\`.`,
        );
    }
  }
}

export function sourcesOf({ value }: UncheckedComponent): Source[] {
  return KINDS.flatMap((kind) => {
    const source = value[kind];
    return isRecord(source) ? [{ kind, value: source, id: idOf(kind, source) }] : [];
  });
}

function idOf(kind: Kind, source: PlainRecord): string {
  switch (kind) {
    case "git":
      return repositoryOfUrl(textOf(source.repo_clone_url) ?? "");
    case "image": {
      const parts = [registryOf(source), textOf(source.registry), textOf(source.repository)];
      return parts.filter(Boolean).join("/").toLowerCase();
    }
    default:
      return `${HOSTED[kind]}/${textOf(source.repo) ?? ""}`.toLowerCase();
  }
}

/** The repository that a clone URL leads to, without credentials and with its path resolved. */
function repositoryOfUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol)) return text.toLowerCase();
  return `${url.host}${url.pathname.replace(/\/+$/, "").replace(/\.git$/i, "")}`.toLowerCase();
}

function registryOf({ registry_type: type }: PlainRecord): string {
  const names = new Map<unknown, string>([
    ["GHCR", "ghcr.io"],
    ["DOCKER_HUB", "docker.io"],
    ["DOCR", "docr"],
  ]);
  return names.get(type) ?? String(type);
}

export function isListed({ id }: Source, listed: string): boolean {
  return id === listed || id === `github.com/${listed}`;
}

function stopDeployOnPush({ kind, value }: Source): void {
  if (kind === "git") return;
  // An image has a map here.
  if (kind === "image") delete value.deploy_on_push;
  else value.deploy_on_push = false;
}

function kept(name: string, source: Source): string {
  if (source.kind === "image")
    return `${code(name)} runs the image ${code(shown(source))} as the spec has it: give one that was built from this commit with \`images\`.`;
  const branch = textOf(source.value.branch);
  return `${code(name)} is built from ${code(shown(source))}${branch === undefined ? "" : ` at ${code(branch)}`}, which this pull request does not change.`;
}

export function shown({ kind, value, id }: Source): string {
  return kind === "github" ? (textOf(value.repo) ?? "") : id;
}
