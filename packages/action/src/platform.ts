import { type App, AppPlatformClient, type Catalog, catalogFromApi } from "@app-platform-toolkit/core";
import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import { EnvHttpProxyAgent, fetch } from "undici";
import WebSocket from "ws";
import type { Inputs } from "./inputs.ts";
import type { Log } from "./log.ts";
import type { Services } from "./services.ts";

const USER_AGENT = "app-platform-toolkit-action";

/** A client for the account of the `token` input; `undefined` where the workflow gave none. */
export function connect(inputs: Inputs, log: Log): AppPlatformClient | undefined {
  if (inputs.token === undefined) return undefined;
  // undici's own fetch: its dispatchers do not fit the fetch built into Node, which ignores proxies by default.
  const dispatcher = new EnvHttpProxyAgent();
  return new AppPlatformClient({
    token: inputs.token,
    baseUrl: inputs.apiUrl,
    userAgent: USER_AGENT,
    fetch: (url, init) => fetch(url, { ...init, dispatcher }),
    webSocket: ProxiedWebSocket,
    onNotice: (message) => log.foreign(message),
  });
}

/** The sockets of live logs go through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, as all calls do. */
class ProxiedWebSocket extends WebSocket {
  constructor(url: string, protocols: string[] = [], settings: object = {}) {
    const proxy = getProxyForUrl(url.replace(/^ws/, "http"));
    super(url, protocols, proxy ? { ...settings, agent: new HttpsProxyAgent(proxy) } : settings);
  }
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
