import { ENGINES } from "../catalog/index.ts";
import { hasPlaceholder } from "../spec/schema/index.ts";
import { removeKey, replaceValue } from "./fixes.ts";
import type { Rule } from "./rule.ts";
import { code, inCode } from "./words.ts";

const dbProdCluster: Rule = {
  id: "db-prod-cluster",
  severity: "error",
  title: "A production database names its cluster",
  explanation:
    "A production database is a managed cluster that exists beside the app: `cluster_name` says which one. Without `production: true` the platform makes a development database.",
  evidence: "reference",
  bad: `
    name: shop
    databases:
    - name: db
      engine: PG
      production: true
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    databases:
    - name: db
      engine: PG
      production: true
      cluster_name: shop-pg
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["databases"],
  check(context) {
    for (const { path, spec } of context.databases) {
      if (spec.production !== true || spec.cluster_name || context.mistaken(path, "cluster_name")) continue;
      const name = spec.name && !hasPlaceholder(spec.name) ? spec.name : "my-cluster";
      context.report({
        path: [...path, "production"],
        at: "key",
        absent: true,
        message: `A production database needs its cluster: add \`cluster_name: ${inCode(name)}\` with the name of a managed database of the account, or remove \`production\` for a development database.`,
      });
    }
  },
};

const dbDevPg: Rule = {
  id: "db-dev-pg",
  severity: "error",
  title: "Development databases are PostgreSQL",
  explanation:
    "Without `production: true` the platform makes a small database inside the app, which it offers for PostgreSQL alone. For Valkey, and where a `cluster_name` shows that a cluster is meant, this is a warning.",
  evidence: "docs",
  bad: `
    name: shop
    databases:
    - name: db
      engine: MYSQL
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    databases:
    - name: db
      engine: MYSQL
      production: true
      cluster_name: shop-mysql
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["databases"],
  check(context) {
    for (const { path, spec } of context.databases) {
      const engine = ENGINES.find(({ slug }) => slug === spec.engine);
      if (!engine || engine.devDatabase || spec.production || context.mistaken(path, "production")) continue;
      const cluster = spec.cluster_name;
      context.report({
        path: [...path, "engine"],
        severity: cluster || engine.slug === "VALKEY" ? "warning" : "error",
        message: cluster
          ? `Without \`production: true\` this asks for a development database, which is always PostgreSQL. Add \`production: true\` to use the ${engine.label} cluster ${code(cluster)}.`
          : `A development database is always PostgreSQL. For ${engine.label} add \`production: true\` and the \`cluster_name\` of a managed database, or write \`engine: PG\`.`,
      });
    }
  },
};

const dbNameUserEngine: Rule = {
  id: "db-name-user-engine",
  severity: "warning",
  title: "`db_name` and `db_user` are for MySQL and PostgreSQL",
  explanation:
    "The other engines have no such databases and users to choose from, so the fields have no effect.",
  evidence: "reference",
  bad: `
    name: shop
    databases:
    - {name: cache, engine: VALKEY, production: true, cluster_name: cache, db_name: shop}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    databases:
    - {name: db, engine: PG, production: true, cluster_name: shop-pg, db_name: shop}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["databases"],
  check({ databases, report }) {
    for (const { path, spec } of databases) {
      const engine = ENGINES.find(({ slug }) => slug === spec.engine);
      // The documentation speaks of names of MongoDB databases too.
      if (!engine || engine.namedDatabases || engine.slug === "MONGODB") continue;
      for (const key of ["db_name", "db_user"] as const)
        if (spec[key])
          report({
            path: [...path, key],
            at: "key",
            message: `${code(key)} is for MySQL and PostgreSQL and has no effect for ${engine.label}. Remove it.`,
            fixes: (document) => removeKey(document, [...path, key]),
          });
    }
  },
};

const dbMongoCase: Rule = {
  id: "db-mongo-case",
  severity: "error",
  title: "MongoDB database names have no capitals",
  explanation: "The documentation lists it as a limit of app specs.",
  evidence: "docs",
  bad: `
    name: shop
    databases:
    - {name: db, engine: MONGODB, production: true, cluster_name: shop, db_name: MyShop}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    databases:
    - {name: db, engine: MONGODB, production: true, cluster_name: shop, db_name: myshop}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["databases"],
  check({ databases, report }) {
    for (const { path, spec } of databases) {
      const name = spec.db_name;
      if (spec.engine !== "MONGODB" || !name || !/[A-Z]/.test(name) || hasPlaceholder(name)) continue;
      const at = [...path, "db_name"];
      report({
        path: at,
        message: `The name of a MongoDB database must not have capitals here. Write ${code(name.toLowerCase())}, if the database is called so.`,
        fixes: (document) => replaceValue(document, at, name.toLowerCase()),
      });
    }
  },
};

