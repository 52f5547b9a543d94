import { kindWord } from "../../rules/words.ts";
import { APP_VARIABLES, COMPONENT_VARIABLES, SELF } from "../../spec/bindables.ts";
import { envHoldersOf } from "../../spec/components.ts";
import { recordsOf, textOf } from "../../spec/plain.ts";
import { code } from "../../spec/schema/words.ts";
import { type NamedComponent, namedComponentsOf } from "../names.ts";
import type { Scene } from "./scene.ts";
import { KIND, type Suggestion } from "./suggestion.ts";

/** A reference that a variable's value can hold, without its braces. */
interface Offered {
  readonly name: string;
  readonly detail: string;
  readonly documentation?: string | undefined;
}

/**
 * References to what the platform fills in: `${db.DATABASE_URL}`. Where one is begun, it alone is replaced; an empty
 * value is written as a whole.
 */
export function references(scene: Scene, cursor: number, quoted: (text: string) => string): Suggestion[] {
  const { text, place } = scene;
  const { token, style } = place;
  const begun = text.slice(token.start, cursor).lastIndexOf("${");
  const start = token.start + begun;
  const isBegun = begun >= 0 && !text.slice(start, cursor).includes("}");
  if (isBegun && text[start - 1] === "$") return [];
  const isWhole = token.text === "" || token.text === "$";
  // Without quotes a brace would open a map here.
  if (!isWhole && (!isBegun || (style !== "block" && token.quote === ""))) return [];
  return offered(scene).map(({ name, detail, documentation }) => {
    const reference = `\${${name}}`;
    return {
      label: reference,
      kind: KIND.variable,
      text: isWhole ? quoted(reference) : reference,
      ...(!isWhole && { span: [start, referenceEnd(text, cursor)] as const }),
      ...(isWhole && quoted(reference) !== reference && { filter: quoted(reference) }),
      detail,
      documentation,
    };
  });
}

/** Behind the rest of the name that the cursor is in, and the brace that closes it. */
function referenceEnd(text: string, cursor: number): number {
  const rest = /^[\w.-]*\}?/.exec(text.slice(cursor, cursor + 200))?.[0] ?? "";
  return cursor + rest.length;
}

/** Those that hold what the variable is called first, then by kind: databases, components, the app, other variables. */
function offered(scene: Scene): Offered[] {
  const { spec, place } = scene;
  const key = textOf(scene.valueAt([...place.path.slice(0, -1), "key"])) ?? "";
  const isOwn = ({ path }: NamedComponent) => path[0] === place.path[0] && path[1] === place.path[1];
  const named = namedComponentsOf(spec);
  const databases = named.filter(({ list }) => list === "databases");
  const others = named.filter((one) => one.list !== "databases" && !isOwn(one));
  const own = named.filter((one) => one.list !== "databases" && isOwn(one));
  const all = [
    ...[...databases, ...others].flatMap((component) => variablesOf(component, component.name)),
    ...own.flatMap((component) => variablesOf(component, SELF)),
    ...Object.entries(APP_VARIABLES).map(([name, documentation]) => ({
      name,
      detail: "the app",
      documentation,
    })),
    ...otherVariables(scene, key),
  ];
  const rank = ({ name }: Offered) => matchRank(name.slice(name.indexOf(".") + 1), key);
  return all.toSorted((a, b) => rank(a) - rank(b));
}

/** How well a variable fits what it is given to: `DATABASE_URL`, or `DB_HOSTNAME` for `HOSTNAME`. */
function matchRank(variable: string, key: string): number {
  if (key === "") return 2;
  if (variable === key) return 0;
  return key.endsWith(`_${variable}`) ? 1 : 2;
}

function variablesOf({ list, name, value }: NamedComponent, owner: string): Offered[] {
  const isRedis = value.engine === "REDIS" || value.engine === "VALKEY";
  return Object.entries(COMPONENT_VARIABLES[list])
    .filter(([variable]) => list !== "databases" || variable !== "REDIS_URL" || isRedis)
    .map(([variable, documentation]) => ({
      name: `${owner}.${variable}`,
      detail: owner === SELF ? "this component" : `${kindWord(list)} ${name}`,
      documentation,
    }));
}

/** Other variables of the same component, and those of the app. */
function otherVariables({ spec, place }: Scene, key: string): Offered[] {
  const [list, index] = place.path;
  const found = new Map<string, string>();
  for (const { path, value, component } of envHoldersOf(spec)) {
    const isOwn = path[0] === list && path[1] === index;
    if (path.length > 0 && !isOwn) continue;
    for (const name of recordsOf(value.envs).flatMap((env) => textOf(env.key) ?? []))
      if (name !== key && /^\w+$/.test(name))
        found.set(name, path.length === 0 ? "the app" : code(component ?? ""));
  }
  return [...found].map(([name, whose]) => ({ name, detail: `variable of ${whose.replaceAll("`", "")}` }));
}
