import { expect, test, vi } from "vitest";

vi.mock("vscode", () => ({}));
const { remoteOf } = await import("./git.ts");

test.each([
  ["https://github.com/octo/shop.git"],
  ["https://x-access-token:abc@github.com/octo/shop"],
  ["git@github.com:octo/shop.git"],
  ["ssh://git@github.com:22/octo/shop.git"],
])("reads %s", (url) => {
  expect(remoteOf(url)).toEqual({ serverUrl: "https://github.com", repository: "octo/shop" });
});

test.each(["", "../shop", "/srv/git/shop.git"])("knows no server of %j", (url) => {
  expect(remoteOf(url)).toBeUndefined();
});
