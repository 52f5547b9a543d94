import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  ["takes a check of the HTTP port", service("http_port: 80\nhealth_check: {port: 80}"), []],
  ["takes a check of an internal port", service("internal_ports: [90]\nhealth_check: {port: 90}"), []],
  ["takes a check of the default port", service("health_check: {port: 8080}"), []],
  [
    "does not take a check of another port",
    service("internal_ports: [90]\nhealth_check: {port: 91}"),
    ["error health-port [91]"],
  ],
  ["only warns where no port is written", service("health_check: {port: 91}"), ["warning health-port [91]"]],
  ["takes port 0, which is none", service("http_port: 80\nhealth_check: {port: 0}"), []],
  [
    "says nothing, where the port itself is wrong",
    service("http_port: eighty\nhealth_check: {port: 91}"),
    ["error type [eighty]"],
  ],
  [
    "warns of a path without a slash",
    component(
      "workers",
      "image: {registry_type: DOCR, repository: a}\nliveness_health_check: {http_path: alive}",
    ),
    ["warning health-path-slash [alive]"],
  ],
  [
    "does not take two successes of liveness",
    service("liveness_health_check: {success_threshold: 2}"),
    ["error liveness-success [2]"],
  ],
  [
    "keeps the timing within its limits",
    service("health_check: {timeout_seconds: 121, period_seconds: 300, failure_threshold: 51}"),
    ["error health-ranges [121]", "error health-ranges [51]"],
  ],
  [
    "keeps ports within theirs",
    service("http_port: 65536\ninternal_ports: [1, 65537]"),
    ["error port-range [65536]", "error port-range [65537]"],
  ],
  ["warns of a port twice", service("internal_ports: [90, 91, 90]"), ["warning internal-port-dup [90]"]],
  [
    "warns of the HTTP port among the internal ones",
    service("http_port: 90\ninternal_ports: [90]"),
    ["warning internal-port-dup [90]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});

it("does not read what the schema has not looked at", () => {
  const worker = "image: {registry_type: DOCR, repository: a}\nhealth_check: {http_path: {a: 1}}";
  expect(found(component("workers", worker))).toEqual(["error worker-http [health_check]"]);
});
