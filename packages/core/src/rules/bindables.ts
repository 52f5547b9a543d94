import { COMPONENT_VARIABLES, type Reference, referencesIn, SELF } from "../spec/bindables.ts";
import type { Path } from "../spec/path.ts";
import { hasPlaceholder, nearest } from "../spec/schema/index.ts";
import { allNames, type Component, type Named, type RuleContext } from "./context.ts";
import { pathOf, type Variable, variables } from "./envs.ts";
import { replaceInValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, codeList, kindWord } from "./words.ts";

const envBindableComponent: Rule = {
  id: "env-bindable-component",
  severity: "warning",
  title: "A bindable variable names a component of the spec",
  explanation:
    "`${db.DATABASE_URL}` is filled in from the component or database called `db` (`_self` is the component itself). If there is none, the platform accepts the spec and the app gets the text as it stands. The same goes for `${DATABASE_URL}` without a component, unless a workflow fills it in.",
  evidence: "docs",
  bad: `
    name: shop
    databases:
    - {name: db, engine: PG}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: DATABASE_URL, value: "\${bd.DATABASE_URL}"}
  `,
  good: `
    name: shop
    databases:
    - {name: db, engine: PG}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: DATABASE_URL, value: "\${db.DATABASE_URL}"}
  `,
  about: ["envs"],
  check(context) {
    // A name that is still to be filled in may become any of them.
    if (context.once(referring).length === 0 || context.names.some(({ name }) => hasPlaceholder(name)))
      return;
    reportUnqualified(context);
    for (const { text, owner, holder } of context.once(bindables)) {
      const names = context.once(allNames);
      if (owner === SELF || names.has(owner)) continue;
      const path = pathOf(holder, "value");
      const meant = context.nearestName(owner, names);
      const hint = meant
        ? `Did you mean ${code(text.replace(owner, meant))}?`
        : names.size > 0
          ? `The spec has ${codeList(names, "and")}.`
          : "The spec has no component with a name.";
      context.report({
        path,
        part: text,
        absent: true,
        message: `No component or database is called ${code(owner)}, so the app would get ${code(text)} as it stands. ${hint}`,
        fixes: (document) => (meant ? replaceInValue(document, path, text, text.replace(owner, meant)) : []),
      });
    }
  },
};

/** Database variables without their database. Other names, and secrets, are for workflows to fill in. */
function reportUnqualified(context: RuleContext): void {
  if (context.databases.length === 0) return;
  const candidates = context
    .once(referring)
    .filter(({ env }) => env.type !== "SECRET" && /\$\{\w+\}/.test(env.value ?? ""));
  if (candidates.length === 0) return;
  const owners = new Map(DATABASE_VARIABLES.map((name) => [name, ownersOf(context, name)]));
  const countOf = new Map<string, number>();
  const place = (list: Path, name: string) => `${list.join(".")} ${name}`;
  for (const { env, list } of context.once(variables)) {
    if (!env.key || !owners.has(env.key)) continue;
    const at = place(list, env.key);
    countOf.set(at, (countOf.get(at) ?? 0) + 1);
  }
  /** By another variable of the same list or of the app. */
  const isSet = ({ env, list }: Variable, name: string) => {
    const inList = countOf.get(place(list, name)) ?? 0;
    const inApp = list.length === 1 ? 0 : (countOf.get(place(["envs"], name)) ?? 0);
    return inList + inApp > (env.key === name ? 1 : 0);
  };
  for (const variable of candidates) {
    for (const [text, escaped, name = ""] of (variable.env.value ?? "").matchAll(/(\$?)\$\{(\w+)\}/g)) {
      const meant = escaped ? [] : (owners.get(name) ?? []);
      const [only] = meant;
      if (!only || isSet(variable, name)) continue;
      const path = pathOf(variable, "value");
      context.report({
        path,
        part: text,
        message: `${code(text)} names no database, so unless a workflow fills it in, the app gets it as it stands. Write ${codeList(meant, "or")}.`,
        fixes: (document) => (meant.length === 1 ? replaceInValue(document, path, text, only) : []),
      });
    }
  }
}

/** The references to a variable of the databases that have it. Without an engine a database is PostgreSQL. */
function ownersOf({ databases }: RuleContext, variable: string): string[] {
  return databases
    .filter(({ spec }) => variable !== "REDIS_URL" || spec.engine === "REDIS" || spec.engine === "VALKEY")
    .flatMap(({ spec }) => (spec.name ? [`\${${spec.name}.${variable}}`] : []));
}

