import type { AppPlatformClient } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import type { Accounts } from "./account/accounts.ts";

/** The API with the token of the current account: one client an account, so that all calls share its rate limit. */
export class Platform implements vscode.Disposable {
  readonly accounts: Accounts;
  readonly log: vscode.LogOutputChannel;
  readonly #clients = new Map<string, Promise<AppPlatformClient>>();
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
    const client = this.connect(account.token).then((connected) => {
      this.#signedOut.set(connected, new AbortController());
      return connected;
    });
    this.#clients.set(account.id, client);
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

  /** A client for a token that is not kept yet. */
  async connect(token: string): Promise<AppPlatformClient> {
    const { connect } = await import("./connect.ts");
    return connect(token, this.log);
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
      this.#signedOut.get(await client)?.abort(new Error(vscode.l10n.t("Signed out.")));
    }
  }
}
