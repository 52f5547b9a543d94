import type { RollbackCondition } from "../api/index.ts";

interface KnownCondition {
  readonly meaning: string;
  /** What to do. */
  readonly hint: string;
}

/** What keeps an app from going back, or makes it less than perfect. Codes: `POST /v2/apps/{app_id}/rollback/validate`. */
export const ROLLBACK_CONDITIONS: Readonly<Record<string, KnownCondition>> = {
  incompatible_phase: {
    meaning: "The deployment has not ended.",
    hint: "Wait for it, or choose another one.",
  },
  incompatible_result: {
    meaning: "The deployment never was live.",
    hint: "Choose one that was.",
  },
  exceeded_revision_limit: {
    meaning: "The deployment is too old: only the last ten successful ones are kept.",
    hint: "Choose a newer one, or deploy the old commit again.",
  },
  app_pinned: {
    meaning: "The app is pinned by an earlier rollback.",
    hint: "Commit or revert that one first, in the control panel or with the API.",
  },
  database_config_conflict: {
    meaning: "The app's databases have changed since.",
    hint: "Deploy the old commit with the databases as they are now.",
  },
  region_conflict: {
    meaning: "The app has moved to another region since.",
    hint: "Deploy the old commit with the region as it is now.",
  },
  static_site_requires_rebuild: {
    meaning: "Static sites are not kept: they are built again from the old commit.",
    hint: "Expect the time of a build, and a build that may differ.",
  },
  image_source_missing_digest: {
    meaning: "An image was deployed by its tag, which may lead to another image by now.",
    hint: "Deploy images by their digest, so that a rollback brings back the same.",
  },
};

/** A condition in one or two sentences: its meaning, what it concerns, and what to do. */
export function explainRollbackCondition({ code = "", message, components = [] }: RollbackCondition): string {
  const known = ROLLBACK_CONDITIONS[code];
  const concerned = components.length > 0 ? ` (${components.map((name) => `\`${name}\``).join(", ")})` : "";
  const said = known?.meaning ?? sentence(message ?? "The platform gives no reason.");
  return [`${said.replace(/\.$/, "")}${concerned}.`, known?.hint ?? "", code ? `(\`${code}\`)` : ""]
    .filter(Boolean)
    .join(" ");
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
