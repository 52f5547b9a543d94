import { AppPlatformClient } from "@app-platform-toolkit/core";
import type * as vscode from "vscode";
import WebSocket from "ws";
import { type Accounts, apiUrl } from "./account/accounts.ts";

const USER_AGENT = "app-platform-toolkit-vscode";

/** The API with the token of the current account: one client an account, so that all calls share its rate limit. */
export class Platform implements vscode.Disposable {
  readonly accounts: Accounts;
  readonly log: vscode.LogOutputChannel;
  readonly #clients = new Map<string, AppPlatformClient>();
  readonly #signIn: () => Promise<unknown>;

  constructor(accounts: Accounts, log: vscode.LogOutputChannel, signIn: () => Promise<unknown>) {
    this.accounts = accounts;
    this.log = log;
    this.#signIn = signIn;
  }

  /** `undefined` where nobody is signed in; nobody is asked. */
  async client(): Promise<AppPlatformClient | undefined> {
    const account = await this.accounts.current();
    if (!account) return undefined;
    const known = this.#clients.get(account.id);
    if (known) return known;
    const client = this.connect(account.token);
    this.#clients.set(account.id, client);
    return client;
  }

  /** For a command of the user: asks to sign in where nobody is; `undefined` where they would rather not. */
  async clientOrSignIn(): Promise<AppPlatformClient | undefined> {
    const client = await this.client();
    if (client) return client;
    await this.#signIn();
    return this.client();
  }

  /** A client for a token that is not kept yet. VS Code's own `fetch` and Node's sockets go through its proxy. */
  connect(token: string): AppPlatformClient {
    return new AppPlatformClient({
      token,
      baseUrl: apiUrl(),
      userAgent: USER_AGENT,
      fetch,
      webSocket: WebSocket as never,
      onNotice: (message) => this.log.info(message),
    });
  }

  dispose(): void {
    this.#clients.clear();
  }
}
