import type { Transport } from "../api/index.ts";
import { isArchiveAddress } from "./address.ts";
import { LogArchiveError } from "./archive.ts";

/** How often an archive is asked for again, with new links each time, before it is given up. */
const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 1_000;

export interface HistoryOptions {
  readonly transport: Transport;
  /** New links to the same archives. */
  readonly renew: () => Promise<readonly string[]>;
  readonly signal: AbortSignal;
}

/**
 * The text of archives in their order, in chunks as they come. Links are signed for a short time: one that has
 * expired, or that breaks on the way, is asked for again, and reading goes on where it was.
 *
 * @throws LogArchiveError where an archive cannot be had.
 */
export async function* readHistory(
  urls: readonly string[],
  { transport, renew, signal }: HistoryOptions,
): AsyncGenerator<string> {
  let links = urls;
  for (let index = 0; index < links.length; index++) {
    let read = 0;
    let end = "\n";
    for (let attempt = 1; ; attempt++) {
      try {
        let skip = read;
        for await (const chunk of readArchive(transport, links[index] ?? "", signal)) {
          const news = chunk.slice(skip);
          skip -= chunk.length - news.length;
          read += news.length;
          if (news === "") continue;
          end = news.slice(-1);
          yield news;
        }
        break;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof BrokenArchive) || attempt >= MAX_ATTEMPTS) throw error;
      }
      await transport.clock.sleep(FIRST_WAIT_MS * 2 ** (attempt - 1), signal);
      links = await renew();
    }
    // Archives need not end with a line break, and the next one begins a line.
    if (end !== "\n") yield "\n";
  }
}

/** One that may be there with a new link, or a little later. */
class BrokenArchive extends LogArchiveError {}

async function* readArchive(
  { fetch, baseUrl }: Transport,
  url: string,
  signal: AbortSignal,
): AsyncGenerator<string> {
  if (!isArchiveAddress(url, baseUrl))
    throw new LogArchiveError(
      "The link to the log archive does not lead where archives are, so it was not followed.",
    );
  const response = await orBroken(
    fetch(url, { method: "GET", headers: { accept: "text/plain" }, signal, redirect: "manual" }),
  );
  const { status } = response;
  if (status === 401 || status === 403)
    throw new BrokenArchive("The link to the log archive has expired. Ask for the logs again.");
  if (status >= 500) throw new BrokenArchive(`The log archive answered with status ${status}.`);
  if (status !== 200) throw new LogArchiveError(`The log archive answered with status ${status}.`);
  if (!response.body) {
    yield await orBroken(response.text());
    return;
  }
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  try {
    for (;;) {
      const { done, value } = await orBroken(reader.read());
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    await reader.cancel().catch(() => {});
  }
}

/** What a transport says may hold the link, so its words are left out. */
function orBroken<T>(work: Promise<T>): Promise<T> {
  return work.catch(() => {
    throw new BrokenArchive("The connection to the log archive broke.");
  });
}
