import { AppPlatformClient } from "@app-platform-toolkit/core";
import type { LogOutputChannel } from "vscode";
import WebSocket from "ws";
import { apiUrl } from "./account/accounts.ts";

const USER_AGENT = "app-platform-toolkit-vscode";

/** VS Code's own `fetch` and Node's sockets go through its proxy. */
export function connect(token: string, log: LogOutputChannel): AppPlatformClient {
  return new AppPlatformClient({
    token,
    baseUrl: apiUrl(),
    userAgent: USER_AGENT,
    fetch,
    webSocket: WebSocket,
    onNotice: (message) => log.info(message),
  });
}
