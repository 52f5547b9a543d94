import type { Catalog } from "../../catalog/index.ts";
import { type CostEstimate, estimateCost } from "../../cost/index.ts";
import { componentsOf } from "../../spec/components.ts";
import type { SpecDocument } from "../../spec/document.ts";
import { formatPath, parsePath } from "../../spec/path.ts";
import { recordOf, valueAt } from "../../spec/plain.ts";
import type { AppSpec } from "../../spec/schema/index.ts";
import { code } from "../../spec/schema/words.ts";
import { listSecrets } from "../../spec/secrets.ts";
import { applyImages, type ImageOverride, imagesOf } from "../images.ts";
import { mapDatabases, type PreviewDatabases } from "./databases.ts";
import { Draft, type PreviewRefusal } from "./draft.ts";
import { fillPreview, type MissingSecret, mapSecrets, type PreviewSecrets } from "./envs.ts";
import { findMarkers, formatPreviewMarker, PREVIEW_MARKER } from "./identity.ts";
import { chooseJobs, type PreviewJobMode } from "./jobs.ts";
import { capSizes, DEFAULT_PREVIEW_SIZE } from "./sizes.ts";
import { type PreviewSources, switchSources } from "./sources.ts";
import { leaveProduction } from "./surroundings.ts";
import { leaveUnknown } from "./unknown.ts";

export interface PreviewOptions extends Omit<PreviewSources, "givenImages">, PreviewDatabases {
  /** The forced name: see `previewName`. */
  readonly name: string;
  /** Path of the spec in the repository, for the marker. */
  readonly specPath?: string;
  readonly jobs?: PreviewJobMode | undefined;
  /** Slug of the size that no component costs more than; default {@link DEFAULT_PREVIEW_SIZE}. */
  readonly maxSize?: string | undefined;
  /** Images that the workflow gives: those of components that the spec does not have are left out. */
  readonly images?: readonly ImageOverride[];
  readonly secrets?: PreviewSecrets;
  /** Names of placeholders that a deploy fills, and a preview only from {@link secrets}. */
  readonly allow?: readonly string[];
  readonly catalog?: Catalog;
}

/** What the preview of a pull request would be, decided before anything is written. */
export interface PreviewPlan {
  readonly name: string;
  /** What is sent. Never to be shown: see `redactSpec`. */
  readonly spec: AppSpec;
  /** Dotted paths of the secrets whose values are set aside for previews: see `PlanOptions`. */
  readonly filledPaths: readonly string[];
  readonly cost: CostEstimate;
  /** How the preview differs from the spec, in one sentence each. */
  readonly notes: readonly string[];
  /** Secrets that the preview does not have, because the workflow gives no value for them. */
  readonly missing: readonly MissingSecret[];
  /** Why there is no preview; empty where there is one. */
  readonly refusals: readonly PreviewRefusal[];
}

/** As the marker has it. */
const APP_NAME = /^[a-z][a-z0-9-]{0,30}[a-z0-9]$/;

/**
 * Makes the spec of a preview out of a pull request's spec: another name, the head's branch, nothing that belongs to
 * production, small, with values that are set aside for previews, and marked as ours.
 *
 * The spec is a stranger's word. What would reach production's data, other code than this repository's, or another
 * app is refused, each with its path and what allows it.
 *
 * @param document a spec without errors
 */
export function planPreview(document: SpecDocument, options: PreviewOptions): PreviewPlan {
  const { secrets = {}, catalog } = options;
  const filled = fillPreview(document, secrets, options.allow ?? []);
  const given = imagesOf(filled.spec, options.images ?? []);
  const givenImages = given.map(({ component }) => component);
  const draft = new Draft(applyImages(filled.spec, given).spec);
  for (const path of findMarkers(filled.spec))
    draft.refuse(
      path,
      `${code(PREVIEW_MARKER)} marks the previews of this toolkit, and no spec may write it. Remove it.`,
    );
  if (!APP_NAME.test(options.identity.app))
    draft.refuse(
      ["name"],
      `${code(options.identity.app)} is no name of an app, and a preview could not be found again.`,
    );
  leaveUnknown(draft, options.base);
  mapDatabases(draft, options);
  chooseJobs(draft, options.jobs);
  switchSources(draft, { ...options, givenImages });
  refuseUnsetImages(draft, filled.unset, givenImages);
  capSizes(draft, options.maxSize ?? DEFAULT_PREVIEW_SIZE, catalog);
  leaveProduction(draft, keepsNetwork(draft, options));
  const missing = mapSecrets(draft, secrets, filled);
  const spec = { ...draft.finish(), name: options.name };
  // Before the app's own, and of all apps in a preview alone: see `readPreview`.
  const marker = { key: PREVIEW_MARKER, value: formatPreviewMarker(options.identity, options.specPath) };
  const marked: AppSpec = { ...spec, envs: [marker, ...(spec.envs ?? [])] };
  if (componentsOf(marked).length === 0)
    draft.refuse([], "Nothing of the spec would be left in the preview. See `preview-jobs`.");
  return {
    name: options.name,
    spec: marked,
    filledPaths: listSecrets(marked)
      .map(({ path }) => path)
      .filter((path) => draft.given.has(valueAt(marked, path.slice(0, -1))))
      .map(formatPath),
    cost: estimateCost(marked, catalog ? { catalog } : {}),
    notes: draft.notes,
    missing,
    refusals: draft.refusals,
  };
}

/** A shared cluster may be reachable from its network only, which must be the one that was reviewed. */
function keepsNetwork({ spec }: Draft, { clusterMode, databaseModes = {}, base }: PreviewOptions): boolean {
  const shares = clusterMode === "share" || Object.values(databaseModes).includes("share");
  return shares && recordOf(spec.vpc)?.id === recordOf(base?.vpc)?.id;
}

/** An env can be left out; without its tag an image would be another one. */
function refuseUnsetImages(draft: Draft, unset: ReadonlySet<string>, given: readonly string[] = []): void {
  for (const { name, path } of draft.components().filter((component) => !given.includes(component.name)))
    for (const key of ["tag", "digest"]) {
      const at = [...path, "image", key].join(".");
      if (unset.has(at))
        draft.refuse(
          parsePath(at),
          `The ${key} of ${code(name)} is filled in by a deploy, and previews have no value for it. Give the image with \`images\`, or write the name in \`preview-secrets\`.`,
        );
    }
}