const dbVersionString: Rule = {
  id: "db-version-string",
  severity: "warning",
  title: "A database version is a string",
  explanation:
    'Unquoted, `version: 16` is a number, which strict clients refuse and which turns `1.10` into `1.1`. Write `version: "16"`.',
  evidence: "client",
  checkedBy: "schema",
  bad: `
    name: shop
    databases:
    - {name: db, engine: PG, version: 16}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    databases:
    - {name: db, engine: PG, version: "16"}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
};

const dbSizeDeprecated: Rule = {
  id: "db-size-deprecated",
  severity: "warning",
  title: "Databases have no `size` and `num_nodes` here",
  explanation:
    "A development database has one size, and a managed cluster has that which it was created with. Both fields are deprecated.",
  evidence: "client",
  bad: `
    name: shop
    databases:
    - {name: db, engine: PG, size: db-s-dev-database, num_nodes: 1}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    databases:
    - {name: db, engine: PG}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["databases"],
  check({ databases, report }) {
    for (const { path, spec } of databases)
      for (const key of ["size", "num_nodes"] as const)
        if (spec[key])
          report({
            path: [...path, key],
            at: "key",
            message: `${code(key)} is deprecated: ${spec.production ? "the cluster has the size that it was created with" : "a development database has one size"}. Remove it.`,
            fixes: (document) => removeKey(document, [...path, key]),
          });
  },
};

const dbRedis: Rule = {
  id: "db-redis",
  severity: "warning",
  title: "Valkey has taken the place of Redis",
  explanation: "Managed Redis was replaced by Valkey, which speaks the same protocol, in April 2025.",
  evidence: "docs",
  bad: `
    name: shop
    databases:
    - {name: cache, engine: REDIS, production: true, cluster_name: cache}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    databases:
    - {name: cache, engine: VALKEY, production: true, cluster_name: cache}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["databases"],
  check({ databases, report }) {
    for (const { path, spec } of databases) {
      const engine = ENGINES.find(({ slug }) => slug === spec.engine);
      const successor = ENGINES.find(({ slug }) => slug === engine?.supersededBy);
      if (!engine || !successor) continue;
      const at = [...path, "engine"];
      report({
        path: at,
        message: `${engine.label} clusters were replaced by ${successor.label}, which speaks the same protocol. Write \`engine: ${successor.slug}\`.`,
        fixes: (document) => replaceValue(document, at, successor.slug),
      });
    }
  },
};

const dbClusterLimit: Rule = {
  id: "db-cluster-limit",
  severity: "server-only",
  title: "A cluster that does not exist counts as a new database",
  explanation:
    "The platform answers 400 with `databases.limit_exceeded` when `cluster_name` names no cluster of the account: it then asks for a new one. Create the cluster first, or correct its name.",
  evidence: "server",
  checkedBy: "server",
  bad: `
    name: shop
    databases:
    - {name: db, engine: PG, production: true, cluster_name: a-cluster-that-does-not-exist}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    databases:
    - {name: db, engine: PG, production: true, cluster_name: a-cluster-of-the-account}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
};

export const DATABASE_RULES = [
  dbProdCluster,
  dbDevPg,
  dbNameUserEngine,
  dbMongoCase,
  dbVersionString,
  dbSizeDeprecated,
  dbRedis,
  dbClusterLimit,
];
