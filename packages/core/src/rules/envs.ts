import type { Path } from "../spec/path.ts";
import { type AppSpec, type EnvVar, hasPlaceholder } from "../spec/schema/index.ts";
import { isEncrypted } from "../spec/secrets.ts";
import type { RuleContext } from "./context.ts";
import { insertKey, quoteValue, removeItem, replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { isHarmless, isSecretKey, passwordIn, secretKindOf } from "./secret-forms.ts";
import { code } from "./words.ts";

const envKey: Rule = {
  id: "env-key",
  severity: "error",
  title: "The key of a variable is letters, digits and underscores",
  explanation: "It begins with a letter or an underscore: `^[_A-Za-z][_A-Za-z0-9]*$`.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: MY-KEY, value: x}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: MY_KEY, value: x}
  `,
};

const envDup: Rule = {
  id: "env-dup",
  severity: "warning",
  title: "A variable is set once in a list",
  explanation:
    "Which of the two would win is not documented. The same key at the app and at a component is fine: that of the component wins.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: LOG_LEVEL, value: info}
      - {key: LOG_LEVEL, value: debug}
  `,
  good: `
    name: shop
    envs:
    - {key: LOG_LEVEL, value: info}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: LOG_LEVEL, value: debug}
  `,
  about: ["envs"],
  check(context) {
    let list: Path = [];
    let seen = new Set<string>();
    for (const variable of context.once(variables)) {
      if (variable.list !== list) {
        list = variable.list;
        seen = new Set();
      }
      const { key } = variable.env;
      if (key && seen.has(key))
        context.report({
          path: pathOf(variable, "key"),
          message: `${code(key)} is in this list already, and which of the two wins is not documented. Remove one of them.`,
          fixes: (document) =>
            removeItem(document, [...variable.list, variable.index], `Remove this ${code(key)}`),
        });
      if (key) seen.add(key);
    }
  },
};

const envSecretNew: Rule = {
  id: "env-secret-new",
  severity: "warning",
  title: "Encrypted values belong to one app",
  explanation:
    "`EV[…]` is what the platform makes of a secret for one very app. To create an app from the spec, or to validate it with `doctl`, write the values themselves (or leave them for the workflow to fill in). Where it is known that the app is new, this is an error.",
  evidence: "server",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: API_TOKEN, type: SECRET, value: "EV[1:bm9uY2U=:Y2lwaGVydGV4dA==]"}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: API_TOKEN, type: SECRET, value: "\${API_TOKEN}"}
  `,
  about: ["envs"],
  check(context) {
    if (context.appIsNew === false) return;
    const encrypted = context.once(variables).filter(({ env }) => isEncrypted(env.value));
    if (context.appIsNew) {
      for (const variable of encrypted)
        context.report({
          path: pathOf(variable, "value"),
          severity: "error",
          message:
            "An encrypted value belongs to the app that it was encrypted for, and this app is yet to be created. Write the value itself, or let the workflow fill it in.",
        });
    } else if (encrypted[0]) {
      // One is enough: an exported spec has dozens, and for its own app they are right.
      const more = encrypted.length - 1;
      context.report({
        path: pathOf(encrypted[0], "value"),
        message: `This${more > 0 ? ` and ${more} more encrypted value${more > 1 ? "s belong" : " belongs"}` : " encrypted value belongs"} to the app that it was exported from. For that app keep it; a new app needs the value itself.`,
      });
    }
  },
};

const envSecretKeep: Rule = {
  id: "env-secret-keep",
  severity: "warning",
  title: "A secret keeps its encrypted value",
  explanation:
    "An update replaces the whole spec: a `SECRET` that is sent with an empty value is stored empty. Send back the `EV[…]` text, or leave `value` out where the tool that deploys keeps it.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: API_TOKEN, type: SECRET, value: ""}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: API_TOKEN, type: SECRET}
  `,
  about: ["envs"],
  check(context) {
    if (context.appIsNew) return;
    for (const variable of context.once(variables))
      if (variable.env.type === "SECRET" && variable.env.value === "")
        context.report({
          path: pathOf(variable, "value"),
          message:
            "An update with an empty value empties the secret. Write its `EV[…]` text from the live app, or leave `value` out if what deploys the spec keeps it.",
        });
  },
};

