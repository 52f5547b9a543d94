import { type App, type AppPlatformClient, NotFound, parseSpec } from "@app-platform-toolkit/core";
import { InputError } from "../inputs.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";

/**
 * The app that a spec describes: by `app-id`, or else by the spec's name over all apps of the account. `undefined`
 * where there is none of that name yet.
 *
 * @throws InputError where the inputs and the spec disagree about which app is meant.
 */
export async function findLiveApp(
  platform: AppPlatformClient,
  file: SpecFile,
  { inputs, signal, findApp }: Services,
  when?: "now",
): Promise<App | undefined> {
  const { name } = parseSpec(file.text).spec;
  if (inputs.appName !== undefined && inputs.appName !== name)
    throw new InputError(
      `Input "app-name" is "${inputs.appName}", and ${file.path} describes "${name}". Write the same name in both, or leave "app-name" out.`,
    );
  if (inputs.appId === undefined)
    return typeof name === "string" && name !== "" ? findApp(name, when) : undefined;
  try {
    const app = await platform.apps.get(inputs.appId, { signal });
    if (inputs.appName === undefined || app.spec?.name === inputs.appName) return app;
    throw new InputError(
      `Input "app-id" is the app "${app.spec?.name}", and "app-name" is "${inputs.appName}". Leave one of them out. To rename the app, leave "app-name" out.`,
    );
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    throw new InputError(
      `There is no app with the id ${inputs.appId} that this token can see. Mend "app-id", or leave it out to find the app by the spec's name.`,
    );
  }
}

/**
 * Keeps a changed `name` from replacing another app. A rename in the file is no rename of the app: a free name makes
 * a second app, and a taken one would overwrite that app with this spec.
 */
export async function checkName(
  file: SpecFile,
  live: App | undefined,
  { inputs, context, readFileAt, findApp }: Services,
): Promise<{ failure?: string; note?: string }> {
  const { name } = parseSpec(file.text).spec;
  if (typeof name !== "string" || name === "") return {};
  if (inputs.appId !== undefined) {
    if (live?.spec?.name === name) return {};
    const other = await findApp(name);
    return other && other.id !== inputs.appId
      ? { failure: `The name "${name}" is that of another app (${other.id}). Choose a name that is free.` }
      : { note: `The app is renamed from \`${live?.spec?.name}\` to \`${name}\`.` };
  }
  const before = context.pullRequest?.baseSha ?? context.beforeSha;
  if (inputs.appName !== undefined || before === undefined) return {};
  const base = await readFileAt(file.path, before);
  const oldName = base.ok && base.text !== undefined ? parseSpec(base.text).spec.name : undefined;
  if (typeof oldName !== "string" || oldName === "" || oldName === name) return {};
  return live
    ? {
        failure: `The spec's name changed from "${oldName}" to "${name}", and there is an app "${name}": this spec would replace it. If that is meant, set \`app-name: ${name}\`; if not, choose another name.`,
      }
    : {
        note: `The name changed from \`${oldName}\` to \`${name}\`: this makes a second app, and \`${oldName}\` goes on running and costing. To rename the app instead, set \`app-id\` to its id.`,
      };
}
