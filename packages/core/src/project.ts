/** Where this toolkit lives: the only place that names it, so that a fork changes one line. */
export const REPOSITORY_URL = "https://github.com/app-platform-toolkit/app-platform-toolkit";

/** The section of the documentation that explains a rule. */
export function ruleUrl(id: string): string {
  return `${REPOSITORY_URL}/blob/main/docs/rules.md#${id}`;
}
