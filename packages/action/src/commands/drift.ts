import { findDrift } from "@app-platform-toolkit/core";
import { InputError } from "../inputs.ts";
import { changeLines } from "../report/changes.ts";
import type { AppResult } from "../result.ts";
import type { Services } from "../services.ts";
import type { SpecFile } from "../specs.ts";
import { propose } from "./propose.ts";

/**
 * Compares the live app with the spec of the repository, for a schedule: whether somebody changed the app by another
 * way, or a deploy failed and left it behind. Changes nothing, and needs no more than `app:read`.
 */
export async function drift(file: SpecFile, services: Services): Promise<AppResult> {
  const { platform, inputs, log } = services;
  if (!platform)
    throw new InputError(
      "To look for drift, a DigitalOcean token is needed; the scope `app:read` is enough. Write `token: ${{ secrets.DIGITALOCEAN_TOKEN }}` under `with:`.",
    );
  // What a deploy fills in is not compared, so that the job need not have it.
  const filled = Object.fromEntries(inputs.envAllow.map((name) => [name, "not-compared"]));
  const { failure, ...proposed } = await propose(file, { ...services, environment: filled });
  // Without a plan there is nothing to compare; that a deploy would be refused is no drift.
  if (!proposed.plan) return { ...proposed, ...(failure === undefined ? {} : { failure }) };
  const changes = findDrift(proposed.changes, inputs.envAllow);
  const missing = proposed.appId === undefined;
  const sentence = missing
    ? `There is no app "${proposed.name}" in the account.`
    : changes.length === 0
      ? "The live app is as the repository describes it."
      : `The live app differs from the repository in ${changes.length} ${changes.length === 1 ? "place" : "places"}. A deploy brings it back; to keep what is live, write it into the spec.`;
  log.foreign(`${proposed.name}: ${sentence}`);
  if (!missing) for (const line of changeLines(changes)) log.foreign(`  ${line}`);
  const isDrift = missing || changes.length > 0;
  const fails = isDrift && inputs.failOnDrift;
  const leftOut = proposed.changes.length - changes.length;
  return {
    ...proposed,
    changes: missing ? [] : changes,
    drift: isDrift,
    notes: [
      ...(fails ? [] : [sentence]),
      ...(leftOut > 0 && !missing
        ? [`Not compared: ${leftOut} ${leftOut === 1 ? "value" : "values"} that a deploy fills in.`]
        : []),
      ...proposed.notes,
    ],
    ...(fails ? { failure: sentence } : {}),
  };
}
