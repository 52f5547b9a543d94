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
  /**
   * Keys of the app or of a component. A spec that has none of them keeps these rules, which are not asked then: most
   * specs are small, and most subjects are not theirs. All are asked where this is left out.
   */
  readonly about?: readonly string[];
}

export const RULE_GROUPS: readonly RuleGroup[] = [
  { title: "The app", rules: APP_RULES },
  { title: "Names", rules: NAME_RULES },
  { title: "Sources", rules: SOURCE_RULES },
  { title: "Images", rules: IMAGE_RULES, about: ["image"] },
  {
    title: "Building and running",
    rules: BUILD_RULES,
    about: ["source_dir", "dockerfile_path", "output_dir", "run_command"],
  },
  { title: "Which component has what", rules: COMPONENT_RULES, about: ["static_sites"] },
  { title: "Sizes", rules: SIZE_RULES, about: ["instance_size_slug"] },
  { title: "Number of instances", rules: SCALING_RULES },
  { title: "Autoscaling", rules: AUTOSCALING_RULES, about: ["autoscaling"] },
  {
    title: "Ports and health checks",
    rules: HEALTH_RULES,
    about: ["health_check", "liveness_health_check", "internal_ports"],
  },
  { title: "Jobs", rules: JOB_RULES, about: ["jobs"] },
  { title: "Ingress", rules: INGRESS_RULES, about: ["ingress"] },
  { title: "What an ingress rule matches", rules: INGRESS_MATCH_RULES, about: ["ingress", "routes"] },
  { title: "Prefixes and routes", rules: ROUTE_RULES, about: ["ingress", "routes", "cors"] },
  { title: "CORS", rules: CORS_RULES, about: ["ingress", "cors"] },
  { title: "Environment variables", rules: ENV_RULES, about: ["envs"] },
  { title: "Bindable variables", rules: BINDABLE_RULES, about: ["envs"] },
  { title: "Databases", rules: DATABASE_RULES, about: ["databases"] },
  { title: "Domains", rules: DOMAIN_RULES, about: ["domains"] },
  { title: "Where an alert belongs", rules: ALERT_PLACEMENT_RULES, about: ["alerts"] },
  { title: "What an alert says", rules: ALERT_RULES, about: ["alerts"] },
  { title: "Log destinations", rules: LOG_DESTINATION_RULES, about: ["log_destinations"] },
  { title: "Network and cache", rules: NETWORK_RULES, about: ["vpc", "egress", "disable_edge_cache"] },
  { title: "Maintenance", rules: MAINTENANCE_RULES, about: ["maintenance"] },
];

/** Every rule, in the order of the documentation. */
export const RULES: readonly Rule[] = RULE_GROUPS.flatMap((group) => group.rules);
