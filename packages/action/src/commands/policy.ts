import { checkPolicy, type Diagnostic, findSize, formatPath, parseSpec } from "@app-platform-toolkit/core";
import { InputError } from "../inputs.ts";
import type { Services } from "../services.ts";
import { type CheckedSpec, withProblems } from "./check.ts";

/**
 * Holds the spec of a pull request that is not trusted against its base. What it may not do by itself is an error, and
 * DigitalOcean is not asked about any of it, not even for the app of that name; where nobody would be asked anyway, it
 * is a warning for the reviewer.
 */
export async function withPolicy(
  checked: CheckedSpec,
  services: Services,
): Promise<{ readonly checked: CheckedSpec; readonly isRefused: boolean }> {
  const { inputs, context, platform, catalog, readFileAt } = services;
  const { pullRequest } = context;
  const applies = inputs.policy === "always" || (inputs.policy === "forks" && pullRequest?.isFork);
  if (!pullRequest || !applies) return { checked, isRefused: false };
  if (inputs.maxInstanceSize !== undefined && !findSize(inputs.maxInstanceSize, catalog))
    throw new InputError(
      `Input "max-instance-size" is "${inputs.maxInstanceSize}", which is no instance size. Write one such as apps-s-1vcpu-2gb.`,
    );
  const base = await readFileAt(checked.file.path, pullRequest.baseSha);
  const violations = checkPolicy(
    checked.written,
    base.ok && base.text !== undefined ? parseSpec(base.text).spec : undefined,
    {
      repository: `${new URL(context.serverUrl).host}/${context.repository.owner}/${context.repository.name}`,
      appName: inputs.appName,
      allow: inputs.allow.things,
      allowSources: inputs.allow.sources,
      maxSize: inputs.maxInstanceSize,
      maxCount: inputs.maxInstanceCount,
    },
    catalog,
  );
  const problems = violations.map(
    ({ code, path, message }): Diagnostic => ({
      code,
      severity: platform ? "error" : "warning",
      path: formatPath(path),
      range: checked.document.rangeOf(path),
      message,
    }),
  );
  return {
    checked: withProblems(checked, problems),
    isRefused: platform !== undefined && problems.length > 0,
  };
}
