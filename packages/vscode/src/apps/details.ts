import { type AppPlatformClient, type AppSpec, redactSpec } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { stringify } from "yaml";
import { appName } from "../app-target.ts";
import type { VirtualDocuments } from "../virtual-documents.ts";
import type { AppNode } from "./node.ts";

/** All that the platform tells of an app, a deployment, a run or an event, read anew, as a document without secrets. */
export async function showDetails(
  client: AppPlatformClient,
  node: AppNode,
  documents: VirtualDocuments,
): Promise<void> {
  const details = await read(client, node, node.app.id ?? "");
  const text = stringify(JSON.parse(JSON.stringify(details, withoutSecrets)), { lineWidth: 0 });
  const uri = documents.add(`${appName(node.app)}-${node.kind}.yaml`, text);
  await vscode.window.showTextDocument(uri);
}

function read(client: AppPlatformClient, node: AppNode, appId: string): Promise<unknown> {
  switch (node.kind) {
    case "deployment":
      return client.deployments.get(appId, node.deploymentId);
    case "invocation":
      return client.jobs.get(appId, node.invocation.id ?? "");
    case "event":
      return client.events.get(appId, node.event.id ?? "");
    default:
      return client.apps.get(appId);
  }
}

/** Wherever a spec is in an answer. */
function withoutSecrets(key: string, value: unknown): unknown {
  return key === "spec" ? redactSpec(value as AppSpec) : value;
}
