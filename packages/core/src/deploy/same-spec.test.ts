import { expect, it } from "vitest";
import { isSameSpec } from "./same-spec.ts";

const cloned = (repo_clone_url: string) => ({ services: [{ name: "web", git: { repo_clone_url } }] });

it("takes URLs with credentials for the same only where all of them is", () => {
  const url = "https://bob:s3cr3t@example.com/a.git";
  expect(isSameSpec(cloned(url), cloned(url))).toBe(true);
  expect(isSameSpec(cloned(url), cloned(url.replace("/a", "/b")))).toBe(false);
  expect(isSameSpec(cloned(url), cloned(url.replace("s3cr3t", "hunter2")))).toBe(false);
});
