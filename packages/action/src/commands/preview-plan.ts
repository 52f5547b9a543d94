import {
  DEFAULT_PREVIEW_SIZE,
  findSize,
  type PreviewIdentity,
  type PreviewPlan,
  parseSpec,
  planPreview,
  previewName,
} from "@app-platform-toolkit/core";
import type { PullRequest } from "../github/context.ts";
import { InputError } from "../inputs.ts";
import type { Services } from "../services.ts";
import { type CheckedSpec, isReadable } from "./check.ts";
import { previewRepository } from "./preview-identity.ts";

/** What the preview of a spec would be. The spec at the base commit is what has been reviewed. */
export async function planPreviewOf(
  { document, written, file }: CheckedSpec,
  pullRequest: PullRequest,
  { context, inputs, catalog, readFileAt }: Services,
): Promise<{ identity: PreviewIdentity; plan: PreviewPlan }> {
  if (!findSize(inputs.previewSize, catalog))
    throw new InputError(
      `Input "preview-size" is "${inputs.previewSize}", which is no instance size. Write one such as ${DEFAULT_PREVIEW_SIZE}.`,
    );
  const identity: PreviewIdentity = {
    ...previewRepository(context),
    pullRequest: pullRequest.number,
    app: String(written.name),
  };
  const base = await readFileAt(file.path, pullRequest.baseSha);
  const reviewed = base.ok && base.text !== undefined ? parseSpec(base.text) : undefined;
  const plan = planPreview(document, {
    identity,
    name: await previewName(identity),
    specPath: file.path,
    headBranch: pullRequest.headRef,
    allowedSources: inputs.allow.sources,
    clusterMode: inputs.previewDatabase.everyCluster,
    databaseModes: inputs.previewDatabase.byName,
    jobs: inputs.previewJobs,
    maxSize: inputs.previewSize,
    images: inputs.images,
    secrets: inputs.previewSecrets,
    allow: inputs.envAllow,
    ...(reviewed && isReadable(reviewed) ? { base: reviewed.spec } : {}),
    ...(catalog ? { catalog } : {}),
  });
  return { identity, plan };
}

/** How the preview differs from what a merge would deploy, one sentence each. */
export function previewNotes({ notes, missing }: PreviewPlan): string[] {
  if (missing.length === 0) return [...notes];
  const names = missing.map(
    ({ component, key }) => `\`${component === undefined ? "" : `${component}.`}${key}\``,
  );
  return [
    ...notes,
    `Without the secrets ${names.join(", ")}: give values for previews with \`preview-secrets\`.`,
  ];
}
