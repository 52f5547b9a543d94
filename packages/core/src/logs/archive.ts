import { bytesOf, type CallOptions, type FetchResponse, TimeLimit, type Transport } from "../api/index.ts";
import { isArchiveAddress } from "./address.ts";

/** Why an archive of logs could not be read. Never holds its URL, which is a key. */
export class LogArchiveError extends Error {
  override name = "LogArchiveError";
  /** Whether it may be there with a new link, or a little later. */
  readonly mayComeBack: boolean;

  constructor(message: string, { mayComeBack = false } = {}) {
    super(message);
    this.mayComeBack = mayComeBack;
  }
}

export interface ArchiveOptions extends CallOptions {
  /** How much of the end is kept, since that is what tells; an archive can be very long. 16 MiB unless said. */
  readonly maxBytes?: number;
  /** For one archive; a minute unless said. */
  readonly timeoutMs?: number;
}

const DEFAULT_MAX_BYTES = 16 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 60_000;

/**
 * Downloads log archives in their order. The links are signed for a short time and carry their own credentials, so
 * the API token is not sent with them, and redirects are not followed.
 *
 * @throws LogArchiveError where a link has expired, answers with an error, or does not lead where logs are kept; the
 *   signal's reason where it aborts.
 */
export async function fetchHistoricLogs(
  transport: Transport,
  urls: readonly string[],
  options: ArchiveOptions = {},
): Promise<string> {
  const end = new End(options.maxBytes ?? DEFAULT_MAX_BYTES);
  for (const url of urls) await readArchive(transport, url, end, options);
  return end.text();
}

async function readArchive(
  transport: Transport,
  url: string,
  end: End,
  { signal, timeoutMs = DEFAULT_TIMEOUT_MS }: ArchiveOptions,
): Promise<void> {
  const limit = new TimeLimit(transport.clock, timeoutMs, signal);
  try {
    for await (const bytes of archiveBytes(transport, url, limit.signal)) end.add(bytes);
  } catch (error) {
    signal?.throwIfAborted();
    if (limit.isUp) throw new LogArchiveError(`The log archive was not there within ${timeoutMs / 1000} s.`);
    throw error;
  } finally {
    limit.end();
  }
}

/** The bytes of one archive as they come. Throws LogArchiveError, on abort too. */
export async function* archiveBytes(
  { fetch, baseUrl }: Transport,
  url: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (!isArchiveAddress(url, baseUrl))
    throw new LogArchiveError(
      "The link to the log archive does not lead where archives are, so it was not followed.",
    );
  try {
    const response = await fetch(url, {
      method: "GET",
      headers: { accept: "text/plain" },
      signal,
      redirect: "manual",
    });
    const { status } = response;
    const refusal = refusalOf(response);
    const mayComeBack = status === 401 || status === 403 || status >= 500;
    if (refusal !== undefined) throw new LogArchiveError(refusal, { mayComeBack });
    yield* bytesOf(response);
  } catch (error) {
    if (error instanceof LogArchiveError) throw error;
    // What the transport says may hold the URL.
    throw new LogArchiveError("The connection to the log archive failed.", { mayComeBack: true });
  }
}

function refusalOf({ status }: FetchResponse): string | undefined {
  if (status === 200) return undefined;
  if (status === 401 || status === 403)
    return "The link to the log archive has expired. Ask for the logs again.";
  // A browser shows a redirect that it was told not to follow as 0.
  if (status === 0 || (status >= 300 && status < 400))
    return "The log archive answered with a redirect, which is not followed.";
  return `The log archive answered with status ${status}.`;
}

/** The last bytes of what came: newer archives come later, so the end is what is kept. */
class End {
  readonly #maxBytes: number;
  #chunks: Uint8Array[] = [];
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  add(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#bytes += chunk.byteLength;
    // Twice as much is held, so that the beginning need not be cut off with each chunk.
    if (this.#bytes > 2 * this.#maxBytes) this.#cut();
  }

  text(): string {
    this.#cut();
    return new TextDecoder().decode(this.#chunks[0]);
  }

  #cut(): void {
    const all = new Uint8Array(this.#bytes);
    let at = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, at);
      at += chunk.byteLength;
    }
    const kept = all.slice(Math.max(0, all.byteLength - this.#maxBytes));
    this.#chunks = [kept];
    this.#bytes = kept.byteLength;
  }
}
