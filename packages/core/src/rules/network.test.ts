import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

const ID = "11111111-2222-4333-8444-555555555555";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "takes a UUID with the addresses that the platform writes",
    service("", `vpc: {id: ${ID}, egress_ips: [{ip: 10.0.0.1}]}`),
    [],
  ],
  ["does not take a name", service("", "vpc: {id: default-nyc1}"), ["error vpc-id [default-nyc1]"]],
  ["leaves an id alone that is still to be filled in", service("", "vpc: {id: '${VPC_ID}'}"), []],
  [
    "warns of functions in a VPC",
    component("functions", "github: {repo: a/b}", `vpc: {id: ${ID}}`),
    ["warning vpc-functions [vpc]"],
  ],
  [
    "warns of log forwarding from dedicated addresses",
    service("log_destinations: [{name: logs, logtail: {token: t}}]", "egress: {type: DEDICATED_IP}"),
    ["warning egress-functions [DEDICATED_IP]"],
  ],
  ["takes dedicated addresses of a service", service("", "egress: {type: DEDICATED_IP}"), []],
  [
    "warns of a cache that stays on",
    service("", "disable_edge_cache: true"),
    ["warning edge-custom-domain [disable_edge_cache]"],
  ],
  [
    "warns of a static site, cached always",
    component("static_sites", "github: {repo: a/b}", "disable_edge_cache: true"),
    ["warning static-edge-cache [disable_edge_cache]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
