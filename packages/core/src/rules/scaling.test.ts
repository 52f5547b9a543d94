import { expect, it } from "vitest";
import { component, found, service } from "./testing.ts";

it.each<[what: string, spec: string, expected: string[]]>([
  [
    "does not take a count beside autoscaling",
    service(
      "instance_size_slug: apps-d-1vcpu-1gb\ninstance_count: 2\nautoscaling: {min_instance_count: 1, max_instance_count: 2, metrics: {cpu: {percent: 5}}}",
    ),
    ["error scale-exclusive [instance_count]"],
  ],
  [
    "takes a count of 0 there, which is none",
    service(
      "instance_size_slug: apps-d-1vcpu-1gb\ninstance_count: 0\nautoscaling: {min_instance_count: 1, max_instance_count: 2, metrics: {cpu: {percent: 5}}}",
    ),
    [],
  ],
  [
    "warns of two instances of the default size",
    service("instance_count: 2"),
    ["warning scale-single-instance [2]"],
  ],
  [
    "warns of two instances of a small size",
    service("instance_size_slug: apps-s-1vcpu-1gb-fixed\ninstance_count: 3"),
    ["warning scale-single-instance [3]"],
  ],
  [
    "takes two instances of a larger one",
    service("instance_size_slug: apps-s-1vcpu-1gb\ninstance_count: 2"),
    [],
  ],
  [
    "takes two instances of a size that it does not know",
    service("instance_size_slug: ${SIZE}\ninstance_count: 2"),
    [],
  ],
  [
    "does not take 251 instances",
    service("instance_size_slug: apps-d-1vcpu-1gb\ninstance_count: 251"),
    ["error scale-250 [251]"],
  ],
  [
    "does not take 251 instances together",
    service(
      "instance_size_slug: apps-d-1vcpu-1gb\ninstance_count: 250",
      "workers:\n- name: queue\n  image: {registry_type: DOCR, repository: a}\n",
    ),
    ["error scale-250 [name]"],
  ],
  [
    "does not take a minimum above the maximum",
    service(
      "instance_size_slug: apps-d-1vcpu-1gb\nautoscaling: {min_instance_count: 3, max_instance_count: 2, metrics: {cpu: {percent: 5}}}",
    ),
    ["error scale-min-max [3]"],
  ],
  [
    "warns of a minimum that is the maximum",
    service(
      "instance_size_slug: apps-d-1vcpu-1gb\nautoscaling: {min_instance_count: 2, max_instance_count: 2, metrics: {cpu: {percent: 5}}}",
    ),
    ["warning scale-min-max [2]"],
  ],
  [
    "does not scale a shared size",
    service(
      "instance_size_slug: apps-s-2vcpu-4gb\nautoscaling: {min_instance_count: 1, max_instance_count: 2, metrics: {cpu: {percent: 5}}}",
    ),
    ["error scale-dedicated [apps-s-2vcpu-4gb]"],
  ],
  [
    "warns of the default size, which is a shared one",
    service("autoscaling: {min_instance_count: 1, max_instance_count: 2, metrics: {cpu: {percent: 5}}}"),
    ["warning scale-dedicated [autoscaling]"],
  ],
  [
    "takes a large legacy size",
    service(
      "instance_size_slug: professional-l\nautoscaling: {min_instance_count: 1, max_instance_count: 2, metrics: {cpu: {percent: 5}}}",
    ),
    ["warning size-legacy [professional-l]"],
  ],
  [
    "warns of no metric",
    service(
      "instance_size_slug: apps-d-1vcpu-1gb\nautoscaling: {min_instance_count: 1, max_instance_count: 2, metrics: {}}",
    ),
    ["warning scale-metrics [autoscaling]"],
  ],
  [
    "scales a service by requests",
    service(
      "instance_size_slug: apps-d-1vcpu-1gb\nautoscaling: {min_instance_count: 1, max_instance_count: 2, metrics: {request_duration: {p95_milliseconds: 5}}}",
    ),
    [],
  ],
  [
    "does not scale a worker by requests",
    component(
      "workers",
      "image: {registry_type: DOCR, repository: a}\ninstance_size_slug: apps-d-1vcpu-1gb\nautoscaling: {min_instance_count: 1, max_instance_count: 2, metrics: {request_duration: {p95_milliseconds: 5}}}",
    ),
    ["error scale-request-metrics [request_duration]"],
  ],
  [
    "warns of a job that scales, and of nothing else about it",
    component(
      "jobs",
      "image: {registry_type: DOCR, repository: a}\nautoscaling: {min_instance_count: 1, max_instance_count: 2}",
    ),
    ["warning scale-jobs [autoscaling]"],
  ],
])("%s", (_, spec, expected) => {
  expect(found(spec)).toEqual(expected);
});
