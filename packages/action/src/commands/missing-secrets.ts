import type { DeployPlan } from "@app-platform-toolkit/core";

/** A sentence for each SECRET that a deploy would leave empty, and how to give it its first value. */
export function missingSecrets({ secrets }: DeployPlan): string[] {
  return secrets
    .filter(({ state }) => state === "missing")
    .map(
      ({ component, key }) =>
        `\`${key}\`${component === undefined ? "" : ` of \`${component}\``} is a SECRET that has no value, neither here nor in the live app, and would be empty. Write \`value: \${${key}}\`, allow the name with \`env-allow: ${key}\`, and set it in the \`env\` of the step.`,
    );
}
