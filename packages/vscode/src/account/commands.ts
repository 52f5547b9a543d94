import { AppPlatformError, Forbidden } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import type { Commands } from "../commands.ts";
import type { Platform } from "../platform.ts";
import type { Account, Accounts } from "./accounts.ts";
import { type DoctlContext, doctlConfigPath, readDoctlContexts } from "./doctl.ts";

const TOKENS_PAGE = "https://cloud.digitalocean.com/account/api/tokens";

/** Asks for a token, tries it with one read, and keeps it. `undefined` where the user gave up. */
export async function signIn(platform: Platform): Promise<Account | undefined> {
  const token = await askToken();
  if (token === undefined) return undefined;
  const label = await askLabel(await platform.accounts.all());
  if (label === undefined) return undefined;
  return keep(platform, label, token);
}

async function askToken(): Promise<string | undefined> {
  const input = vscode.window.createInputBox();
  input.title = vscode.l10n.t("Sign in to DigitalOcean");
  input.prompt = vscode.l10n.t(
    "Paste an API token. The scope app:read is enough for all but deploying; it is kept in VS Code's secret storage.",
  );
  input.placeholder = "dop_v1_…";
  input.password = true;
  input.ignoreFocusOut = true;
  const makeToken: vscode.QuickInputButton = {
    iconPath: new vscode.ThemeIcon("link-external"),
    tooltip: vscode.l10n.t("Make a token in the control panel"),
  };
  input.buttons = [makeToken];
  const closed = Promise.withResolvers<string | undefined>();
  input.onDidTriggerButton(() => void vscode.env.openExternal(vscode.Uri.parse(TOKENS_PAGE)));
  input.onDidChangeValue((value) => {
    input.validationMessage = looksLikeToken(value.trim())
      ? undefined
      : vscode.l10n.t("A token holds letters, digits and underscores only.");
  });
  input.onDidAccept(() => {
    const value = input.value.trim();
    if (value === "" || !looksLikeToken(value)) return;
    closed.resolve(value);
    input.hide();
  });
  input.onDidHide(() => closed.resolve(undefined));
  input.show();
  try {
    return await closed.promise;
  } finally {
    input.dispose();
  }
}

/** A token goes into a header: what cannot be in one is refused before it is tried, and never shown. */
function looksLikeToken(text: string): boolean {
  return /^[\x21-\x7e]*$/.test(text);
}

/** A token does not tell whose it is, so that several are told apart by the names that their user gives them. */
async function askLabel(accounts: readonly Account[]): Promise<string | undefined> {
  const taken = new Set(accounts.map(({ label }) => label));
  const label = await vscode.window.showInputBox({
    title: vscode.l10n.t("Name this account"),
    prompt: vscode.l10n.t("Shown in the Apps view and in the Accounts menu, such as the team's name."),
    value: taken.has("DigitalOcean") ? `DigitalOcean ${accounts.length + 1}` : "DigitalOcean",
    ignoreFocusOut: true,
    validateInput: (value) =>
      taken.has(value.trim())
        ? vscode.l10n.t("There is an account of this name already.")
        : value.trim() === ""
          ? vscode.l10n.t("An account needs a name.")
          : undefined,
  });
  return label?.trim();
}

/** The token is tried first: one that does not work is not kept. */
async function keep(platform: Platform, label: string, token: string): Promise<Account | undefined> {
  try {
    await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: vscode.l10n.t("Trying the token…") },
      () => tryToken(platform, token),
    );
  } catch (error) {
    const again = vscode.l10n.t("Try Another Token");
    const message = error instanceof Error ? error.message : String(error);
    const answer = await vscode.window.showErrorMessage(vscode.l10n.t("Not signed in. {0}", message), again);
    return answer === again ? signIn(platform) : undefined;
  }
  const account = await platform.accounts.add(label, token);
  vscode.window.setStatusBarMessage(vscode.l10n.t("Signed in as {0}.", account.label), 5_000);
  return account;
}

/** One read. A token that may do nothing but, say, create apps is refused: the views could show nothing. */
async function tryToken(platform: Platform, token: string): Promise<void> {
  const { apps: api } = await platform.connect(token);
  const apps = api.list()[Symbol.asyncIterator]();
  try {
    await apps.next();
  } catch (error) {
    if (!(error instanceof Forbidden) && error instanceof AppPlatformError) platform.log.warn(error.message);
    throw error;
  } finally {
    await apps.return?.();
  }
}

/** Takes over tokens of doctl, those that the user picks. */
async function importFromDoctl(platform: Platform): Promise<void> {
  const path = doctlConfigPath(process.env, process.platform);
  let contexts: DoctlContext[];
  try {
    contexts = await readDoctlContexts(path);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    void vscode.window.showErrorMessage(vscode.l10n.t("{0} could not be read. {1}", path, message));
    return;
  }
  if (contexts.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("doctl has no token here. Looked in {0}; `doctl auth init` makes one.", path),
    );
    return;
  }
  const picked = await vscode.window.showQuickPick(
    contexts.map((context) => ({ label: context.name, context, picked: contexts.length === 1 })),
    { title: vscode.l10n.t("Import from doctl"), placeHolder: path, canPickMany: true },
  );
  for (const { context } of picked ?? []) await keep(platform, `doctl: ${context.name}`, context.token);
}

async function signOut(accounts: Accounts): Promise<void> {
  const account = await pickAccount(accounts, vscode.l10n.t("Sign out of which account?"));
  if (!account) return;
  await accounts.remove(account.id);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      "Signed out of {0}. The token is gone from this machine; revoke it in the control panel if it leaked.",
      account.label,
    ),
  );
}

async function switchAccount(accounts: Accounts): Promise<void> {
  const account = await pickAccount(accounts, vscode.l10n.t("Work with which account?"));
  if (account) await accounts.use(account.id);
}

async function pickAccount(accounts: Accounts, title: string): Promise<Account | undefined> {
  const [all, current] = await Promise.all([accounts.all(), accounts.current()]);
  if (all.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Nobody is signed in to DigitalOcean."));
    return undefined;
  }
  if (all.length === 1) return all[0];
  const picked = await vscode.window.showQuickPick(
    all.map((account) => ({
      label: account.label,
      account,
      ...(account.id === current?.id ? { description: vscode.l10n.t("current") } : {}),
    })),
    { title },
  );
  return picked?.account;
}

export function accountCommands(platform: Platform): Commands {
  const { accounts } = platform;
  return {
    "appPlatform.showLog": () => platform.log.show(),
    "appPlatform.signIn": () => signIn(platform),
    "appPlatform.signOut": () => signOut(accounts),
    "appPlatform.switchAccount": () => switchAccount(accounts),
    "appPlatform.importFromDoctl": () => importFromDoctl(platform),
  };
}
