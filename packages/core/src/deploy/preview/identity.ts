import { envHoldersOf, indexedRecords } from "../../spec/components.ts";
import type { Path } from "../../spec/path.ts";
import { recordsOf } from "../../spec/plain.ts";
import type { AppSpec } from "../../spec/schema/index.ts";

/** The app-level env that says of what an app is the preview. The toolkit alone writes it, and only into previews. */
export const PREVIEW_MARKER = "APP_PLATFORM_TOOLKIT_PREVIEW";

/** What a preview is the preview of. Host, owner and repository are compared as GitHub does, whatever their case. */
export interface PreviewIdentity {
  /** Of the GitHub server, such as `github.com`: two servers can have repositories of the same name. */
  readonly host: string;
  readonly owner: string;
  readonly repository: string;
  readonly pullRequest: number;
  /** The name that the app has in the repository's spec. */
  readonly app: string;
}

/** An app that carries the marker of a preview. */
export interface MarkedPreview {
  readonly identity: PreviewIdentity;
  /** Path of the spec that it was made from; absent where the marker does not say. */
  readonly specPath?: string;
  /** The name that a preview with this marker must have. Where the app has another one, nobody may delete it. */
  readonly forcedName: string;
}

/** App names have at most 32 characters (`name-pattern`). */
const MAX_NAME = 32;
/** 48 bits: beside the visible number, and with the marker to tell two apps apart if they ever met. */
const HASH_DIGITS = 12;

/**
 * The only name that the preview of an identity can have: `pr-7-web-shop-0a1b2c3d4e5f`. The hash is of what the
 * identity is before anything is made to fit a name, so that `my_app`, `my-app` and `my.app` stay apart.
 */
export async function previewName(identity: PreviewIdentity): Promise<string> {
  const start = `pr-${identity.pullRequest}-`;
  const room = MAX_NAME - start.length - HASH_DIGITS - 1;
  const words = identity.app.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const slug = words.slice(0, Math.max(0, room)).replaceAll(/^-+|-+$/g, "");
  const hash = await sha256(identityText(identity));
  return `${start}${slug === "" ? "" : `${slug}-`}${hash.slice(0, HASH_DIGITS)}`;
}

/**
 * The marker's value: `github.com/octo/shop#7/web-shop .do/app.yaml`. The path is no part of the identity: it tells
 * which preview is left behind when the app's name changes in the spec.
 */
export function formatPreviewMarker(identity: PreviewIdentity, specPath?: string): string {
  return identityText(identity) + (specPath === undefined ? "" : ` ${encodeURI(specPath)}`);
}

/** Whether two identities are one. */
export function isSameIdentity(a: PreviewIdentity, b: PreviewIdentity): boolean {
  return identityText(a) === identityText(b);
}

function identityText(identity: PreviewIdentity): string {
  return `${previewScope(identity)}/${identity.app}`;
}

/** The pull request that a preview belongs to, in one form: `github.com/octo/shop#7`. */
export function previewScope({
  host,
  owner,
  repository,
  pullRequest,
}: Pick<PreviewIdentity, "host" | "owner" | "repository" | "pullRequest">): string {
  return [host, owner, repository].join("/").toLowerCase().concat(`#${pullRequest}`);
}

const MARKER =
  /^(?<host>[^/#\s]+)\/(?<owner>[^/#\s]+)\/(?<repository>[^/#\s]+)#(?<number>[1-9]\d{0,15})\/(?<app>[a-z][a-z0-9-]{0,31})(?: (?<path>\S{1,1000}))?$/;

/**
 * Reads the marker of a live app; undefined for an app without one, and for one whose marker is not as we write it.
 * Only the app's own env counts, once and in clear: a component's says nothing of the app.
 */
export async function readPreview(app: { readonly spec?: AppSpec }): Promise<MarkedPreview | undefined> {
  const [marker, ...more] = recordsOf(app.spec?.envs).filter(({ key }) => key === PREVIEW_MARKER);
  if (!marker || more.length > 0 || typeof marker.value !== "string") return undefined;
  const {
    host = "",
    owner = "",
    repository = "",
    number,
    app: name = "",
    path,
  } = MARKER.exec(marker.value)?.groups ?? {};
  if (number === undefined) return undefined;
  const identity = { host, owner, repository, pullRequest: Number(number), app: name };
  const specPath = path === undefined ? undefined : decoded(path);
  return {
    identity,
    ...(specPath === undefined ? {} : { specPath }),
    forcedName: await previewName(identity),
  };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURI(path);
  } catch {
    return undefined;
  }
}

/** The places where a spec writes the marker itself, which no spec may: the app it describes would pass for a preview. */
export function findMarkers(spec: AppSpec): Path[] {
  return envHoldersOf(spec).flatMap(({ path, value }) =>
    indexedRecords(value, "envs").flatMap(({ index, value: env }) =>
      env.key === PREVIEW_MARKER ? [[...path, "envs", index, "key"]] : [],
    ),
  );
}

async function sha256(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
