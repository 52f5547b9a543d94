import { type App, AppPlatformClient, type WebSocketClass } from "@app-platform-toolkit/core/api";
import { type Catalog, catalogFromApi } from "@app-platform-toolkit/core/catalog";
import type { Inputs } from "./inputs.ts";
import type { Log } from "./log.ts";
import { jobFetch } from "./network.ts";
import type { Services } from "./services.ts";

const USER_AGENT = "app-platform-toolkit-action";

/** What opens sockets comes with the larger part of the action: no log is followed before. */
export const sockets: { ofJob?: WebSocketClass } = {};

/** A client for the account of the `token` input; `undefined` where the workflow gave none. */
export function connect(inputs: Inputs, log: Log): AppPlatformClient | undefined {
  if (inputs.token === undefined) return undefined;
  return new AppPlatformClient({
    token: inputs.token,
    baseUrl: inputs.apiUrl,
    userAgent: USER_AGENT,
    fetch: jobFetch,
    get webSocket() {
      return sockets.ofJob;
    },
    onNotice: (message) => log.foreign(message),
  });
}

/** The account's own sizes and regions; `undefined` where they cannot be read, and the built-in list then serves. */
export async function liveCatalog(client: AppPlatformClient, log: Log): Promise<Catalog | undefined> {
  try {
    const [sizes, regions] = await Promise.all([client.catalog.sizes(), client.catalog.regions()]);
    return catalogFromApi(sizes, regions, new Date().toISOString().slice(0, 10));
  } catch (error) {
    log.foreign(
      `Current prices could not be read, the built-in list is used. ${error instanceof Error ? error.message : ""}`,
    );
    return undefined;
  }
}

/**
 * Finds apps by their names, which the platform cannot: all are read once, for as many specs as there are. What a deploy
 * then writes it reads again right before.
 */
export function appFinder(client: AppPlatformClient | undefined, signal: AbortSignal): Services["findApp"] {
  let known: Promise<Map<string, App>> | undefined;
  return async (name, when) => {
    if (!client) return undefined;
    if (when === "now") return client.apps.findByName(name, { signal });
    known ??= allApps(client, signal);
    return (await known).get(name);
  };
}

async function allApps(client: AppPlatformClient, signal: AbortSignal): Promise<Map<string, App>> {
  const apps = new Map<string, App>();
  for await (const app of client.apps.list({ signal })) if (app.spec?.name) apps.set(app.spec.name, app);
  return apps;
}
