import { HttpsProxyAgent } from "https-proxy-agent";
import { getProxyForUrl } from "proxy-from-env";
import WebSocket from "ws";

/** The sockets of live logs go through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name, as all calls do. */
export class JobWebSocket extends WebSocket {
  constructor(url: string, protocols: string[] = [], settings: object = {}) {
    const proxy = getProxyForUrl(url.replace(/^ws/, "http"));
    super(url, protocols, proxy ? { ...settings, agent: new HttpsProxyAgent(proxy) } : settings);
  }
}
