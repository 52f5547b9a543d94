// biome-ignore-all lint/suspicious/noTemplateCurlyInString: a placeholder is no link
import { describe, expect, it } from "vitest";
import { dedent } from "../rules/rule.ts";
import { parseSpec } from "../spec/document.ts";
import { documentLinks } from "./links.ts";

/** Each link as `text → where it leads`. */
function links(source: string): string[] {
  const text = dedent(source);
  const document = parseSpec(text);
  return documentLinks(text).map(
    ({ range, target }) =>
      `${text.slice(document.offsetAt(range.start), document.offsetAt(range.end))} → ${target}`,
  );
}

describe("the links of a spec", () => {
  it("lead to repositories and branches", () => {
    expect(
      links(`
        services:
        - name: a
          github: {repo: acme/shop, branch: feature/x}
        - name: b
          gitlab: {repo: "acme/group/shop", branch: main}
        - name: c
          bitbucket: {repo: acme/shop, branch: main}
        - name: d
          git: {repo_clone_url: https://git.example.com/shop.git, branch: main}
      `),
    ).toEqual([
      "acme/shop → https://github.com/acme/shop",
      "feature/x → https://github.com/acme/shop/tree/feature/x",
      "acme/group/shop → https://gitlab.com/acme/group/shop",
      "main → https://gitlab.com/acme/group/shop/-/tree/main",
      "acme/shop → https://bitbucket.org/acme/shop",
      "main → https://bitbucket.org/acme/shop/src/main",
      "https://git.example.com/shop.git → https://git.example.com/shop.git",
    ]);
  });

  it("lead to images", () => {
    expect(
      links(`
        services:
        - image: {registry_type: DOCKER_HUB, registry: library, repository: nginx}
        - image: {registry_type: DOCKER_HUB, registry: acme, repository: shop}
        - image: {registry_type: GHCR, registry: acme, repository: api}
        - image: {registry_type: DOCR, repository: web}
      `),
    ).toEqual([
      "nginx → https://hub.docker.com/_/nginx",
      "shop → https://hub.docker.com/r/acme/shop",
      "api → https://ghcr.io/acme/api",
      "web → https://cloud.digitalocean.com/registry",
    ]);
  });

  it("lead to domains, zones, clusters, networks and pages", () => {
    expect(
      links(`
        domains:
        - {domain: www.example.com, zone: example.com}
        - {domain: example.org, wildcard: true}
        databases:
        - {name: db, production: true, cluster_name: main}
        vpc: {id: 5a4981aa-9653-4bd1-bef5-d6bff52042e4}
        ingress: {custom_error_page_url: "https://status.example.com/"}
      `),
    ).toEqual([
      "main → https://cloud.digitalocean.com/databases",
      "www.example.com → https://www.example.com/",
      "example.com → https://cloud.digitalocean.com/networking/domains/example.com",
      "5a4981aa-9653-4bd1-bef5-d6bff52042e4 → https://cloud.digitalocean.com/networking/vpc/5a4981aa-9653-4bd1-bef5-d6bff52042e4",
      "https://status.example.com/ → https://status.example.com/",
    ]);
  });

  it("are none where the text is still to be filled in, is no name, or holds a password", () => {
    expect(
      links(`
        services:
        - github: {repo: "\${OWNER}/shop", branch: main}
        - github: {repo: https://github.com/acme/shop, branch: main}
        - git: {repo_clone_url: "https://user:token@example.com/shop.git"}
        - git: {repo_clone_url: "javascript:alert(1)"}
        domains:
        - domain: "\${HOST}"
        - domain: "a b.example.com"
      `),
    ).toEqual([]);
  });
});
