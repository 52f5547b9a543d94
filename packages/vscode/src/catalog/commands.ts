import type { ApiInstanceSize, AppPlatformClient } from "@app-platform-toolkit/core";
import * as vscode from "vscode";
import { guarded } from "../app-target.ts";
import type { Command, Commands } from "../commands.ts";
import type { Platform } from "../platform.ts";

/** What this account may choose from, as the platform lists it now; a choice is copied. */
export function catalogCommands(platform: Platform): Commands {
  const command = (failed: string, run: (client: AppPlatformClient) => Promise<void>): Command =>
    guarded(failed, async () => {
      const client = await platform.clientOrSignIn();
      if (client) await run(client);
    });
  return {
    "appPlatform.showSizes": command(vscode.l10n.t("The instance sizes could not be read."), showSizes),
    "appPlatform.showRegions": command(vscode.l10n.t("The regions could not be read."), showRegions),
  };
}

async function showSizes(client: AppPlatformClient): Promise<void> {
  const { instance_sizes: sizes = [] } = await client.catalog.sizes();
  const picked = await vscode.window.showQuickPick(
    sizes.map((size) => ({ label: size.slug ?? "", description: price(size), detail: capacity(size) })),
    { title: vscode.l10n.t("Instance sizes"), matchOnDescription: true, matchOnDetail: true },
  );
  if (!picked) return;
  // The list may be of another day than the choice; what is copied is told as it is now.
  const size = await client.catalog.size(picked.label);
  await offerToCopy(picked.label, [price(size), capacity(size)].join(" · "));
}

async function showRegions(client: AppPlatformClient): Promise<void> {
  const { regions = [] } = await client.catalog.regions();
  const full = vscode.l10n.t("takes no new apps");
  const picked = await vscode.window.showQuickPick(
    regions.map(({ slug = "", label = "", data_centers: centers = [], disabled, reason = "" }) => ({
      label: slug,
      description: [label, centers.join(", ")].filter(Boolean).join(" · "),
      ...(disabled ? { detail: [full, reason].filter(Boolean).join(": ") } : {}),
    })),
    { title: vscode.l10n.t("Regions"), matchOnDescription: true },
  );
  if (picked) await offerToCopy(picked.label, picked.description);
}

async function offerToCopy(slug: string, told: string): Promise<void> {
  const copy = vscode.l10n.t("Copy");
  const answer = await vscode.window.showInformationMessage(`${slug}: ${told}`, copy);
  if (answer === copy) await vscode.env.clipboard.writeText(slug);
}

function price({ usd_per_month: usd }: ApiInstanceSize): string {
  return usd === undefined ? "" : `$${Number(usd).toFixed(2)}/mo`;
}

function capacity(size: ApiInstanceSize): string {
  const { cpus, cpu_type: type = "", memory_bytes: bytes, bandwidth_allowance_gib: traffic } = size;
  return [
    cpus && `${cpus} vCPU ${type.toLowerCase()}`,
    bytes && `${Number(bytes) / 2 ** 30} GiB`,
    traffic && vscode.l10n.t("{0} GiB traffic", traffic),
    size.scalable ? vscode.l10n.t("autoscales") : "",
    size.single_instance_only ? vscode.l10n.t("one instance only") : "",
    size.deprecation_intent ? vscode.l10n.t("deprecated") : "",
  ]
    .filter(Boolean)
    .join(" · ");
}
