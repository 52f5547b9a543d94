import type { DocumentLink } from "vscode-languageserver-types";
import { type Span, spanOf } from "../rules/text-edits.ts";
import { componentsOf, indexedRecords } from "../spec/components.ts";
import { parseSpec, type SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import { type PlainRecord, recordOf, textOf, valueAt } from "../spec/plain.ts";
import { hasPlaceholder } from "../spec/schema/index.ts";
import { isScalar, Scalar } from "../yaml.ts";

interface Link {
  /** Of the value that is underlined. */
  readonly path: Path;
  readonly target: string;
  readonly tooltip: string;
}

const CONTROL_PANEL = "https://cloud.digitalocean.com";

/**
 * What one can open: repositories and branches, public images, domains, DNS zones, the account's registry, database
 * clusters and networks, pages by their URL. Nothing is looked up, so a link may lead to what is not there. Never throws.
 */
export function documentLinks(source: string | SpecDocument): DocumentLink[] {
  const document = typeof source === "string" ? parseSpec(source) : source;
  const { spec } = document;
  const links = [
    ...componentsOf(spec).flatMap(({ path, value }) => [
      ...sourceLinks(path, value),
      ...logLinks(path, value),
    ]),
    ...indexedRecords(spec, "databases").flatMap(({ index, value }) =>
      link(
        ["databases", index, "cluster_name"],
        value.cluster_name,
        () => `${CONTROL_PANEL}/databases`,
        "Open the account's databases",
      ),
    ),
    ...indexedRecords(spec, "domains").flatMap(({ index, value }) => [
      ...(value.wildcard === true
        ? []
        : link(
            ["domains", index, "domain"],
            hostName(value.domain),
            (host) => `https://${host}/`,
            "Open the domain",
          )),
      ...link(
        ["domains", index, "zone"],
        value.zone,
        (zone) => `${CONTROL_PANEL}/networking/domains/${zone}`,
        "Open the DNS zone",
      ),
    ]),
    ...link(
      ["vpc", "id"],
      valueAt(spec, ["vpc", "id"]),
      (id) => `${CONTROL_PANEL}/networking/vpc/${id}`,
      "Open the network",
    ),
    ...page(
      ["ingress", "custom_error_page_url"],
      valueAt(spec, ["ingress", "custom_error_page_url"]),
      "Open the error page",
    ),
  ];
  const seen = new Set<number>();
  return links.flatMap(({ path, target, tooltip }) => {
    const span = textSpan(document, path);
    if (!span || seen.has(span[0])) return [];
    seen.add(span[0]);
    return [{ range: document.rangeBetween(...span), target, tooltip }];
  });
}

/** Where a provider shows a repository and a branch of it. */
const HOSTS = {
  github: { host: "https://github.com", branch: "/tree/" },
  gitlab: { host: "https://gitlab.com", branch: "/-/tree/" },
  bitbucket: { host: "https://bitbucket.org", branch: "/src/" },
} as const;

function sourceLinks(path: Path, component: PlainRecord): Link[] {
  const links: Link[] = [];
  for (const [provider, { host, branch }] of Object.entries(HOSTS)) {
    const source = recordOf(component[provider]);
    const repo = textOf(source?.repo);
    if (!source || repo === undefined || !/^[\w.-]+(\/[\w.-]+)+$/.test(repo)) continue;
    links.push(...link([...path, provider, "repo"], repo, () => `${host}/${repo}`, "Open the repository"));
    links.push(
      ...link(
        [...path, provider, "branch"],
        source.branch,
        (name) => `${host}/${repo}${branch}${name}`,
        "Open the branch",
      ),
    );
  }
  links.push(
    ...page(
      [...path, "git", "repo_clone_url"],
      recordOf(component.git)?.repo_clone_url,
      "Open the repository",
    ),
  );
  return [...links, ...imageLinks([...path, "image"], recordOf(component.image) ?? {})];
}

function imageLinks(path: Path, image: PlainRecord): Link[] {
  const place = [...path, "repository"];
  const registry = textOf(image.registry);
  switch (image.registry_type) {
    case "DOCKER_HUB":
      return link(
        place,
        image.repository,
        (name) =>
          `https://hub.docker.com/${registry === "library" || registry === undefined ? "_" : `r/${registry}`}/${name}`,
        "Open the image on Docker Hub",
      );
    case "GHCR":
      return registry === undefined
        ? []
        : link(
            place,
            image.repository,
            (name) => `https://ghcr.io/${registry}/${name}`,
            "Open the image on GitHub",
          );
    case "DOCR":
      return link(place, image.repository, () => `${CONTROL_PANEL}/registry`, "Open the account's registry");
    default:
      return [];
  }
}

function logLinks(path: Path, component: PlainRecord): Link[] {
  return indexedRecords(component, "log_destinations").flatMap(({ index, value }) =>
    link(
      [...path, "log_destinations", index, "open_search", "cluster_name"],
      recordOf(value.open_search)?.cluster_name,
      () => `${CONTROL_PANEL}/databases`,
      "Open the account's databases",
    ),
  );
}

/** What needs no more than the usual escapes in a URL. */
const IN_A_URL = /^[^\s"'<>\\^`{|}[\]\p{Surrogate}]+$/u;

/** A link of a text that is there as it will be sent. */
function link(
  path: Path,
  value: unknown,
  target: (part: string, asWritten: string) => string,
  tooltip: string,
): Link[] {
  const text = textOf(value);
  if (text === undefined || hasPlaceholder(text) || !IN_A_URL.test(text)) return [];
  const url = target(encodeURI(text), text);
  return URL.canParse(url) ? [{ path, target: url, tooltip }] : [];
}

function hostName(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^[\w-]+(\.[\w-]+)+\.?$/.test(text) ? text : undefined;
}

/** A link of a text that is a URL itself, without what says who asks. */
function page(path: Path, value: unknown, tooltip: string): Link[] {
  const url = textOf(value);
  return url !== undefined && /^https:\/\/[^/@\s]+(\/|$)/.test(url)
    ? link(path, url, (_, asWritten) => asWritten, tooltip)
    : [];
}

function textSpan(document: SpecDocument, path: Path): Span | undefined {
  const node = document.nodeAt(path);
  const span = isScalar(node) ? spanOf(node) : undefined;
  if (!span || !isScalar(node)) return undefined;
  const quoted = node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE;
  return quoted ? [span[0] + 1, span[1] - 1] : span;
}