const envBindableVar: Rule = {
  id: "env-bindable-var",
  severity: "warning",
  title: "A bindable variable exists",
  explanation:
    "What a reference can ask for depends on the kind of component. Databases: `DATABASE_URL`, `HOSTNAME`, `PORT`, `USERNAME`, `PASSWORD`, `DATABASE`, `CA_CERT`, `JDBC_DATABASE_URL`, `REDIS_URL`, and those of a connection pool. Services: `PRIVATE_URL`, `PRIVATE_DOMAIN`, `PRIVATE_PORT`, `PUBLIC_URL`, `PUBLIC_ROUTE_PATH`, `COMMIT_HASH`. A variable that the component sets itself is taken as well.",
  evidence: "docs",
  bad: `
    name: shop
    databases:
    - {name: db, engine: PG}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: DATABASE_URL, value: "\${db.DATABASEURL}"}
  `,
  good: `
    name: shop
    databases:
    - {name: db, engine: PG}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: DATABASE_URL, value: "\${db.DATABASE_URL}"}
  `,
  about: ["envs"],
  check(context) {
    for (const { text, owner, variable, holder } of context.once(bindables)) {
      const target = owner === SELF ? namedAt(context, holder) : context.named(owner);
      if (!target) continue;
      // `${db.pool.DATABASE_URL}` asks for a connection pool of the database.
      const asked = target.kind === "databases" ? (variable.split(".").pop() ?? "") : variable;
      if (Object.hasOwn(COMPONENT_VARIABLES[target.kind], asked) || setsItself(context, target, asked))
        continue;
      const known = Object.keys(COMPONENT_VARIABLES[target.kind]);
      const path = pathOf(holder, "value");
      const meant = target.kind === "databases" ? meantOfDatabase(asked) : nearest(asked, known);
      context.report({
        path,
        part: text,
        message: `A ${kindWord(target.kind)} has no variable ${code(asked)}, so the app would get ${code(text)} as it stands. ${meant ? `Did you mean ${code(text.replace(asked, meant))}?` : `It has ${codeList(known, "and")}.`}`,
        fixes: (document) => (meant ? replaceInValue(document, path, text, text.replace(asked, meant)) : []),
      });
    }
  },
};

const DATABASE_VARIABLES = Object.keys(COMPONENT_VARIABLES.databases);

/** Names that other platforms give these, with and without `DATABASE_` or `DB_` before them. */
const ALSO_CALLED: Readonly<Record<string, string>> = {
  HOST: "HOSTNAME",
  USER: "USERNAME",
  PASS: "PASSWORD",
  NAME: "DATABASE",
  DB: "DATABASE",
  URL: "DATABASE_URL",
  URI: "DATABASE_URL",
};

function meantOfDatabase(asked: string): string | undefined {
  const bare = asked.toUpperCase().replace(/^(DATABASE|DB|REDIS|PG|POSTGRES|MYSQL)_/, "");
  return ALSO_CALLED[bare] ?? (DATABASE_VARIABLES.includes(bare) ? bare : nearest(asked, DATABASE_VARIABLES));
}

const envBindableBuild: Rule = {
  id: "env-bindable-build",
  severity: "warning",
  title: "Databases are not there at build time",
  explanation:
    "A reference to a database is filled in when the component runs, not while it is built; with a Dockerfile that holds for every reference. A variable with `scope: BUILD_TIME` never sees it.",
  evidence: "docs",
  bad: `
    name: shop
    databases:
    - {name: db, engine: PG}
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      envs:
      - {key: DATABASE_URL, scope: BUILD_TIME, value: "\${db.DATABASE_URL}"}
  `,
  good: `
    name: shop
    databases:
    - {name: db, engine: PG}
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      envs:
      - {key: DATABASE_URL, scope: RUN_TIME, value: "\${db.DATABASE_URL}"}
  `,
  about: ["envs"],
  check(context) {
    for (const { text, owner, holder } of context.once(bindables)) {
      if (holder.env.scope !== "BUILD_TIME") continue;
      const component = componentAt(context, holder.list);
      const dockerfile = component && "dockerfile_path" in component.spec && component.spec.dockerfile_path;
      if (dockerfile || context.named(owner)?.kind === "databases")
        context.report({
          path: pathOf(holder, "value"),
          part: text,
          message: `${code(text)} is filled in when the component runs, not while it is built. Write \`scope: RUN_TIME\` (or \`RUN_AND_BUILD_TIME\`).`,
        });
    }
  },
};

export const BINDABLE_RULES = [envBindableComponent, envBindableVar, envBindableBuild];

/** `${db.DATABASE_URL}` in the value of an environment variable. */
interface Bindable extends Pick<Reference, "text" | "variable"> {
  readonly owner: string;
  /** What holds it in its value. */
  readonly holder: Variable;
}

/** Every `${component.VARIABLE}` of the app's and the components' variables. `$${` is an escape, not a reference. */
function bindables(context: RuleContext): Bindable[] {
  const found: Bindable[] = [];
  for (const holder of context.once(referring))
    for (const { text, owner, variable } of referencesIn(holder.env.value ?? ""))
      if (owner !== undefined) found.push({ text, owner, variable, holder });
  return found;
}

/** The variables whose values ask for anything at all. */
function referring(context: RuleContext): Variable[] {
  return context.once(variables).filter(({ env }) => env.value?.includes("${"));
}

function componentAt({ components }: RuleContext, path: Path): Component | undefined {
  return components.find((component) => component.kind === path[0] && component.index === path[1]);
}

function namedAt({ names }: RuleContext, { list: path }: Variable): Named | undefined {
  return names.find((named) => named.path[0] === path[0] && named.path[1] === path[1]);
}

/** Whether a component has a variable of its own with this key. */
function setsItself(context: RuleContext, { path }: Named, key: string): boolean {
  return componentAt(context, path)?.spec.envs?.some((env) => env?.key === key) ?? false;
}
