import { EnvHttpProxyAgent, fetch } from "undici";

const dispatcher = new EnvHttpProxyAgent();

/** With undici's own `fetch`: its dispatchers do not fit the one that is built into Node. */
export function proxiedFetch(url: string, init: object) {
  return fetch(url, { ...init, dispatcher });
}
