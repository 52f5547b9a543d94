import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

const DB = "databases: [{name: db, engine: PG}]";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "takes variables of a database, of a pool and of the component itself",
    service(
      "envs: [{key: A, value: '${db.DATABASE_URL} ${db.pool.DATABASE_URL} ${_self.PRIVATE_URL} ${api.PUBLIC_URL}'}]",
      DB,
    ),
    [],
  ],
  ["takes names without a component", service("envs: [{key: A, value: '${APP_URL} ${ANYTHING}'}]"), []],
  [
    "warns of a database variable without its database, also under its own name",
    service("envs: [{key: DATABASE_URL, value: 'x ${DATABASE_URL}'}]", DB),
    ["warning env-bindable-component [${DATABASE_URL}]"],
  ],
  [
    "takes it where no database has such a variable",
    service("envs: [{key: A, value: '${REDIS_URL}'}]", DB),
    [],
  ],
  ["takes it where there is no database", service("envs: [{key: A, value: '${DATABASE_URL}'}]"), []],
  [
    "takes it where the component or the app sets it",
    service(
      "envs: [{key: A, value: '${USERNAME} ${PASSWORD}'}, {key: USERNAME, value: u}]",
      `${DB}\nenvs: [{key: PASSWORD, type: SECRET}]`,
    ),
    [],
  ],
  [
    "takes a secret, which a workflow fills in",
    service("envs: [{key: A, type: SECRET, value: '${DATABASE_URL}'}]", DB),
    [],
  ],
  ["takes an escaped reference", service("envs: [{key: A, value: '$${nope.URL}'}]"), []],
  [
    "underlines the reference alone",
    service("envs: [{key: A, value: 'x ${nope.URL} y'}]"),
    ["warning env-bindable-component [${nope.URL}]"],
  ],
  [
    "looks at the variables of the app too",
    service("", "envs: [{key: A, value: '${nope.URL}'}]"),
    ["warning env-bindable-component [${nope.URL}]"],
  ],
  [
    "says nothing while names are still to be filled in",
    service("envs: [{key: A, value: '${nope.URL}'}]", "databases: [{name: '${DB}', engine: PG}]"),
    [],
  ],
  [
    "warns of a variable that a database does not have",
    service("envs: [{key: A, value: '${db.HOST}'}]", DB),
    ["warning env-bindable-var [${db.HOST}]"],
  ],
  [
    "warns of a port of a worker",
    component(
      "workers",
      "image: {registry_type: DOCR, repository: a}\nenvs: [{key: A, value: '${_self.PRIVATE_PORT}'}]",
    ),
    ["warning env-bindable-var [${_self.PRIVATE_PORT}]"],
  ],
  [
    "takes a variable that the component sets itself",
    service("envs: [{key: A, value: '${api.MINE}'}, {key: MINE, value: x}]"),
    [],
  ],
  [
    "warns of a database at build time",
    component(
      "services",
      "github: {repo: a/b}\nenvs: [{key: A, scope: BUILD_TIME, value: '${db.PORT}'}, {key: B, value: '${db.PORT}'}]",
      DB,
    ),
    ["warning env-bindable-build [${db.PORT}]"],
  ],
  [
    "warns of every reference at the build time of a Dockerfile",
    component(
      "services",
      "github: {repo: a/b}\ndockerfile_path: D\nenvs: [{key: A, scope: BUILD_TIME, value: '${_self.PUBLIC_URL}'}]",
    ),
    ["warning env-bindable-build [${_self.PUBLIC_URL}]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
