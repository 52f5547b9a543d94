import { describe, expect, it } from "vitest";
import {
  closeUnreleased,
  isPrepared,
  nextVersion,
  notesOf,
  publicChangelog,
} from "../../scripts/release/changelog.ts";

const changelog = (unreleased: string, released = "## 1.4.2 (2026-10-01)\n\n### Fixed\n\n- Old.\n") =>
  `# Changelog\n\n## Unreleased\n\n${unreleased}\n\n${released}`;

describe("the next version", () => {
  it.each([
    ["### Fixed\n\n- A.", "1.4.2", "1.4.3"],
    ["### Fixed\n\n- A.\n\n### Added\n\n- B.", "1.4.2", "1.5.0"],
    ["### Breaking\n\n- A.\n\n### Fixed\n\n- B.", "1.4.2", "2.0.0"],
    ["### Breaking\n\n- A.", "0.4.2", "0.5.0"],
  ])("follows from what was written: %j after %s", (unreleased, current, next) => {
    expect(nextVersion(changelog(unreleased), current)).toBe(next);
  });

  it("is the manifests' own for the first release", () => {
    expect(nextVersion(changelog("### Added\n\n- All.", ""), "0.1.0")).toBe("0.1.0");
  });

  it.each([
    ["", "nothing below"],
    ["### Added", "nothing below"],
    ["### Improved\n\n- A.", '"### Improved"'],
  ])("is none where nothing can be told from %j", (unreleased, message) => {
    expect(() => nextVersion(changelog(unreleased), "1.0.0")).toThrow(message);
  });
});

it("puts what was unreleased under its version, and keeps the place for what comes", () => {
  const closed = closeUnreleased(changelog("### Fixed\n\n- A."), "1.4.3", "2026-11-30");
  expect(notesOf(closed, "1.4.3")).toBe("### Fixed\n\n- A.");
  expect(notesOf(closed, "1.4.2")).toBe("### Fixed\n\n- Old.");
  expect(closed).toContain("## Unreleased\n\n## 1.4.3 (2026-11-30)");
  expect([isPrepared(closed, "1.4.3"), isPrepared(closed, "1.4.4")]).toEqual([true, false]);
  expect(isPrepared(closed.replace("## Unreleased", "$&\n\n### Fixed\n\n- B."), "1.4.3")).toBe(false);
});

it("asks for a version to be prepared that has no notes", () => {
  expect(() => notesOf(changelog("### Fixed\n\n- A."), "1.4.3")).toThrow("npm run release -- prepare");
});

it("tells users away from the repository what they get, without what its writers are told, and with whole links", () => {
  const text = `# Changelog\n\nEntries go below ([RELEASE.md](RELEASE.md)).\n\n## Unreleased\n\n## 1.0.0 (2026-11-30)\n\n- [A](docs/a.md#b), [C](https://c.example).\n`;
  expect(publicChangelog(text, "https://forge.example/us")).toBe(
    "# Changelog\n\n## 1.0.0 (2026-11-30)\n\n- [A](https://forge.example/us/blob/main/docs/a.md#b), [C](https://c.example).\n",
  );
});
