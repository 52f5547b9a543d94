import type { Path } from "../spec/path.ts";
import { hasPlaceholder, type LogDestination } from "../spec/schema/index.ts";
import type { RuleContext } from "./context.ts";
import type { Rule } from "./rule.ts";
import { code, codeList } from "./words.ts";

const logOpensearchTarget: Rule = {
  id: "log-opensearch-target",
  severity: "error",
  title: "OpenSearch is named by its endpoint or its cluster",
  explanation:
    "`cluster_name` is a managed OpenSearch cluster of the account, `endpoint` any other. The platform takes exactly one of them.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: search
        open_search: {cluster_name: logs, endpoint: "https://logs.example.com:9200"}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: search
        open_search: {cluster_name: logs}
  `,
  about: ["log_destinations"],
  check(context) {
    for (const { path, destination } of context.once(logDestinations)) {
      const search = destination.open_search;
      const at = [...path, "open_search"];
      if (search?.endpoint && search.cluster_name)
        context.report({
          path: [...at, "endpoint"],
          at: "key",
          message: `The managed cluster ${code(search.cluster_name)} is named already. Keep either \`cluster_name\` or \`endpoint\`.`,
        });
      else if (search && !search.endpoint && !search.cluster_name)
        if (!context.mistaken(at, "endpoint", "cluster_name"))
          context.report({
            path: at,
            at: "key",
            absent: true,
            message:
              "Nothing says where the logs go. Write `cluster_name` for a managed OpenSearch cluster of the account, or `endpoint: https://host:port`.",
          });
    }
  },
};

const logOpensearchAuth: Rule = {
  id: "log-opensearch-auth",
  severity: "error",
  title: "An OpenSearch endpoint needs user and password, a cluster neither",
  explanation:
    "For an `endpoint` the platform needs `basic_auth` with both. For a managed cluster it fetches the password itself and takes none in the spec; the user is `doadmin` by default.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: search
        open_search: {cluster_name: logs, basic_auth: {user: doadmin, password: secret}}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: search
        open_search: {endpoint: "https://logs.example.com:9200", basic_auth: {user: app, password: secret}}
  `,
  about: ["log_destinations"],
  check(context) {
    for (const { path, destination } of context.once(logDestinations)) {
      const search = destination.open_search;
      // With both of them it is not known which one is meant to stay.
      if (!search || Boolean(search.endpoint) === Boolean(search.cluster_name)) continue;
      const at = [...path, "open_search"];
      const auth = search.basic_auth;
      if (search.cluster_name && auth?.password)
        context.report({
          path: [...at, "basic_auth", "password"],
          at: "key",
          message:
            "The platform knows the password of a managed cluster and takes none here. Remove `password`.",
        });
      if (search.cluster_name || context.mistaken(at, "basic_auth")) continue;
      const missing = (["user", "password"] as const).filter((key) => !auth?.[key]);
      if (missing.length > 0)
        context.report({
          path: [...at, "endpoint"],
          at: "key",
          absent: true,
          message: `An \`endpoint\` needs credentials: add ${codeList(missing, "and")} below \`basic_auth\`.`,
        });
    }
  },
};

const logOpensearchHttps: Rule = {
  id: "log-opensearch-https",
  severity: "error",
  title: "An OpenSearch endpoint is `https://host:port`",
  explanation:
    "Logs are sent over HTTPS only. A missing scheme or port is a warning, for what the platform adds is not documented.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: search
        open_search: {endpoint: "http://logs.example.com:9200", basic_auth: {user: app, password: secret}}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: search
        open_search: {endpoint: "https://logs.example.com:9200", basic_auth: {user: app, password: secret}}
  `,
  about: ["log_destinations"],
  check(context) {
    for (const { path, destination } of context.once(logDestinations)) {
      const endpoint = destination.open_search?.endpoint;
      if (!endpoint || /^https:\/\/[^/]+:\d+\/?$/.test(endpoint) || hasPlaceholder(endpoint)) continue;
      const plain = endpoint.startsWith("http://");
      context.report({
        path: [...path, "open_search", "endpoint"],
        severity: plain ? "error" : "warning",
        message: plain
          ? "Logs are sent over HTTPS only. Write `https://` in place of `http://`."
          : "The endpoint is `https://host:port`, with scheme and port, for example `https://logs.example.com:9200`.",
      });
    }
  },
};

