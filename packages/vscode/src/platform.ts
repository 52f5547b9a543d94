import { AppPlatformClient } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import WebSocket from "ws";
import { type Accounts, apiUrl } from "./account/accounts.ts";

const USER_AGENT = "app-platform-toolkit-vscode";

/** The API with the token of the current account: one client an account, so that all calls share its rate limit. */
export class Platform implements vscode.Disposable {
  readonly accounts: Accounts;
  readonly log: vscode.LogOutputChannel;
  readonly #clients = new Map<string, AppPlatformClient>();
  readonly #signedOut = new WeakMap<AppPlatformClient, AbortController>();
  readonly #subscription: vscode.Disposable;
  readonly #signIn: () => Promise<unknown>;

  constructor(accounts: Accounts, log: vscode.LogOutputChannel, signIn: () => Promise<unknown>) {
    this.accounts = accounts;
    this.log = log;
    this.#signIn = signIn;
    this.#subscription = accounts.onDidChange(() => void this.#forgetGone());
  }

  /** `undefined` where nobody is signed in; nobody is asked. */
  async client(): Promise<AppPlatformClient | undefined> {
    const account = await this.accounts.current();
    if (!account) return undefined;
    const known = this.#clients.get(account.id);
    if (known) return known;
    const client = this.connect(account.token);
    this.#clients.set(account.id, client);
    this.#signedOut.set(client, new AbortController());
    return client;
  }

  /** Aborts when the account of a client is signed out: what goes on in its name ends with it. */
  signedOut(client: AppPlatformClient): AbortSignal | undefined {
    return this.#signedOut.get(client)?.signal;
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
    this.#subscription.dispose();
    this.#clients.clear();
  }

  async #forgetGone(): Promise<void> {
    const ids = new Set((await this.accounts.all()).map(({ id }) => id));
    for (const [id, client] of this.#clients) {
      if (ids.has(id)) continue;
      this.#clients.delete(id);
      this.#signedOut.get(client)?.abort(new Error(vscode.l10n.t("Signed out.")));
    }
  }
}
