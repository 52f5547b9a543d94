// The edges of one exchange: answers without end, and requests that never left.
import { describe, expect, it } from "vitest";
import { type Answer, broken, json, scriptedClient, thrownBy } from "./testing.ts";

const MIB = 1024 * 1024;

describe("an answer without end", () => {
  /** Sends a mebibyte whenever one is wanted. */
  const endless = () => {
    const state = { sentMib: 0, canceled: false };
    const answer: Answer = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            state.sentMib++;
            controller.enqueue(new Uint8Array(MIB).fill(32));
          },
          cancel: () => {
            state.canceled = true;
          },
        }),
      );
    return { state, answer };
  };

  it("is not read to its end, and not asked for again", async () => {
    const { state, answer } = endless();
    const { client, sent, run } = scriptedClient(answer);
    const error = await run(thrownBy(client.apps.get("a1")));
    expect(error).toMatchObject({
      name: "UnexpectedBody",
      message: expect.stringContaining("larger than 64 MiB"),
    });
    expect(state.sentMib).toBeLessThan(70);
    expect(state.canceled).toBe(true);
    expect(sent).toHaveLength(1);
  });

  it("leaves open what a write did", async () => {
    const { client, run } = scriptedClient(endless().answer);
    expect(await run(thrownBy(client.apps.restart("a1")))).toMatchObject({ name: "OutcomeUnknown" });
  });
});

describe("a write that never left, because no connection was made", () => {
  const app = { app: { id: "a1" } };

  it.each(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"])(
    "is sent again after %s",
    async (code) => {
      const { client, sent, run } = scriptedClient([broken("connect failed", code), json(app)]);
      await run(client.apps.create({ spec: { name: "shop" } }));
      expect(sent).toHaveLength(2);
    },
  );

  it("has had no effect, and its error says so by its kind", async () => {
    const { client, sent, run } = scriptedClient(broken("connect ECONNREFUSED", "ECONNREFUSED"));
    expect(await run(thrownBy(client.apps.delete("a1")))).toMatchObject({ name: "Network", attempts: 5 });
    expect(sent).toHaveLength(5);
  });

  it.each([
    "SELF_SIGNED_CERT_IN_CHAIN",
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    "CERT_HAS_EXPIRED",
    "ERR_TLS_CERT_ALTNAME_INVALID",
  ])("is not sent again where nobody can be trusted: %s", async (code) => {
    const { client, sent, run } = scriptedClient(broken("no trust", code));
    expect(await run(thrownBy(client.apps.delete("a1")))).toMatchObject({
      name: "Network",
      message: expect.stringContaining("NODE_EXTRA_CA_CERTS"),
    });
    expect(sent).toHaveLength(1);
  });

  it("is not one whose connection broke later", async () => {
    const { client, sent, run } = scriptedClient(broken("socket hang up", "ECONNRESET"));
    expect(await run(thrownBy(client.apps.delete("a1")))).toMatchObject({ name: "OutcomeUnknown" });
    expect(sent).toHaveLength(1);
  });
});
