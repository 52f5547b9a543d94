import { type App, type AppPlatformClient, Conflict, OutcomeUnknown } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { type AppTarget, appName, guarded, pickApp, showFailure } from "../app-target.ts";
import type { Command, Commands } from "../commands.ts";
import type { Platform } from "../platform.ts";
import { VirtualDocuments } from "../virtual-documents.ts";
import { showBandwidth } from "./bandwidth.ts";
import { childrenOf } from "./children.ts";
import { showDetails } from "./details.ts";
import type { AppNode } from "./node.ts";
import { rollBack, settleRollback } from "./rollback.ts";
import type { AppsTree } from "./tree.ts";
import { treeItem } from "./tree-item.ts";

const CONTROL_PANEL = "https://cloud.digitalocean.com/apps";

/** What a command gets: the account's client, and the app that it is about. */
interface Call<Node> {
  readonly client: AppPlatformClient;
  readonly app: App & { readonly id: string };
  /** Where the command came from the view. */
  readonly node: Node | undefined;
  /** All that are selected in the view, where several are. */
  readonly selected: readonly Node[];
}

/** The commands of an app, of its deployments, and of what else the view shows. */
export function appCommands(context: vscode.ExtensionContext, platform: Platform, tree: AppsTree): Commands {
  const documents = new VirtualDocuments("app-platform-details");
  context.subscriptions.push(documents);
  const command = <Node extends AppTarget>(
    ask: string,
    run: (call: Call<Node>) => Promise<void>,
  ): Command => {
    return async (node?: Node, selected: readonly Node[] = node ? [node] : []) => {
      try {
        const client = await platform.clientOrSignIn();
        const app = client && (node?.app ?? (await pickApp(client, ask)));
        if (!client || app?.id === undefined) return;
        await run({ client, app: { ...app, id: app.id }, node, selected });
      } catch (error) {
        showFailure(vscode.l10n.t("{0}:", ask.replace(/\?$/, "")), error);
        // What became of it is in the view.
        if (error instanceof OutcomeUnknown || error instanceof Conflict) void tree.refresh();
      }
    };
  };
  const then = async (message: string) => {
    vscode.window.setStatusBarMessage(message, 5_000);
    await tree.refresh();
  };

  return {
    "appPlatform.refresh": () => tree.refresh(),
    "appPlatform.openLiveUrl": command(vscode.l10n.t("Open which app?"), async ({ app }) => {
      if (app.live_url) await vscode.env.openExternal(vscode.Uri.parse(app.live_url));
      else void vscode.window.showInformationMessage(vscode.l10n.t("{0} is not live yet.", appName(app)));
    }),
    "appPlatform.openDashboard": command(
      vscode.l10n.t("Show which app in the control panel?"),
      async ({ app }) => {
        await vscode.env.openExternal(vscode.Uri.parse(`${CONTROL_PANEL}/${encodeURIComponent(app.id)}`));
      },
    ),
    "appPlatform.copyId": command<AppNode>(
      vscode.l10n.t("Copy the id of which app?"),
      async ({ app, node, selected }) => {
        const ids = (selected.length > 0 ? selected : [node]).map((each) => (each ? idOf(each) : app.id));
        await vscode.env.clipboard.writeText(ids.join("\n"));
        vscode.window.setStatusBarMessage(vscode.l10n.t("Copied."), 2_000);
      },
    ),
    "appPlatform.restart": command<AppNode>(
      vscode.l10n.t("Restart which app?"),
      async ({ client, app, selected }) => {
        const components = selected.flatMap((node) => (node.kind === "component" ? [node.component] : []));
        const what = components.length > 0 ? components.join(", ") : appName(app);
        if (!(await confirm(vscode.l10n.t("Restart {0}?", what), vscode.l10n.t("Restart")))) return;
        await client.apps.restart(app.id, components.length > 0 ? { components } : {});
        await then(vscode.l10n.t("{0} restarts.", what));
      },
    ),
    "appPlatform.redeploy": command(
      vscode.l10n.t("Build and deploy which app again?"),
      async ({ client, app }) => {
        const clean = vscode.l10n.t("Without Build Cache");
        const detail = vscode.l10n.t(
          "The newest commits are built with the live spec. Nothing of the spec changes.",
        );
        const answer = await vscode.window.showWarningMessage(
          vscode.l10n.t("Build and deploy {0} again?", appName(app)),
          { modal: true, detail },
          vscode.l10n.t("Deploy"),
          clean,
        );
        if (answer === undefined) return;
        await client.deployments.create(app.id, { force_build: answer === clean });
        await then(vscode.l10n.t("{0} is being deployed.", appName(app)));
      },
    ),
    "appPlatform.cancelDeployment": command<Extract<AppNode, { kind: "deployment" }>>(
      vscode.l10n.t("Cancel the deployment of which app?"),
      async ({ client, app, node }) => {
        const id = node?.deploymentId ?? app.in_progress_deployment?.id ?? app.pending_deployment?.id;
        if (id === undefined) {
          void vscode.window.showInformationMessage(vscode.l10n.t("Nothing is being deployed."));
          return;
        }
        const question = vscode.l10n.t("Cancel this deployment of {0}?", appName(app));
        if (!(await confirm(question, vscode.l10n.t("Cancel Deployment")))) return;
        await client.deployments.cancel(app.id, id);
        await then(vscode.l10n.t("The deployment is canceled."));
      },
    ),
    "appPlatform.rollBack": command<Extract<AppNode, { kind: "deployment" }>>(
      vscode.l10n.t("Roll which app back?"),
      async ({ client, app, node }) => {
        if (await rollBack(client, app, node?.deploymentId)) await tree.refresh();
      },
    ),
    "appPlatform.settleRollback": command(
      vscode.l10n.t("Keep or revert the rollback of which app?"),
      async ({ client, app }) => {
        if (await settleRollback(client, app)) await tree.refresh();
      },
    ),
    "appPlatform.deleteApp": command(vscode.l10n.t("Delete which app?"), async ({ client, app }) => {
      if (!(await confirmName(app))) return;
      await client.apps.delete(app.id);
      await then(vscode.l10n.t("{0} is deleted.", appName(app)));
    }),
    "appPlatform.cancelInvocation": command<Extract<AppNode, { kind: "invocation" }>>(
      vscode.l10n.t("Cancel a run of a job of which app?"),
      async ({ client, app, node }) => {
        const { id, job_name: jobName } = node?.invocation ?? {};
        if (id === undefined) return;
        if (
          !(await confirm(
            vscode.l10n.t("Cancel this run of {0}?", jobName ?? ""),
            vscode.l10n.t("Cancel Run"),
          ))
        )
          return;
        await client.jobs.cancel(app.id, id, jobName === undefined ? {} : { jobName });
        await then(vscode.l10n.t("The run is canceled."));
      },
    ),
    "appPlatform.cancelEvent": command<Extract<AppNode, { kind: "event" }>>(
      vscode.l10n.t("Cancel an event of which app?"),
      async ({ client, app, node }) => {
        const id = node?.event.id;
        if (id === undefined) return;
        if (!(await confirm(vscode.l10n.t("Cancel this event?"), vscode.l10n.t("Cancel Event")))) return;
        await client.events.cancel(app.id, id);
        await then(vscode.l10n.t("The event is canceled."));
      },
    ),
    "appPlatform.editAlertDestinations": command<Extract<AppNode, { kind: "alert" }>>(
      vscode.l10n.t("Change an alert of which app?"),
      async ({ client, app, node }) => {
        const { id, emails = [], slack_webhooks: hooks = [] } = node?.alert ?? {};
        if (id === undefined) return;
        const typed = await vscode.window.showInputBox({
          title: vscode.l10n.t("Who is told?"),
          prompt: vscode.l10n.t(
            "E-mail addresses of the team, with commas between. Slack webhooks stay as they are.",
          ),
          value: emails.join(", "),
        });
        if (typed === undefined) return;
        const list = typed.split(",").map((email) => email.trim());
        await client.alerts.setDestinations(app.id, id, {
          emails: list.filter((email) => email !== ""),
          slack_webhooks: hooks,
        });
        await then(vscode.l10n.t("The alert's destinations are changed."));
      },
    ),
    "appPlatform.showDetails": command<AppNode>(
      vscode.l10n.t("Show the details of which app?"),
      async ({ client, app, node }) =>
        showDetails(client, node?.kind ? node : { kind: "app", app }, documents),
    ),
    "appPlatform.showBandwidth": guarded(vscode.l10n.t("The bandwidth could not be read."), async () => {
      const client = await platform.clientOrSignIn();
      if (client) await showBandwidth(client);
    }),
    "appPlatform.showApp": command<AppNode>(vscode.l10n.t("Show which app?"), async ({ client, app }) => {
      const nowMs = Date.now();
      // For those who come from the palette: the same lines as in the view, one under the other.
      const lines = await childrenOf(client, { kind: "app", app }, nowMs);
      const items = lines.map((line) => ({ ...pickItem(treeItem(line, nowMs)), line }));
      await vscode.window.showQuickPick(items, { title: appName(app) });
    }),
  };
}

