import { expect, it } from "vitest";
import { completionNeeds } from "./completion-needs.ts";
import { atCursor } from "./testing.ts";

function needs(marked: string) {
  const { text, position } = atCursor(marked);
  return completionNeeds(text, position);
}

it("says what a value would be told by", () => {
  expect(needs("services:\n- source_dir: |")).toEqual([{ kind: "paths" }]);
  expect(needs("services:\n- github:\n    repo: |")).toEqual([{ kind: "repositories", provider: "github" }]);
  expect(needs("services:\n- gitlab:\n    repo: acme/shop\n    branch: ma|")).toEqual([
    { kind: "branches", provider: "gitlab", repository: "acme/shop" },
  ]);
  expect(needs("services:\n- github:\n    branch: |")).toEqual([
    { kind: "branches", provider: "github", repository: "" },
  ]);
  expect(needs("databases:\n- cluster_name: |")).toEqual([{ kind: "clusters" }]);
  expect(needs("services:\n- image: {repository: api, tag: |}")).toEqual([
    { kind: "image-tags", repository: "api" },
  ]);
  expect(needs("services:\n- instance_size_slug: |")).toEqual([{ kind: "catalog" }]);
  expect(needs("vpc:\n  id: |")).toEqual([{ kind: "vpcs" }]);
  expect(needs("name: |")).toEqual([{ kind: "apps" }]);
});

it("needs nothing at keys, in comments, and where the schema knows all", () => {
  expect(needs("services:\n- |")).toEqual([]);
  expect(needs("na|me: shop")).toEqual([]);
  expect(needs("# source_dir: |")).toEqual([]);
  expect(needs("services:\n- protocol: |")).toEqual([]);
});
