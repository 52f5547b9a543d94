import {
  type AppPlatformClient,
  type DeployedSource,
  type Deployment,
  expectedDigests,
  type VerifyCheck,
  verifyHealth,
  verifySources,
  verifyUrl,
} from "@app-platform-toolkit/core";
import type { Services } from "../services.ts";

interface LiveDeployment {
  readonly appId: string;
  readonly deployment: Deployment;
  readonly liveUrl: string | undefined;
}

const MARKS = { passed: "✓", failed: "✗", unknown: "?" };

/** Whether what is live is what it should be, and answers. Each check is a line of the log. */
export async function verifyDeployment(
  platform: AppPlatformClient,
  { appId, deployment, liveUrl }: LiveDeployment,
  expected: readonly DeployedSource[],
  services: Services,
): Promise<VerifyCheck[]> {
  const { log, signal } = services;
  const digests = expectedDigests(deployment.spec ?? {});
  const checks: VerifyCheck[] = [];
  const tell = (check: VerifyCheck) => {
    log.foreign(`       ${MARKS[check.verdict]} ${check.message}`);
    checks.push(check);
  };
  for (const check of verifySources(deployment, [...digests, ...expected])) tell(check);
  tell(await verifyHealth(platform, appId, { signal }));
  for (const check of await urlChecks(platform, liveUrl, services)) tell(check);
  return checks;
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
