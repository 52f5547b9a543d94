/** Where a repository keeps its severities. In a file of its own: an editor knows it before it loads the rules. */
export const RULES_FILE = ".do/rules.yaml";
