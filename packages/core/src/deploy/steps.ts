import type { Deployment, DeploymentStep } from "../api/index.ts";

/** A step of a deployment with its place in the tree. */
export interface PlacedStep {
  /** Names from the root: `["build", "components", "api"]`. */
  readonly path: readonly string[];
  /** Its own component, or that of the step above it. */
  readonly component?: string;
  readonly step: DeploymentStep;
}

/** A tree this deep is none that the platform makes. */
const MAX_DEPTH = 20;

/** Every step of a deployment, parents before their children. */
export function stepsOf(deployment: Deployment): PlacedStep[] {
  return placed(deployment.progress?.steps ?? [], [], undefined);
}

function placed(
  steps: readonly DeploymentStep[],
  above: readonly string[],
  inherited: string | undefined,
): PlacedStep[] {
  if (above.length >= MAX_DEPTH || !Array.isArray(steps)) return [];
  return steps.flatMap((step) => {
    const component = step.component_name || inherited;
    const path = [...above, stepName(step)];
    const here: PlacedStep = { path, step, ...(component === undefined ? {} : { component }) };
    return [here, ...placed(step.steps ?? [], path, component)];
  });
}

/** The inner steps are called after what they do, with the component beside it. */
function stepName({ name, component_name: component, message_base: message }: DeploymentStep): string {
  if (name && name === component) return name;
  return name || message || component || "step";
}

/** The time of a step in milliseconds since 1970. The client has left out times that have not come. */
export function timeOf(text: string | undefined): number | undefined {
  const ms = Date.parse(text ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}
