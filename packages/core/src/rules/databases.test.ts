import { expect, it } from "vitest";
import { found, service } from "./testing.ts";

const database = (fields: string) => service("", `databases: [{name: db, ${fields}}]`);

it.each<[what: string, spec: string, expected: string[]]>([
  ["takes a development database", database("engine: PG, production: false"), []],
  [
    "wants the cluster of a production database",
    database("engine: PG, production: true"),
    ["error db-prod-cluster [production]"],
  ],
  ["takes no other engine for development", database("engine: KAFKA"), ["error db-dev-pg [KAFKA]"]],
  ["only warns for Valkey", database("engine: VALKEY"), ["warning db-dev-pg [VALKEY]"]],
  [
    "only warns where a cluster is named",
    database("engine: MYSQL, cluster_name: c"),
    ["warning db-dev-pg [MYSQL]"],
  ],
  [
    "says nothing where `production` itself is wrong",
    database("engine: MYSQL, production: 'maybe'"),
    ["error type ['maybe']"],
  ],
  ["says nothing without an engine", database("production: false"), []],
  [
    "warns of names that an engine does not have",
    database("engine: KAFKA, production: true, cluster_name: c, db_name: a, db_user: b"),
    ["warning db-name-user-engine [db_name]", "warning db-name-user-engine [db_user]"],
  ],
  [
    "does not take capitals for MongoDB",
    database("engine: MONGODB, production: true, cluster_name: c, db_name: aB"),
    ["error db-mongo-case [aB]"],
  ],
  ["takes capitals elsewhere", database("engine: MYSQL, production: true, cluster_name: c, db_name: aB"), []],
  [
    "warns of a version that is a number",
    database("engine: PG, version: 16"),
    ["warning db-version-string [16]"],
  ],
  [
    "warns of size and nodes",
    database("engine: PG, size: db-s-1vcpu-1gb, num_nodes: 1"),
    ["warning db-size-deprecated [size]", "warning db-size-deprecated [num_nodes]"],
  ],
  [
    "warns of Redis",
    database("engine: REDIS, production: true, cluster_name: c"),
    ["warning db-redis [REDIS]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