const logOneProvider: Rule = {
  id: "log-one-provider",
  severity: "warning",
  title: "A log destination has one provider",
  explanation:
    "Each destination is one name and one of `papertrail`, `datadog`, `logtail`, `open_search` or a bare `endpoint`. For two places write two destinations.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: both
        papertrail: {endpoint: "logs.papertrailapp.com:12345"}
        logtail: {token: secret}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: papertrail
        papertrail: {endpoint: "logs.papertrailapp.com:12345"}
      - name: logtail
        logtail: {token: secret}
  `,
  about: ["log_destinations"],
  check(context) {
    for (const { path, destination } of context.once(logDestinations)) {
      const [first, ...more] = PROVIDERS.filter((key) => destination[key]);
      for (const key of more)
        context.report({
          path: [...path, key],
          at: "key",
          message: `This destination goes to ${code(first)} already. Write another entry of \`log_destinations\` for ${code(key)}.`,
        });
      if (!first && !context.mistaken(path, ...PROVIDERS))
        context.report({
          path,
          absent: true,
          message: `This destination goes nowhere. Add one of ${codeList(PROVIDERS, "or")}.`,
        });
    }
  },
};

const PROVIDERS = ["papertrail", "datadog", "logtail", "open_search", "endpoint"] as const;

const logArray: Rule = {
  id: "log-array",
  severity: "error",
  title: "`log_destinations` is a list",
  explanation: "Each destination is an item with a `name` and a provider, also where there is one only.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
        name: papertrail
        papertrail: {endpoint: "logs.papertrailapp.com:12345"}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: papertrail
        papertrail: {endpoint: "logs.papertrailapp.com:12345"}
  `,
};

const logLogtailToken: Rule = {
  id: "log-logtail-token",
  severity: "error",
  title: "Logtail needs a token",
  explanation:
    "`logtail` has one field, the `token` of the source. (The API reference speaks of an endpoint by mistake.)",
  evidence: "client",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: logtail
        logtail: {}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: logtail
        logtail: {token: secret}
  `,
  refine({ code, path }) {
    if (code !== "unknown-field" || path.at(-2) !== "logtail" || path.at(-1) !== "endpoint") return undefined;
    return "Logtail is found by the token of the source and has no `endpoint`. Write `token` with that in its place.";
  },
};

const logNameDup: Rule = {
  id: "log-name-dup",
  severity: "warning",
  title: "A log destination has a name of its own",
  explanation: "Two destinations of a component with one name cannot be told apart in the control panel.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: logs
        papertrail: {endpoint: "logs.papertrailapp.com:12345"}
      - name: logs
        logtail: {token: secret}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      log_destinations:
      - name: papertrail
        papertrail: {endpoint: "logs.papertrailapp.com:12345"}
      - name: logtail
        logtail: {token: secret}
  `,
  about: ["log_destinations"],
  check(context) {
    const seen = new Set<string>();
    for (const { path, destination } of context.once(logDestinations)) {
      if (!destination.name) continue;
      const key = [...path.slice(0, -1), destination.name].join(".");
      if (seen.has(key))
        context.report({
          path: [...path, "name"],
          message: `Another destination of this component is called ${code(destination.name)}. Write a name of its own.`,
        });
      seen.add(key);
    }
  },
};

export const LOG_DESTINATION_RULES = [
  logOpensearchTarget,
  logOpensearchAuth,
  logOpensearchHttps,
  logOneProvider,
  logArray,
  logLogtailToken,
  logNameDup,
];

/** Every destination of the components that have logs. */
export function logDestinations(context: RuleContext): { path: Path; destination: LogDestination }[] {
  return context
    .of("services", "workers", "jobs", "functions")
    .flatMap(({ path, spec }) =>
      (spec.log_destinations ?? []).flatMap((destination: LogDestination | undefined, index) =>
        destination ? [{ path: [...path, "log_destinations", index], destination }] : [],
      ),
    );
}
