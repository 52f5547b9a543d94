import * as vscode from "vscode";
import type { Account, Accounts } from "./accounts.ts";

export const PROVIDER_ID = "appPlatform";

/** Shows the accounts in VS Code's own Accounts menu, with its sign-out, and lends them to other extensions. */
export class AccountProvider implements vscode.AuthenticationProvider, vscode.Disposable {
  readonly #accounts: Accounts;
  readonly #signIn: () => Promise<Account | undefined>;
  readonly #changed =
    new vscode.EventEmitter<vscode.AuthenticationProviderAuthenticationSessionsChangeEvent>();
  readonly #subscription: vscode.Disposable;
  #known: readonly vscode.AuthenticationSession[] = [];
  readonly onDidChangeSessions = this.#changed.event;

  constructor(accounts: Accounts, signIn: () => Promise<Account | undefined>) {
    this.#accounts = accounts;
    this.#signIn = signIn;
    this.#subscription = accounts.onDidChange(() => void this.#compare());
  }

  async getSessions(): Promise<vscode.AuthenticationSession[]> {
    const sessions = (await this.#accounts.all()).map(sessionOf);
    this.#known = sessions;
    return sessions;
  }

  async createSession(): Promise<vscode.AuthenticationSession> {
    const account = await this.#signIn();
    if (!account) throw new vscode.CancellationError();
    return sessionOf(account);
  }

  async removeSession(id: string): Promise<void> {
    await this.#accounts.remove(id);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #compare(): Promise<void> {
    const before = this.#known;
    const after = await this.getSessions();
    const missingIn = (sessions: readonly vscode.AuthenticationSession[]) => {
      const ids = new Set(sessions.map(({ id }) => id));
      return ({ id }: vscode.AuthenticationSession) => !ids.has(id);
    };
    const added = after.filter(missingIn(before));
    const removed = before.filter(missingIn(after));
    if (added.length + removed.length > 0) this.#changed.fire({ added, removed, changed: [] });
  }
}

function sessionOf({ id, label, token }: Account): vscode.AuthenticationSession {
  return { id, accessToken: token, account: { id, label }, scopes: [] };
}
