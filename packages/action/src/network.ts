import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import WebSocket from "ws";

const PROXY_VARIABLES = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];

/**
 * Node's own `fetch`, which knows no proxies by default; where the environment names one, undici's through it. That is
 * loaded only then, as it is most of what the action would have to read at its start.
 */
export const jobFetch: typeof fetch = async (url, init) => {
  if (!PROXY_VARIABLES.some((name) => process.env[name])) return fetch(url, init);
  const { proxiedFetch } = await import("./proxied-fetch.ts");
  const answer: unknown = await proxiedFetch(String(url), init ?? {});
  // The same interface, declared twice.
  return answer as Response;
};

/** The sockets of live logs go through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, as all calls do. */
export class JobWebSocket extends WebSocket {
  constructor(url: string, protocols: string[] = [], settings: object = {}) {
    const proxy = getProxyForUrl(url.replace(/^ws/, "http"));
    super(url, protocols, proxy ? { ...settings, agent: new HttpsProxyAgent(proxy) } : settings);
  }
}
