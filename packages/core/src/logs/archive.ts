import type { CallOptions, Fetch } from "../api/index.ts";

/** Why an archive of logs could not be read. Never holds its URL, which is a key. */
export class LogArchiveError extends Error {
  override name = "LogArchiveError";
}

export interface ArchiveOptions extends CallOptions {
  /** Reading ends here: what is asked for is the end, and an archive can be very long. */
  readonly maxBytes?: number;
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Downloads log archives in their order. The links are signed for a short time and carry their own credentials, so
 * the API token is not sent with them, and redirects are not followed.
 *
 * @throws LogArchiveError where a link has expired, answers with an error, or does not lead where logs are kept.
 */
export async function fetchHistoricLogs(
  { fetch, baseUrl }: { readonly fetch: Fetch; readonly baseUrl: string },
  urls: readonly string[],
  { maxBytes = DEFAULT_MAX_BYTES, signal }: ArchiveOptions = {},
): Promise<string> {
  let text = "";
  for (const url of urls) {
    text += await fetchArchive(fetch, archiveUrl(url, baseUrl), signal);
    // Newer archives come later, so the end is what is kept. A character takes a byte at least.
    if (text.length > maxBytes) text = text.slice(-maxBytes);
  }
  return text;
}

async function fetchArchive(fetch: Fetch, url: string, signal: AbortSignal | undefined): Promise<string> {
  const response = await fetch(url, {
    method: "GET",
    headers: { accept: "text/plain" },
    signal: signal ?? new AbortController().signal,
    redirect: "manual",
  }).catch(() => {
    signal?.throwIfAborted();
    throw new LogArchiveError("The connection to the log archive failed.");
  });
  if (response.status === 200) return response.text();
  throw new LogArchiveError(
    response.status === 403 || response.status === 401
      ? "The link to the log archive has expired. Ask for the logs again."
      : `The log archive answered with status ${response.status}.`,
  );
}

/** Archives of the platform are https, anywhere; those of another base URL are on its own host. */
function archiveUrl(text: string, baseUrl: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:") return text;
  if (url?.protocol === "http:" && url.host === new URL(baseUrl).host) return text;
  throw new LogArchiveError("The link to the log archive is not an https URL, so it was not followed.");
}
