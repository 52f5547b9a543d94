import { describe, expect, it } from "vitest";
import { parseSpec } from "../spec/document.ts";
import { formatPath } from "../spec/path.ts";
import { checkPolicy, type SpecPolicy } from "./policy.ts";

const BASE = `
name: shop
domains: [{ domain: shop.test }]
services:
  - name: web
    github: { repo: octo/shop, branch: main }
    instance_size_slug: apps-s-1vcpu-1gb
    log_destinations:
      - { name: logs, logtail: { token: abc } }
  - name: proxy
    image: { registry_type: DOCKER_HUB, registry: library, repository: nginx, tag: "1" }
databases: [{ name: db, engine: PG, production: true, cluster_name: main-db }]
jobs: [{ name: nightly, kind: SCHEDULED, schedule: { cron: "0 3 * * *" } }]
`;

function check(spec: string, policy: Partial<SpecPolicy> = {}, base: string | null = BASE): string[] {
  const violations = checkPolicy(parseSpec(spec).spec, base === null ? undefined : parseSpec(base).spec, {
    repository: "github.com/octo/shop",
    ...policy,
  });
  return violations.map(({ code, path, message }) => `${code} ${formatPath(path)}: ${message}`);
}

describe("checkPolicy", () => {
  it("has nothing against what the base has, however it is written", () => {
    expect(check(BASE)).toEqual([]);
    expect(check(BASE.replace("octo/shop", "Octo/Shop").replace("shop.test", "SHOP.test"))).toEqual([]);
    expect(check(BASE.replace('tag: "1"', 'tag: "2"'))).toEqual([]);
  });

  it.each([
    [
      "another name",
      ["name: shop", "name: billing"],
      "policy-name name: The app's name changes from `shop` to `billing`. A maintainer can allow it with `name`.",
    ],
    [
      "another domain",
      ["shop.test", "bank.test"],
      "policy-domains domains.0: The domain `bank.test` is new. A maintainer can allow it with `domains`.",
    ],
    [
      "dedicated egress",
      ["services:", "egress: { type: DEDICATED_IP }\nservices:"],
      "policy-egress egress.type: Dedicated egress addresses are new, and cost. A maintainer can allow it with `egress`.",
    ],
    [
      "a private network",
      ["services:", "vpc: { id: 5a4981aa-9653-4bd1-bef5-d6bff52042e4 }\nservices:"],
      "policy-vpc vpc.id: The app joins another private network. A maintainer can allow it with `vpc`.",
    ],
    [
      "logs that go elsewhere under the same name",
      ["token: abc", "token: evil"],
      "policy-log-destinations services.0.log_destinations.0: `web` sends its logs to `logs`, which is new. A maintainer can allow it with `log-destinations`.",
    ],
    [
      "another cluster",
      ["cluster_name: main-db", "cluster_name: hr-db"],
      "policy-clusters databases.0: The app is attached to the database cluster `hr-db`, which is new. A maintainer can allow it with `clusters`.",
    ],
    [
      "a job by the clock",
      ["name: nightly", "name: miner"],
      "policy-scheduled-jobs jobs.0: The job `miner` runs by the clock, and is new. A maintainer can allow it with `scheduled-jobs`.",
    ],
  ] satisfies [string, [string, string], string][])(
    "stops %s, unless it is allowed",
    (_what, [from, to], message) => {
      const spec = BASE.replace(from, to);
      expect(spec).not.toBe(BASE);
      expect(check(spec)).toEqual([message]);
      const word = /^policy-(\S+)/.exec(message)?.[1];
      expect(check(spec, { allow: [word] as unknown as NonNullable<SpecPolicy["allow"]> })).toEqual([]);
    },
  );

  it("stops code and images from elsewhere, unless they are listed", () => {
    const repository = BASE.replace("octo/shop", "mallory/shop");
    expect(check(repository)).toEqual([
      "policy-source services.0.github: `web` is built from `mallory/shop`, which is neither this repository nor in the base commit's spec. A maintainer can allow it with `source:github.com/mallory/shop`.",
    ]);
    expect(check(repository, { allowSources: ["Mallory/Shop"] })).toEqual([]);
    const image = BASE.replace("registry: library", "registry: mallory");
    expect(check(image)).toEqual([
      "policy-source services.1.image: `proxy` runs `docker.io/mallory/nginx`, which is neither this repository nor in the base commit's spec. A maintainer can allow it with `source:docker.io/mallory/nginx`.",
    ]);
    expect(check(image, { allowSources: ["docker.io/mallory/nginx"] })).toEqual([]);
    const clone = BASE.replace(
      "github: { repo: octo/shop, branch: main }",
      "git: { repo_clone_url: https://x:y@evil.test/a.git, branch: main }",
    );
    expect(check(clone).join()).toContain("`evil.test/a`");
    expect(check(clone).join()).not.toContain("x:y");
  });

  it("lets a new spec be no app that nobody has named, and attach nothing", () => {
    const spec = "name: new\nservices: [{ name: web, github: { repo: octo/shop } }]";
    expect(check(spec, {}, null)).toEqual([
      "policy-name name: The base commit has no spec here that says whether this may be the app `new`. A maintainer can allow it with `name`.",
    ]);
    expect(check(spec, { appName: "new" }, null)).toEqual([]);
    expect(check("name: new\ndomains: [a.test]", { allow: ["name"] }, null)).toHaveLength(1);
    expect(check(BASE, { appName: "other" })).toHaveLength(1);
  });

  it("keeps sizes and counts under their limits", () => {
    const policy = { maxSize: "apps-s-1vcpu-1gb", maxCount: 2 };
    expect(check(BASE, policy)).toEqual([]);
    const big = BASE.replace("apps-s-1vcpu-1gb", "apps-d-8vcpu-32gb\n    instance_count: 3");
    expect(check(big, policy)).toEqual([
      "policy-size services.0.instance_size_slug: `web` has the size `apps-d-8vcpu-32gb`, which is dearer than `apps-s-1vcpu-1gb`, the most that is allowed here.",
      "policy-count services.0.instance_count: `web` has up to 3 instances, and 2 are allowed here.",
    ]);
    const unknown = BASE.replace("apps-s-1vcpu-1gb", "apps-x-huge");
    expect(check(unknown, policy)).toHaveLength(1);
    const scaling = "apps-s-1vcpu-1gb\n    autoscaling: { min_instance_count: 1, max_instance_count: 9 }";
    expect(check(BASE.replace("apps-s-1vcpu-1gb", scaling), policy)).toEqual([
      "policy-count services.0.autoscaling.max_instance_count: `web` has up to 9 instances, and 2 are allowed here.",
    ]);
  });

  it.each([
    ["[]"],
    ["name: 1\ndomains: { a: 1 }\nservices: x\ndatabases: [1]"],
    ["&a { services: [*a], x: *a }"],
  ])("survives %s", (text) => {
    expect(() => check(text)).not.toThrow();
  });
});
