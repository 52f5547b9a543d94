/** Writes docs/rules.md from the registry of rules. `--check` only says whether it is up to date. */
import { readFileSync, writeFileSync } from "node:fs";
import { CONFIGURABLE_CODES } from "../packages/core/src/rules/configuration.ts";
import { RULE_GROUPS, RULES } from "../packages/core/src/rules/registry.ts";
import { dedent, type Evidence, type Rule } from "../packages/core/src/rules/rule.ts";
import { RULES_FILE } from "../packages/core/src/rules/rules-file.ts";

const FILE = new URL("../docs/rules.md", import.meta.url);

const EVIDENCE: Record<Evidence, string> = {
  server: "a message of the platform",
  reference: "the API reference",
  docs: "the product documentation",
  client: "official clients, which refuse or require it",
  inferred: "our reasoning; no source states it",
};

export function ruleDocs(): string {
  const offline = RULES.filter((rule) => rule.severity !== "server-only").length;
  return [
    "# Rules",
    "<!-- Written by scripts/generate-rule-docs.ts: change the rules in packages/core/src/rules instead. -->",
    `${RULES.length} rules for app specs. ${offline} are checked offline, all at once; the others explain an answer of the platform. A rule's id is the code of its diagnostic. An error is something that the platform or its official clients refuse; a warning may be intended, or is not known to be refused.`,
    levels(),
    ...RULE_GROUPS.map(({ title, rules }) =>
      [`## ${title}`, table(rules), ...rules.map(section)].join("\n\n"),
    ),
  ]
    .join("\n\n")
    .concat("\n");
}

/** A spec in which all problems are silenced. */
export const IGNORE_EXAMPLE = `name: shop
region: nyc3 # appspec-ignore region-slug
services:
# appspec-ignore size-legacy, env-plain-secret until we have moved
- name: api
  image: {registry_type: DOCR, repository: api}
  instance_size_slug: basic-xxs
  envs:
  - {key: DB_PASSWORD, value: hunter2}
`;

function levels(): string {
  const beside = [...CONFIGURABLE_CODES].filter((id) => !RULES.some((rule) => rule.id === id));
  return `## Levels and silence

A team sets the level of a rule (\`off\`, \`info\`, \`warning\`, \`error\`) in \`${RULES_FILE}\`. Every part of the toolkit reads it alike.

\`\`\`yaml
rules:
  size-legacy: off
  env-plain-secret: error
\`\`\`

On a pull request the file is read from the base commit, so that a change cannot silence its own check. Beside the rules, what the schema finds by itself has the codes ${beside.map((id) => `\`${id}\``).join(", ")}; their levels are set in the same way.

A comment in the spec silences rules at one place. At the end of a line it is about that line; on a line of its own it is about the key or item below it, with everything in it. Several ids are separated by commas, and a reason may follow.

\`\`\`yaml
${IGNORE_EXAMPLE}\`\`\`

An id that there is not is itself reported, in the file as in a comment, and problems that a comment silences are counted.`;
}

function table(rules: readonly Rule[]): string {
  const rows = rules.map(({ id, severity, title }) => `| [${id}](#${id}) | ${severity} | ${title} |`);
  return ["| rule | severity | |", "|---|---|---|", ...rows].join("\n");
}

function section(rule: Rule): string {
  return [
    `### ${rule.id}`,
    `**${rule.title}.** ${rule.explanation}`,
    `${capital(rule.severity)}. It rests on ${EVIDENCE[rule.evidence]}.`,
    "Not so:",
    `\`\`\`yaml\n${dedent(rule.bad)}\`\`\``,
    "But so:",
    `\`\`\`yaml\n${dedent(rule.good)}\`\`\``,
  ].join("\n\n");
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

if (import.meta.main) {
  const written = ruleDocs();
  if (!process.argv.includes("--check")) writeFileSync(FILE, written);
  else if (readFileSync(FILE, "utf8") !== written) {
    console.error(
      "docs/rules.md is out of date: run `node --conditions=source scripts/generate-rule-docs.ts`.",
    );
    process.exitCode = 1;
  }
}
