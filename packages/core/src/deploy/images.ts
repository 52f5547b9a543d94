import { componentsOf } from "../spec/components.ts";
import { copyPlain, recordOf, textOf, valueAt } from "../spec/plain.ts";
import type { AppSpec } from "../spec/schema/index.ts";
import { nearest } from "../spec/schema/nearest.ts";

/** An image that a component is to run in place of the one in the spec: `shop/api=ghcr.io/octo/api@sha256:…`. */
export interface ImageOverride {
  /** Name of the app, where a component's name alone is not enough. */
  readonly app?: string;
  readonly component: string;
  /** Host of the registry, where it is written: `ghcr.io`, `docker.io`, `registry.digitalocean.com`. */
  readonly host?: string;
  /** What stands between the host and the repository: an owner, or for DOCR the registry's name. */
  readonly registry?: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const HOSTS: Readonly<Record<string, string>> = {
  "registry.digitalocean.com": "DOCR",
  "ghcr.io": "GHCR",
  "docker.io": "DOCKER_HUB",
};

const REFERENCE =
  /^(?:(?<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)\/)?(?<path>[a-z0-9]+(?:[._-]+[a-z0-9]+)*(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/i;

/**
 * Reads `component=registry/repository:tag` or `…@sha256:…`. Where both are written the digest counts.
 *
 * @returns what is wrong with it, in a sentence, where it cannot be read
 */
export function parseImage(text: string): ImageOverride | string {
  const at = text.indexOf("=");
  const [app, component] = at < 0 ? [] : splitKey(text.slice(0, at).trim());
  const reference = text.slice(at + 1).trim();
  if (at < 0 || component === "" || component === undefined)
    return `"${text}" names no component. Write \`component=registry/repository:tag\`, or \`…@sha256:…\` for this very image.`;
  const { host, path = "", tag, digest } = REFERENCE.exec(reference)?.groups ?? {};
  if (path === "")
    return `"${reference}" is no image. Write \`${component}=registry/repository:tag\` or \`${component}=registry/repository@sha256:…\` with 64 hexadecimal digits.`;
  if (host !== undefined && HOSTS[host.toLowerCase()] === undefined)
    return `"${host}" is no registry that App Platform pulls from. There are ${Object.keys(HOSTS).join(", ")}.`;
  if (tag === undefined && digest === undefined)
    return `"${reference}" has neither a tag nor a digest. Write \`${component}=${reference}:tag\`, or better \`${component}=${reference}@sha256:…\`.`;
  const slash = path.lastIndexOf("/");
  // In DOCR the repository can have slashes of its own, and the registry none; elsewhere it is the other way round.
  const cut = HOSTS[host?.toLowerCase() ?? ""] === "DOCR" ? path.indexOf("/") : slash;
  return {
    ...(app === undefined ? {} : { app }),
    component,
    ...(host === undefined ? {} : { host: host.toLowerCase() }),
    ...(cut > 0 ? { registry: path.slice(0, cut) } : {}),
    repository: path.slice(cut + 1),
    ...(digest !== undefined ? { digest: digest.toLowerCase() } : tag !== undefined ? { tag } : {}),
  };
}

function splitKey(key: string): [app: string | undefined, component: string] {
  const slash = key.indexOf("/");
  return slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
}

/** The images that are meant for the app of a spec, and for each component that there is. */
export function imagesOf(spec: AppSpec, images: readonly ImageOverride[]): ImageOverride[] {
  const names = new Set(componentsOf(spec).map(({ name }) => name));
  return images.filter(
    ({ app, component }) => (app === undefined || app === spec.name) && names.has(component),
  );
}

/**
 * A copy of a spec whose components run these images. Credentials and the like stay.
 *
 * @returns the problems, a sentence each, where an image does not fit its component
 */
export function applyImages(
  spec: AppSpec,
  images: readonly ImageOverride[],
): { readonly spec: AppSpec; readonly problems: readonly string[] } {
  const copy = copyPlain(spec) as AppSpec;
  const problems = imagesOf(spec, images).flatMap((image) => {
    const component = componentsOf(copy).find(({ name }) => name === image.component);
    const written = recordOf(component?.value.image);
    if (!component || !written)
      return [
        `\`${image.component}\` is built from its source and runs no image. Write an \`image:\` in its place in the spec, or take it out of \`images\`.`,
      ];
    const type = textOf(written.registry_type);
    const wanted = image.host === undefined ? type : HOSTS[image.host];
    if (wanted !== type)
      return [`\`${image.component}\` runs an image of ${type}, and \`images\` gives one of ${wanted}.`];
    replaceImage(written, image, type);
    return [];
  });
  return { spec: copy, problems };
}

function replaceImage(
  written: Record<string, unknown>,
  image: ImageOverride,
  type: string | undefined,
): void {
  delete written.tag;
  delete written.digest;
  if (type === "DOCR") {
    // The account has one registry, and the platform wants it unnamed.
    delete written.registry;
    written.repository =
      image.host === undefined && image.registry !== undefined
        ? `${image.registry}/${image.repository}`
        : image.repository;
  } else {
    if (image.registry !== undefined) written.registry = image.registry;
    else if (type === "DOCKER_HUB") written.registry = "library";
    written.repository = image.repository;
  }
  if (image.digest === undefined) written.tag = image.tag;
  else written.digest = image.digest;
}

/** Images that belong to none of the specs, or to several of them; a sentence each. */
export function strayImages(specs: readonly AppSpec[], images: readonly ImageOverride[]): string[] {
  return images.flatMap((image) => {
    const { app, component } = image;
    const owners = specs.filter((spec) => imagesOf(spec, [image]).length > 0);
    const key = app === undefined ? component : `${app}/${component}`;
    if (owners.length === 1) return [];
    if (owners.length > 1)
      return [
        `\`${key}\` is a component of ${owners.map(({ name }) => `\`${name}\``).join(" and ")}. Write \`${owners[0]?.name}/${component}=…\` for the one that is meant.`,
      ];
    const known = specs.flatMap((spec) => componentsOf(spec).map(({ name }) => name)).filter(Boolean);
    const near = nearest(component, known);
    return [
      `There is no component \`${key}\`.${near ? ` Is \`${near}\` meant?` : ` There is ${[...new Set(known)].slice(0, 10).join(", ") || "none"}.`}`,
    ];
  });
}

/** What a component runs, for people: `api: octo/api@sha256:…`. */
export function describeImage(spec: AppSpec, { component }: ImageOverride): string {
  const place = componentsOf(spec).find(({ name }) => name === component);
  const image = recordOf(valueAt(spec, [...(place?.path ?? []), "image"])) ?? {};
  const path = [image.registry, image.repository].filter((part) => textOf(part)).join("/");
  return `${component}: ${path}${textOf(image.digest) ? `@${image.digest}` : `:${image.tag}`}`;
}
