import { hasPlaceholder } from "../spec/schema/index.ts";
import { removeItem, replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code } from "./words.ts";

const healthPort: Rule = {
  id: "health-port",
  severity: "error",
  title: "A health check asks a port of the service",
  explanation:
    "`health_check.port` is the `http_port` or one of the `internal_ports`. Where neither is written the service may still listen there, so that is a warning.",
  evidence: "server",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      http_port: 8080
      health_check: {http_path: /health, port: 9090}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      http_port: 8080
      internal_ports: [9090]
      health_check: {http_path: /health, port: 9090}
  `,
  about: ["health_check"],
  check(context) {
    for (const { path, spec } of context.of("services")) {
      const port = spec.health_check?.port;
      if (!port || context.mistaken(path, "http_port", "internal_ports")) continue;
      const internal = spec.internal_ports ?? [];
      const written = Boolean(spec.http_port) || internal.length > 0;
      // The platform's own default, where nothing is written at all.
      if (internal.includes(port) || port === (spec.http_port || 8080)) continue;
      context.report({
        path: [...path, "health_check", "port"],
        severity: written ? "error" : "warning",
        message: `The check asks port ${port}, which is neither the \`http_port\` (${spec.http_port || "8080 by default"}) nor one of the \`internal_ports\`. Add \`internal_ports: [${[...internal, port].join(", ")}]\`, or remove \`port\` to check the \`http_port\`.`,
      });
    }
  },
};

const livenessSuccess: Rule = {
  id: "liveness-success",
  severity: "error",
  title: "One success proves a container alive",
  explanation: "`liveness_health_check.success_threshold` can only be 1, which it is by default.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      liveness_health_check: {http_path: /alive, success_threshold: 2}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      liveness_health_check: {http_path: /alive, failure_threshold: 2}
  `,
};

const healthRanges: Rule = {
  id: "health-ranges",
  severity: "error",
  title: "The timing of health checks has limits",
  explanation:
    "`initial_delay_seconds` 0 to 3600, `period_seconds` 1 to 300, `timeout_seconds` 1 to 120, the thresholds 1 to 50.",
  evidence: "docs",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      health_check: {http_path: /health, period_seconds: 301}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      health_check: {http_path: /health, period_seconds: 300}
  `,
};

const healthPathSlash: Rule = {
  id: "health-path-slash",
  severity: "warning",
  title: "The path of a health check begins with `/`",
  explanation: "All examples of the documentation write it so; whether the platform adds it is not known.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      health_check: {http_path: health}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      health_check: {http_path: /health}
  `,
  about: ["health_check", "liveness_health_check"],
  check(context) {
    for (const { path, spec } of context.of("services", "workers"))
      for (const key of ["health_check", "liveness_health_check"] as const) {
        const check =
          key in spec
            ? (spec as Partial<Record<typeof key, { http_path?: unknown } | null>>)[key]
            : undefined;
        const httpPath = check?.http_path;
        // A worker has no such key, so the schema did not look at what it holds.
        if (typeof httpPath !== "string" || httpPath === "") continue;
        if (!httpPath.startsWith("/") && !hasPlaceholder(httpPath))
          context.report({
            path: [...path, key, "http_path"],
            message: `A path begins with \`/\`: write ${code(`/${httpPath}`)}.`,
            fixes: (document) => replaceValue(document, [...path, key, "http_path"], `/${httpPath}`),
          });
      }
  },
};

const portRange: Rule = {
  id: "port-range",
  severity: "error",
  title: "Ports are 1 to 65535",
  explanation: "There are no other TCP ports. 0 stands for a port that is not set.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      http_port: 70000
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      http_port: 7000
  `,
};

const internalPortDup: Rule = {
  id: "internal-port-dup",
  severity: "warning",
  title: "A port is listed once",
  explanation:
    "`internal_ports` are ports besides the `http_port`, each named once. What the platform makes of a repetition is not documented.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      http_port: 8080
      internal_ports: [8080, 9090]
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      http_port: 8080
      internal_ports: [9090]
  `,
  about: ["internal_ports"],
  check(context) {
    for (const { path, spec } of context.of("services")) {
      const seen = new Set<number>();
      spec.internal_ports?.forEach((port, index) => {
        const isHttp = port === spec.http_port;
        if (port && (isHttp || seen.has(port))) {
          const at = [...path, "internal_ports", index];
          context.report({
            path: at,
            message: `Port ${port} is ${isHttp ? "the `http_port`" : "in this list"} already. Remove it here.`,
            fixes: (document) => removeItem(document, at, `Remove ${code(port)}`),
          });
        }
        seen.add(port);
      });
    }
  },
};

export const HEALTH_RULES = [
  healthPort,
  livenessSuccess,
  healthRanges,
  healthPathSlash,
  portRange,
  internalPortDup,
];
