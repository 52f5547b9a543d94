import { expect, it } from "vitest";
import { found, service } from "./testing.ts";

const destination = (fields: string) => service(`log_destinations: [{name: logs, ${fields}}]`);
const AUTH = "basic_auth: {user: u, password: p}";

it.each<[what: string, spec: string, expected: string[]]>([
  ["takes a cluster", destination("open_search: {cluster_name: c}"), []],
  [
    "takes an endpoint with credentials",
    destination(`open_search: {endpoint: 'https://a.example.com:9200', ${AUTH}}`),
    [],
  ],
  [
    "does not take both",
    destination(`open_search: {cluster_name: c, endpoint: 'https://a.example.com:9200', ${AUTH}}`),
    ["error log-opensearch-target [endpoint]"],
  ],
  [
    "does not take neither",
    destination("open_search: {index_name: logs}"),
    ["error log-opensearch-target [open_search]"],
  ],
  [
    "wants credentials for an endpoint",
    destination("open_search: {endpoint: 'https://a.example.com:9200', basic_auth: {user: u}}"),
    ["error log-opensearch-auth [endpoint]"],
  ],
  [
    "wants no password for a cluster",
    destination(`open_search: {cluster_name: c, ${AUTH}}`),
    ["error log-opensearch-auth [password]"],
  ],
  [
    "does not take HTTP without S",
    destination(`open_search: {endpoint: 'http://a.example.com:9200', ${AUTH}}`),
    ["error log-opensearch-https ['http://a.example.com:9200']"],
  ],
  [
    "only warns of a missing port or scheme",
    destination(`open_search: {endpoint: a.example.com, ${AUTH}}`),
    ["warning log-opensearch-https [a.example.com]"],
  ],
  [
    "warns of two providers",
    destination("logtail: {token: t}, papertrail: {endpoint: 'h:1'}"),
    ["warning log-one-provider [logtail]"],
  ],
  ["warns of none", service("log_destinations:\n- name: logs"), ["warning log-one-provider [name]"]],
  [
    "takes a bare endpoint",
    destination("endpoint: 'https://a.example.com', headers: [{key: A, value: b}]"),
    [],
  ],
  [
    "wants a list",
    service("log_destinations: {name: logs, logtail: {token: t}}"),
    ["error log-array [{name: logs, logtail: {token: t}}]"],
  ],
  [
    "wants the token of Logtail",
    destination("logtail: {endpoint: a}"),
    ["error log-logtail-token [endpoint]"],
  ],
  [
    "warns of a name twice in a component",
    service("log_destinations: [{name: logs, logtail: {token: a}}, {name: logs, logtail: {token: b}}]"),
    ["warning log-name-dup [logs]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
