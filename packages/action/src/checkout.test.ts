import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { checkedOutHead } from "./checkout.ts";

const [BASE, HEAD, MERGE] = ["a", "b", "c"].map((digit) => digit.repeat(40)) as [string, string, string];
const PULL = {
  number: 7,
  state: "open" as const,
  headSha: HEAD,
  baseSha: BASE,
  headRef: "change",
  headRepository: "mallory/shop",
  isFork: true,
  mergeSha: MERGE,
  draft: false,
};

/** Where the head is found in a workspace that holds these files. */
async function found(files: Record<string, string>): Promise<string | undefined> {
  const workspace = await mkdtemp(join(tmpdir(), "checkout-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(workspace, path)), { recursive: true });
      await writeFile(join(workspace, path), text);
    }
    return await checkedOutHead(workspace, PULL);
  } finally {
    await rm(workspace, { recursive: true });
  }
}

test("the base, a branch of it and no checkout at all are harmless", async () => {
  expect(await found({})).toBeUndefined();
  expect(await found({ ".git/HEAD": `${BASE}\n` })).toBeUndefined();
  expect(
    await found({ ".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": `${BASE}\n` }),
  ).toBeUndefined();
  expect(await found({ ".git/HEAD": `${BASE}\n`, ".git/refs/remotes/pull/8/merge": MERGE })).toBeUndefined();
});

test.each([
  ["the head itself", { ".git/HEAD": `${HEAD}\n` }, "."],
  ["the merge of it", { ".git/HEAD": MERGE }, "."],
  ["a branch of it", { ".git/HEAD": "ref: refs/heads/x\n", ".git/refs/heads/x": HEAD }, "."],
  [
    "a packed branch of it",
    { ".git/HEAD": "ref: refs/heads/x\n", ".git/packed-refs": `# pack-refs\n${HEAD} refs/heads/x\n` },
    ".",
  ],
  [
    "a newer merge, by the name that actions/checkout gives it",
    { ".git/HEAD": `${"d".repeat(40)}\n`, ".git/refs/remotes/pull/7/merge": "d".repeat(40) },
    ".",
  ],
  ["the head in a folder beside the base", { ".git/HEAD": BASE, "pr/.git/HEAD": HEAD }, "pr"],
  ["a work tree of it", { "pr/.git": "gitdir: ../trees/pr\n", "trees/pr/HEAD": HEAD }, "pr"],
])("%s is noticed", async (_what, files, folder) => {
  expect(await found(files as Record<string, string>)).toBe(folder);
});
