import { DEFAULT_BASE_URL } from "../api/index.ts";

/** Where the platform's live logs and consoles are. */
const LIVE_DOMAIN = ".ondigitalocean.app";

/** Why logs or a console cannot be had. Never holds an address: its token is a key. */
export class LogStreamError extends Error {
  override name = "LogStreamError";
  /** What the other side answered where a websocket was asked for. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

/**
 * The websocket behind a `live_url` or an exec `url`, which may be written with http. On the platform it is secure and
 * on its domain; with another base URL it is on that host.
 *
 * @throws LogStreamError where it leads elsewhere.
 */
export function liveAddress(text: string, baseUrl: string): string {
  const url = parsed(text);
  const base = new URL(baseUrl);
  const secure = url?.protocol === "https:" || url?.protocol === "wss:";
  const plain = url?.protocol === "http:" || url?.protocol === "ws:";
  const trusted = isPlatform(base)
    ? secure && url?.hostname.endsWith(LIVE_DOMAIN) && url.port === ""
    : (secure || (plain && base.protocol === "http:")) && url?.host === base.host;
  if (!url || !trusted)
    throw new LogStreamError(
      `The platform's link does not lead to ${isPlatform(base) ? `a secure host of *${LIVE_DOMAIN}` : "the host of the base URL"}, so it was not followed.`,
    );
  url.protocol = secure ? "wss:" : "ws:";
  url.hash = "";
  return url.href;
}

/**
 * Whether an archive of logs may be read there: on the platform over https, anywhere; with another base URL on its own
 * host.
 */
export function isArchiveAddress(text: string, baseUrl: string): boolean {
  const url = parsed(text);
  const base = new URL(baseUrl);
  if (isPlatform(base)) return url?.protocol === "https:";
  return url?.host === base.host && (url.protocol === "https:" || url.protocol === base.protocol);
}

function isPlatform(base: URL): boolean {
  return base.host === new URL(DEFAULT_BASE_URL).host;
}

function parsed(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.username || url?.password ? undefined : url;
}
