import {
  type AppPlatformClient,
  type DeployedSource,
  type Deployment,
  expectedDigests,
  planSources,
  type VerifyCheck,
  verifyHealth,
  verifySources,
  verifyUrl,
} from "@app-platform-toolkit/core";
import type { Services } from "../services.ts";
import { sourceFacts } from "./merge.ts";

interface LiveDeployment {
  readonly appId: string;
  readonly deployment: Deployment;
  readonly liveUrl: string | undefined;
}

const MARKS = { passed: "✓", failed: "✗", unknown: "?" };

/**
 * Whether what is live is what it should be, and answers. Each check is a line of the log.
 *
 * @param expected what the components must run; absent where it is the commit that was merged, or a newer one
 */
export async function verifyDeployment(
  platform: AppPlatformClient,
  { appId, deployment, liveUrl }: LiveDeployment,
  expected: readonly DeployedSource[] | undefined,
  services: Services,
): Promise<VerifyCheck[]> {
  const { log, signal } = services;
  const digests = expectedDigests(deployment.spec ?? {});
  const checks: VerifyCheck[] = [];
  const tell = (check: VerifyCheck) => {
    log.foreign(`       ${MARKS[check.verdict]} ${check.message}`);
    checks.push(check);
  };
  for (const check of verifySources(deployment, [...digests, ...(expected ?? [])])) tell(check);
  if (!expected) for (const check of await commitChecks(deployment, services)) tell(check);
  tell(await verifyHealth(platform, appId, { signal }));
  for (const check of await urlChecks(platform, liveUrl, services)) tell(check);
  return checks;
}

/** A newer commit is right as well: the branch has moved on, and the platform builds its head. */
async function commitChecks(deployment: Deployment, services: Services): Promise<VerifyCheck[]> {
  const spec = deployment.spec ?? {};
  const facts = await sourceFacts(spec, { active_deployment: deployment }, services);
  return planSources(spec, deployment, facts).flatMap(
    ({ component, before, after, state }): VerifyCheck[] => {
      if (after === undefined) return [];
      const check = (verdict: VerifyCheck["verdict"], message: string): VerifyCheck[] => [
        { kind: "source", verdict, message },
      ];
      if (before === undefined)
        return check("unknown", `The platform does not tell which commit \`${component}\` runs.`);
      if (state === "current") return check("passed", `\`${component}\` runs commit \`${before}\`.`);
      if (state === "newer") return check("passed", `\`${component}\` runs the newer commit \`${before}\`.`);
      const relation = facts.relations?.get(before) ?? "unknown";
      return relation === "unknown"
        ? check(
            "unknown",
            `\`${component}\` runs commit \`${before}\`; whether that has \`${after}\` in it could not be read.`,
          )
        : check(
            "failed",
            `\`${component}\` runs commit \`${before}\`, which does not have \`${after}\` in it.`,
          );
    },
  );
}

async function urlChecks(
  platform: AppPlatformClient,
  liveUrl: string | undefined,
  { inputs, signal }: Services,
): Promise<VerifyCheck[]> {
  const { verifyUrl: wanted, verifyStatus, verifyTimeoutMs, verifyRetries } = inputs;
  if (wanted === undefined) return [];
  const url = URL.parse(wanted, liveUrl)?.href;
  if (url === undefined)
    return [
      {
        kind: "url",
        verdict: "failed",
        message: `\`verify-url\` is the path \`${wanted}\`, and the app has no address. Write a whole URL.`,
      },
    ];
  const expectation = {
    url,
    statuses: verifyStatus,
    timeoutMs: verifyTimeoutMs,
    retries: verifyRetries,
  };
  return [await verifyUrl(platform, expectation, { signal })];
}

/** Why the step fails, where a check did not pass. */
export function verificationFailure(
  deploymentId: string,
  checks: readonly VerifyCheck[],
): { failure?: string } {
  const failed = checks.filter(({ verdict }) => verdict === "failed");
  if (failed.length === 0) return {};
  const reasons = failed.map(({ message }) => message).join(" ");
  return { failure: `Deployment ${deploymentId} is live, and it is not as it should be. ${reasons}` };
}
