import { AppPlatformClient, parseSpec } from "@app-platform-toolkit/core";
import { change } from "../demo/stories.ts";
import { CANARY } from "../runner/canary.ts";
import type { Scene } from "../runner/scene.ts";

/** Only the platform knows it. */
export const STRIPE_KEY = CANARY;

const HALF_AN_HOUR_MS = 30 * 60_000;

/** Makes the web shop live, with a secret that the spec in the repository does not hold; returns the app's id. */
export async function deployed({ simulator }: Scene, webShop: string): Promise<string> {
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const withSecret = change(webShop, [
    "        type: SECRET\n",
    `        type: SECRET\n        value: ${STRIPE_KEY}\n`,
  ]);
  const app = await client.apps.create({ spec: parseSpec(withSecret).spec });
  simulator.advance(HALF_AN_HOUR_MS);
  const { active_deployment: active } = await client.apps.get(app.id ?? "");
  if (active?.phase !== "ACTIVE")
    throw new Error("The first deployment of the web shop did not become active.");
  return app.id ?? "";
}

/** The repositories of the specs are on github.com, and so is the run. */
export const ON_GITHUB = { serverUrl: "https://github.com" };

/** What was written to App Platform, as `POST /v2/apps`; a proposal writes nothing. */
export function writesOf({ simulator }: Scene): string[] {
  return simulator.requests
    .filter(({ method, operation }) => method !== "GET" && operation !== "apps_validate_appSpec")
    .map(({ method, path }) => `${method} ${path}`);
}
