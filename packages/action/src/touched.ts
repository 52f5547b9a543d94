import { imagesOf, parseSpec, sourceFolders } from "@app-platform-toolkit/core";
import { mergedCommit } from "./commands/merge.ts";
import type { Services } from "./services.ts";
import type { SpecFile } from "./specs.ts";

/**
 * The specs that a push or pull request touches: by the file itself, by a file in the source of one of its components,
 * or by an image that the workflow gives. All of them, with the reason said, where nobody can tell.
 */
export async function touchedSpecs(
  files: readonly SpecFile[],
  services: Services,
): Promise<readonly SpecFile[]> {
  const { context, log } = services;
  const all = (reason: string) => {
    log.info(`All specs are handled, although \`changed-only\` is set: ${reason}`);
    return files;
  };
  const base = context.pullRequest?.baseSha ?? context.beforeSha;
  if (base === undefined) return all("the event does not tell what has changed.");
  const changed = (await services.compareCommits(base, mergedCommit(context).sha))?.files;
  if (changed === undefined) return all("GitHub does not list the files that have changed.");
  const touched = files.filter((file) => isTouched(file, changed, services));
  const left = files.filter((file) => !touched.includes(file)).map(({ path }) => path);
  if (left.length > 0) log.foreign(`Not touched by this change, and left alone: ${left.join(", ")}`);
  return touched;
}

function isTouched(file: SpecFile, changed: readonly string[], { context, inputs }: Services): boolean {
  if (changed.includes(file.path)) return true;
  const { spec } = parseSpec(file.text);
  if (imagesOf(spec, inputs.images).length > 0) return true;
  const { repository, serverUrl } = mergedCommit(context);
  return sourceFolders(spec, { repository, serverUrl }).some((folder) =>
    changed.some((path) => folder === "" || path.startsWith(`${folder}/`)),
  );
}
