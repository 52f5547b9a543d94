import { createServer } from "node:http";
import { json } from "node:stream/consumers";
import type { Workbench } from "./workbench.ts";

/** What a test inside the extension host may ask its own window to do. */
const OPERATIONS = {
  press: (workbench: Workbench, keys: string) => workbench.press(keys),
  type: (workbench: Workbench, text: string) => workbench.type(text),
  texts: (workbench: Workbench, selector: string) => workbench.texts(selector),
  wait: (workbench: Workbench, selector: string, timeoutMs?: number) => workbench.wait(selector, timeoutMs),
  click: (workbench: Workbench, selector: string) => workbench.click(selector),
  hover: (workbench: Workbench, selector: string) => workbench.hover(selector),
  screenshot: (workbench: Workbench, name: string) => workbench.screenshot(name),
  command: (workbench: Workbench, title: string) => workbench.command(title),
  quickInput: (workbench: Workbench, text: string, options?: { accept?: boolean; row?: string }) =>
    workbench.quickInput(text, options),
};

export type UiOperations = {
  [Name in keyof typeof OPERATIONS]: (typeof OPERATIONS)[Name] extends (
    workbench: Workbench,
    ...args: infer Args
  ) => Promise<infer Result>
    ? (...args: Args) => Promise<Result>
    : never;
};

/** Listens on 127.0.0.1 for `POST {op, args}` of the suite, and answers `{result}` or `{error}`. */
export async function serveUi(workbench: Promise<Workbench>): Promise<AsyncDisposable & { url: string }> {
  let failures = 0;
  const server = createServer(async (request, response) => {
    try {
      const { op, args = [] } = (await json(request)) as { op: keyof typeof OPERATIONS; args?: never[] };
      const operate = OPERATIONS[op] as (workbench: Workbench, ...args: never[]) => Promise<unknown>;
      response.end(JSON.stringify({ result: (await operate(await workbench, ...args)) ?? null }));
    } catch (error) {
      await (await workbench).screenshot(`failed-${++failures}`).catch(() => undefined);
      response.statusCode = 500;
      response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }));
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The channel has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
