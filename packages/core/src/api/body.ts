import type { FetchResponse } from "./transport.ts";

/** A body is larger than anybody wants to read. */
export class BodyTooLarge extends Error {
  override name = "BodyTooLarge";
  constructor(maxBytes: number) {
    super(`it is larger than ${maxBytes / (1024 * 1024)} MiB.`);
  }
}

/** @throws BodyTooLarge as soon as more than the allowed bytes have come. */
export async function readText(response: FetchResponse, maxBytes: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of bytesOf(response)) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes) throw new BodyTooLarge(maxBytes);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** The bytes of an answer as they come; all at once where the transport cannot stream. Who stops early ends it. */
export async function* bytesOf(response: FetchResponse): AsyncGenerator<Uint8Array> {
  if (!response.body) {
    yield new TextEncoder().encode(await response.text());
    return;
  }
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value) yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}