function pickItem({ label, description }: vscode.TreeItem): vscode.QuickPickItem {
  return {
    label: typeof label === "string" ? label : (label?.label ?? ""),
    description: typeof description === "string" ? description : "",
  };
}

function idOf(node: AppNode): string {
  switch (node.kind) {
    case "deployment":
    case "step":
      return node.deploymentId;
    case "instance":
      return node.instance.instance_name ?? "";
    case "invocation":
      return node.invocation.id ?? "";
    case "event":
      return node.event.id ?? "";
    case "alert":
      return node.alert.id ?? "";
    case "domain":
      return String(node.domain.spec?.domain ?? "");
    case "component":
      return node.component;
    default:
      return node.app.id ?? "";
  }
}

async function confirm(question: string, yes: string): Promise<boolean> {
  return (await vscode.window.showWarningMessage(question, { modal: true }, yes)) === yes;
}

/** Deleting cannot be undone: a click is too little. */
async function confirmName(app: App): Promise<boolean> {
  const name = appName(app);
  const typed = await vscode.window.showInputBox({
    title: vscode.l10n.t("Delete {0} and its dev databases for good", name),
    prompt: vscode.l10n.t("Type the app's name to delete it. This cannot be undone."),
    placeHolder: name,
    validateInput: (value) =>
      value === name || value === "" ? undefined : vscode.l10n.t("The name is {0}.", name),
  });
  return typed === name;
}
