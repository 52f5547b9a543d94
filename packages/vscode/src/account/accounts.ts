import * as vscode from "vscode";

/** A token that the user has given, for one API. It lives in VS Code's secret storage and nowhere else. */
export interface Account {
  readonly id: string;
  readonly label: string;
  readonly token: string;
  /** The API that the token was given for: it is never sent to another one. */
  readonly apiUrl: string;
}

const SECRET = "accounts";
const CURRENT = "account";

/**
 * The accounts of this user, in all windows: what one window changes, the others see. One of them is current, and its
 * token is what calls are made with.
 */
export class Accounts implements vscode.Disposable {
  readonly #context: vscode.ExtensionContext;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscription: vscode.Disposable;
  readonly onDidChange = this.#changed.event;

  constructor(context: vscode.ExtensionContext) {
    this.#context = context;
    this.#subscription = context.secrets.onDidChange(({ key }) => {
      if (key === SECRET) this.#changed.fire();
    });
  }

  /** Those of the API that `appPlatform.apiUrl` names. */
  async all(): Promise<Account[]> {
    return (await this.#read()).filter((account) => account.apiUrl === apiUrl());
  }

  async current(): Promise<Account | undefined> {
    const accounts = await this.all();
    const id = this.#context.globalState.get<string>(CURRENT);
    return accounts.find((account) => account.id === id) ?? accounts[0];
  }

  async use(id: string): Promise<void> {
    await this.#context.globalState.update(CURRENT, id);
    this.#changed.fire();
  }

  /** Keeps a token and makes it current. A token that is there already keeps its place. */
  async add(label: string, token: string): Promise<Account> {
    const accounts = await this.#read();
    const known = accounts.find((account) => account.token === token && account.apiUrl === apiUrl());
    const account = known ?? { id: crypto.randomUUID(), label, token, apiUrl: apiUrl() };
    if (!known) await this.#write([...accounts, account]);
    await this.use(account.id);
    return account;
  }

  async remove(id: string): Promise<Account | undefined> {
    const accounts = await this.#read();
    await this.#write(accounts.filter((account) => account.id !== id));
    return accounts.find((account) => account.id === id);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  async #read(): Promise<Account[]> {
    const text = await this.#context.secrets.get(SECRET);
    if (!text) return [];
    try {
      const accounts: unknown = JSON.parse(text);
      return Array.isArray(accounts) ? (accounts as Account[]) : [];
    } catch {
      // Written by nobody but us; if it is broken all the same, signing in anew mends it.
      return [];
    }
  }

  #write(accounts: readonly Account[]): Thenable<void> {
    return accounts.length === 0
      ? this.#context.secrets.delete(SECRET)
      : this.#context.secrets.store(SECRET, JSON.stringify(accounts));
  }
}

/** The base URL of the API, without a slash at its end. The setting is the machine's: no workspace can set it. */
export function apiUrl(): string {
  const { defaultValue, globalValue } =
    vscode.workspace.getConfiguration("appPlatform").inspect<string>("apiUrl") ?? {};
  return (globalValue || defaultValue || "https://api.digitalocean.com").replace(/\/+$/, "");
}
