import type { Named, RuleContext } from "./context.ts";
import type { Rule } from "./rule.ts";
import { code, kindWord } from "./words.ts";

const nameUnique: Rule = {
  id: "name-unique",
  severity: "error",
  title: "Component names are unique across all lists",
  explanation:
    "Services, static sites, workers, jobs, functions and databases share one namespace, for routes and bindable variables refer to them by name alone. The platform refuses a spec in which two components have one name.",
  evidence: "server",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    workers:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    workers:
    - name: api-worker
      image: {registry_type: DOCR, repository: api}
  `,
  check(context) {
    for (const { first, second } of context.once(nameTwins)) {
      if ((first.kind === "databases") !== (second.kind === "databases")) continue;
      context.report({ path: [...second.path, "name"], message: takenName(first, second, context) });
    }
  },
};

const nameUniqueDb: Rule = {
  id: "name-unique-db",
  severity: "warning",
  title: "A database has a name of its own",
  explanation: `A database shares the namespace of the components: \`\${api.…}\` cannot mean both. Apps with such a pair have been seen deployed, so this is a warning.`,
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: store
      image: {registry_type: DOCR, repository: api}
    databases:
    - name: store
      engine: PG
  `,
  good: `
    name: shop
    services:
    - name: store
      image: {registry_type: DOCR, repository: api}
    databases:
    - name: store-db
      engine: PG
  `,
  check(context) {
    for (const { first, second } of context.once(nameTwins)) {
      if ((first.kind === "databases") === (second.kind === "databases")) continue;
      context.report({ path: [...second.path, "name"], message: takenName(first, second, context) });
    }
  },
};

const namePattern: Rule = {
  id: "name-pattern",
  severity: "error",
  title: "Names are lower case, 2 to 32 characters",
  explanation: `The names of the app, its components and databases begin with a letter, end with a letter or digit, and hold lower-case letters, digits and hyphens in between. They become host names. A name with a placeholder such as \`\${APP_NAME}\` is left to whoever fills it in.`,
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: Api_1
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    services:
    - name: api-1
      image: {registry_type: DOCR, repository: api}
  `,
};

const appNameAccount: Rule = {
  id: "app-name-account",
  severity: "server-only",
  title: "App names are unique in the account",
  explanation:
    "Only the platform knows the names that are taken. Proposing a spec answers with `app_name_available: false` and a suggestion; creating the app answers 409 `App name already exists`. Choose another `name`, or update the app that has it.",
  evidence: "server",
  checkedBy: "server",
  bad: `
    name: a-name-that-another-app-has
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: a-name-of-its-own
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
};

export const NAME_RULES = [nameUnique, nameUniqueDb, namePattern, appNameAccount];

/** Each name that is taken already, beside the first that has it. */
function nameTwins({ names }: RuleContext): { first: Named; second: Named }[] {
  const firsts = new Map<string, Named>();
  const twins: { first: Named; second: Named }[] = [];
  for (const named of names) {
    const first = firsts.get(named.name);
    if (first) twins.push({ first, second: named });
    else firsts.set(named.name, named);
  }
  return twins;
}

function takenName(first: Named, second: Named, { names }: RuleContext): string {
  const word = kindWord(second.kind);
  const other = first.kind === second.kind ? `another ${word}` : `a ${kindWord(first.kind)}`;
  return `${code(second.name)} is the name of ${other} already, and components and databases share one namespace. Write a name of its own, such as ${code(unusedName(suggestName(second), names))}.`;
}

function suggestName({ kind, name }: Named): string {
  const suffix = {
    services: "web",
    static_sites: "site",
    workers: "worker",
    jobs: "job",
    functions: "fn",
    databases: "db",
  };
  return `${name.slice(0, 25)}-${suffix[kind]}`;
}

/** A name like this that none of these has. */
export function unusedName(wanted: string, taken: readonly { readonly name?: string | undefined }[]): string {
  const isTaken = (name: string) => taken.some((other) => other.name === name);
  let name = wanted;
  for (let number = 2; isTaken(name); number++) name = `${wanted.slice(0, 28)}-${number}`;
  return name;
}
