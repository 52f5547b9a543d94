import { rfc3339, rfc3339Nano } from "./clock.ts";
import type { Domain } from "./spec.ts";
import type { App, World } from "./state.ts";

/** How long a domain takes: it is looked at after a while, and verified a little later (simulated). */
const CONFIGURING_AFTER_MS = 30_000;
const ACTIVE_AFTER_MS = 120_000;
const CERTIFICATE_MS = 90 * 86_400_000;

/** Notes when each domain of the spec was first seen; those that left the spec are forgotten. */
export function trackDomains(world: World, app: App): void {
  const names = new Set((app.spec.domains ?? []).map((domain) => domain.domain));
  for (const name of app.domains.keys()) if (!names.has(name)) app.domains.delete(name);
  for (const name of names)
    if (!app.domains.has(name))
      app.domains.set(name, { id: world.random.uuid(), addedAt: world.clock.now() });
}

export function domainsOf(app: App, now: number) {
  return (app.spec.domains ?? []).map((spec) => {
    const known = app.domains.get(spec.domain);
    const addedAt = known?.addedAt ?? now;
    const phase = phaseOf(spec, now - addedAt);
    const status = { ACTIVE: "SUCCESS", ERROR: "ERROR", CONFIGURING: "RUNNING", PENDING: "PENDING" }[phase];
    return {
      id: known?.id,
      spec,
      phase,
      progress: {
        steps: [
          {
            name: "verify-cname",
            status,
            ...(phase === "PENDING" ? {} : { started_at: rfc3339Nano(addedAt + CONFIGURING_AFTER_MS) }),
            ...(phase === "ACTIVE" || phase === "ERROR"
              ? { ended_at: rfc3339Nano(addedAt + ACTIVE_AFTER_MS) }
              : {}),
          },
        ],
      },
      ...(phase === "ACTIVE"
        ? { certificate_expires_at: rfc3339(addedAt + ACTIVE_AFTER_MS + CERTIFICATE_MS) }
        : {}),
    };
  });
}

function phaseOf({ domain }: Domain, ageMs: number): "PENDING" | "CONFIGURING" | "ACTIVE" | "ERROR" {
  if (ageMs < CONFIGURING_AFTER_MS) return "PENDING";
  if (ageMs < ACTIVE_AFTER_MS) return "CONFIGURING";
  return domain.startsWith("unverified.") ? "ERROR" : "ACTIVE";
}

/** The host of the live URL: the primary domain once it works, and the platform's own name until then. */
export function liveHost(app: App, now: number): string {
  const primary = domainsOf(app, now).find(
    ({ spec, phase }) => spec.type === "PRIMARY" && phase === "ACTIVE",
  );
  return primary?.spec.domain ?? `${app.host}.ondigitalocean.app`;
}
