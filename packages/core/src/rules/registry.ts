import { ALERT_PLACEMENT_RULES } from "./alert-placement.ts";
import { ALERT_RULES } from "./alerts.ts";
import { APP_RULES, MAINTENANCE_RULES } from "./app.ts";
import { AUTOSCALING_RULES } from "./autoscaling.ts";
import { BINDABLE_RULES } from "./bindables.ts";
import { BUILD_RULES } from "./build.ts";
import { COMPONENT_RULES } from "./components.ts";
import { CORS_RULES } from "./cors.ts";
import { DATABASE_RULES } from "./databases.ts";
import { DOMAIN_RULES } from "./domains.ts";
import { ENV_RULES } from "./envs.ts";
import { HEALTH_RULES } from "./health.ts";
import { IMAGE_RULES } from "./images.ts";
import { INGRESS_RULES } from "./ingress.ts";
import { INGRESS_MATCH_RULES } from "./ingress-match.ts";
import { JOB_RULES } from "./jobs.ts";
import { LOG_DESTINATION_RULES } from "./log-destinations.ts";
import { NAME_RULES } from "./names.ts";
import { NETWORK_RULES } from "./network.ts";
import { ROUTE_RULES } from "./routes.ts";
import type { Rule } from "./rule.ts";
import { SCALING_RULES } from "./scaling.ts";
import { SIZE_RULES } from "./sizes.ts";
import { SOURCE_RULES } from "./sources.ts";

/** A subject with its rules, as the documentation shows them. */
export interface RuleGroup {
  readonly title: string;
  readonly rules: readonly Rule[];
}

/** All rules by their subject, in the order of the documentation. */
export const RULE_GROUPS: readonly RuleGroup[] = [
  { title: "The app", rules: APP_RULES },
  { title: "Names", rules: NAME_RULES },
  { title: "Sources", rules: SOURCE_RULES },
  { title: "Images", rules: IMAGE_RULES },
  { title: "Building and running", rules: BUILD_RULES },
  { title: "Which component has what", rules: COMPONENT_RULES },
  { title: "Sizes", rules: SIZE_RULES },
  { title: "Number of instances", rules: SCALING_RULES },
  { title: "Autoscaling", rules: AUTOSCALING_RULES },
  { title: "Ports and health checks", rules: HEALTH_RULES },
  { title: "Jobs", rules: JOB_RULES },
  { title: "Ingress", rules: INGRESS_RULES },
  { title: "What an ingress rule matches", rules: INGRESS_MATCH_RULES },
  { title: "Prefixes and routes", rules: ROUTE_RULES },
  { title: "CORS", rules: CORS_RULES },
  { title: "Environment variables", rules: ENV_RULES },
  { title: "Bindable variables", rules: BINDABLE_RULES },
  { title: "Databases", rules: DATABASE_RULES },
  { title: "Domains", rules: DOMAIN_RULES },
  { title: "Where an alert belongs", rules: ALERT_PLACEMENT_RULES },
  { title: "What an alert says", rules: ALERT_RULES },
  { title: "Log destinations", rules: LOG_DESTINATION_RULES },
  { title: "Network and cache", rules: NETWORK_RULES },
  { title: "Maintenance", rules: MAINTENANCE_RULES },
];

/** Every rule, in the order of the documentation. */
export const RULES: readonly Rule[] = RULE_GROUPS.flatMap((group) => group.rules);
