import { AppPlatformClient, parseSpec, watchDeployment } from "@app-platform-toolkit/core";
import { change } from "../demo/stories.ts";
import type { Scene } from "../runner/scene.ts";

export const STRIPE_KEY = "sk_live_only_the_platform_knows";

/** Makes the web shop live, with a secret that the spec in the repository does not hold; returns the app's id. */
export async function deployed({ simulator }: Scene, webShop: string): Promise<string> {
  const client = new AppPlatformClient({ token: simulator.token, baseUrl: simulator.url });
  const withSecret = change(webShop, [
    "        type: SECRET\n",
    `        type: SECRET\n        value: ${STRIPE_KEY}\n`,
  ]);
  const app = await client.apps.create({ spec: parseSpec(withSecret).spec });
  const appId = app.id ?? "";
  const deploymentId = app.pending_deployment?.id ?? app.in_progress_deployment?.id ?? "";
  for await (const event of watchDeployment(client, { appId, deploymentId }))
    if (event.kind === "ended" && event.outcome !== "active")
      throw new Error(`The app's first deployment ended ${event.outcome}.`);
  return appId;
}