const envPlainSecret: Rule = {
  id: "env-plain-secret",
  severity: "warning",
  title: "A secret is of the type `SECRET`",
  explanation:
    "A `GENERAL` value is stored and shown as plain text to everyone who can read the app or this file. `type: SECRET` encrypts it. Judged by the key's name, and by values that only secrets have: a password in a URL, a private key, a token of a known form.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: DB_PASSWORD, value: hunter2}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: DB_PASSWORD, type: SECRET}
  `,
  about: ["envs"],
  check(context) {
    for (const variable of context.once(variables)) {
      const { env, list, index } = variable;
      const value = env.value ?? "";
      if (env.type === "SECRET" || value === "") continue;
      const kind = secretKindOf(value);
      const byKey = isSecretKey(env.key ?? "") && !isHarmless(env.key ?? "", value);
      if (!byKey && kind === undefined) continue;
      // What is filled in later, or was encrypted once, is not plain. The host of a URL says nothing of its password.
      if (hasPlaceholder(passwordIn(value) ?? value) || isEncrypted(value)) continue;
      if (context.mistaken([...list, index], "type")) continue;
      context.report({
        path: pathOf(variable, "value"),
        message: `${byKey ? `${code(env.key)} looks like a secret` : `This ${kind}`}, but stands here as plain text. Add \`type: SECRET\`, and keep the value out of the file.`,
        fixes: (document) =>
          env.type
            ? replaceValue(document, pathOf(variable, "type"), "SECRET", "Make it `type: SECRET`")
            : insertKey(document, [...list, index], "type", "SECRET"),
      });
    }
  },
};

const envValueString: Rule = {
  id: "env-value-string",
  severity: "warning",
  title: "The value of a variable is a string",
  explanation:
    "Unquoted, `8080` and `true` are a number and a boolean, and to `doctl`, which reads YAML 1.1, so are `yes`, `off` and `1_000`. Some clients turn them into text, `doctl` refuses them. Quotes keep the value as it is written.",
  evidence: "client",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: WORKERS, value: 4}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      envs:
      - {key: WORKERS, value: "4"}
  `,
  about: ["envs"],
  // What is no text to anyone is the schema's to find.
  check(context) {
    for (const variable of context.once(variables)) {
      const kind = olderKindOf(variable.env.value ?? "");
      const path = kind ? pathOf(variable, "value") : [];
      if (!kind || !context.isPlain(path)) continue;
      context.report({
        path,
        message: `\`value\` must be a text, and \`doctl\`, which reads YAML 1.1, takes this for ${kind}. Put it in quotes.`,
        fixes: (document) => quoteValue(document, path),
      });
    }
  },
};

export const ENV_RULES = [envKey, envDup, envSecretNew, envSecretKeep, envPlainSecret, envValueString];

/** A variable of the app or of a component. */
export interface Variable {
  readonly env: EnvVar;
  readonly index: number;
  /** Of the list that it stands in: the same object for all of one list. */
  readonly list: Path;
}

/** The variables of the app and of all components. */
export function variables({ spec, components }: RuleContext): Variable[] {
  const found: Variable[] = [];
  const collect = (envs: AppSpec["envs"], list: Path) =>
    envs?.forEach((env: EnvVar | undefined, index) => {
      if (env) found.push({ env, index, list });
    });
  collect(spec.envs, ["envs"]);
  for (const component of components) collect(component.spec.envs, [...component.path, "envs"]);
  return found;
}

/** The path of a variable's field. A spec has hundreds of variables, so it is put together for problems alone. */
export function pathOf({ list, index }: Variable, key: keyof EnvVar): Path {
  return [...list, index, key];
}

/** What YAML 1.1 reads, where YAML 1.2 reads a text. */
function olderKindOf(value: string): string | undefined {
  if (value.length <= "off".length && /^(?:[yYnN]|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF)$/.test(value))
    return "`true` or `false`";
  if (!/^[-+]?\d/.test(value)) return undefined;
  return /^[-+]?(?:0b[01]+|0x[\da-f]+|\d+(?:\.\d*)?(?:e[-+]?\d+)?)$/i.test(value.replaceAll("_", ""))
    ? "a number"
    : undefined;
}
