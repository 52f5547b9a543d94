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
  { inputs, signal }: Services,
): Promise<App | undefined> {
  const { name } = parseSpec(file.text).spec;
  if (inputs.appName !== undefined && inputs.appName !== name)
    throw new InputError(
      `Input "app-name" is "${inputs.appName}", and ${file.path} describes "${name}". Write the same name in both, or leave "app-name" out.`,
    );
  if (inputs.appId === undefined)
    return typeof name === "string" && name !== "" ? platform.apps.findByName(name, { signal }) : undefined;
  try {
    return await platform.apps.get(inputs.appId, { signal });
  } catch (error) {
    if (!(error instanceof NotFound)) throw error;
    throw new InputError(
      `There is no app with the id ${inputs.appId} that this token can see. Mend "app-id", or leave it out to find the app by the spec's name.`,
    );
  }
}
