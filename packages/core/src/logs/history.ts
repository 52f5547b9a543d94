import { TimeLimit, type Transport } from "../api/index.ts";
import { archiveBytes, LogArchiveError } from "./archive.ts";

/** How often an archive is asked for again, with new links each time, before it is given up. */
const MAX_ATTEMPTS = 5;
const FIRST_WAIT_MS = 1_000;
/** An archive of which nothing comes for so long is asked for again. */
const STALL_MS = 60_000;

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
        if (!(error instanceof LogArchiveError && error.mayComeBack) || attempt >= MAX_ATTEMPTS) throw error;
      }
      await transport.clock.sleep(FIRST_WAIT_MS * 2 ** (attempt - 1), signal);
      links = await renew();
    }
    // Archives need not end with a line break, and the next one begins a line.
    if (end !== "\n") yield "\n";
  }
}

async function* readArchive(transport: Transport, url: string, signal: AbortSignal): AsyncGenerator<string> {
  const stop = new AbortController();
  const chunks = archiveBytes(transport, url, AbortSignal.any([signal, stop.signal]));
  const decoder = new TextDecoder();
  try {
    for (;;) {
      // Only the wait for a chunk counts: a reader may take its time.
      const limit = new TimeLimit(transport.clock, STALL_MS);
      limit.signal.addEventListener("abort", () => stop.abort());
      const { done, value } = await chunks.next().finally(() => limit.end());
      if (done) break;
      yield decoder.decode(value, { stream: true });
    }
    yield decoder.decode();
  } finally {
    stop.abort();
  }
}
