// The changelog is written by hand, below `## Unreleased`, by whoever makes a change that a user notices; the kind of
// its entries decides the next version. Commits tell engineers what was done, and are no substitute.

/** Headings below a version, with the part of the version that they move. */
const PARTS = {
  Breaking: "major",
  Added: "minor",
  Changed: "minor",
  Fixed: "patch",
  Security: "patch",
} as const;

type Part = (typeof PARTS)[keyof typeof PARTS];

const UNRELEASED = "## Unreleased";

/**
 * The version that what is unreleased makes: before 1.0 a breaking change moves the minor version. The first release is
 * the version that the manifests have.
 *
 * @throws where nothing is unreleased, or below a heading that is not known
 */
export function nextVersion(changelog: string, current: string): string {
  const part = partOf(sectionOf(changelog, UNRELEASED));
  if (!/^## \d/m.test(changelog)) return current;
  const [major = 0, minor = 0, patch = 0] = current.split(".").map(Number);
  if (part === "patch") return `${major}.${minor}.${patch + 1}`;
  return part === "major" && major > 0 ? `${major + 1}.0.0` : `${major}.${minor + 1}.0`;
}

/** Whether a version's part is written and nothing came after it, as on `main` while it is released. */
export function isPrepared(changelog: string, version: string): boolean {
  return changelog.includes(`\n## ${version} (`) && sectionOf(changelog, UNRELEASED) === "";
}

/** The changelog with what was unreleased under a version and its day, such as `2026-11-30`. */
export function closeUnreleased(changelog: string, version: string, day: string): string {
  return changelog.replace(UNRELEASED, `${UNRELEASED}\n\n## ${version} (${day})`);
}

/**
 * What a version brings, as Markdown.
 *
 * @throws where the changelog has no such version
 */
export function notesOf(changelog: string, version: string): string {
  const heading = `## ${version} (`;
  if (!changelog.split("\n").some((line) => line.startsWith(heading)))
    throw new Error(
      `CHANGELOG.md has no "${heading}…)": run \`npm run release -- prepare\`, and merge what it writes.`,
    );
  return sectionOf(changelog, heading);
}

/** The changelog for users who see it away from the repository: what is told to whoever writes it is left out. */
export function publicChangelog(changelog: string, repository: string): string {
  const [, sections = ""] = /^(## [\s\S]*)/m.exec(changelog) ?? [];
  const told = sections.replace(/^## Unreleased\s+(?=## )/, "");
  return `# Changelog\n\n${told}`.replaceAll(/\]\((?![a-z]+:|#)/g, `](${repository}/blob/main/`);
}

function sectionOf(changelog: string, heading: string): string {
  const from = changelog.split("\n").findIndex((line) => line.startsWith(heading));
  if (from < 0) throw new Error(`CHANGELOG.md has no "${heading}".`);
  const lines = changelog.split("\n").slice(from + 1);
  const end = lines.findIndex((line) => line.startsWith("## "));
  return lines
    .slice(0, end < 0 ? undefined : end)
    .join("\n")
    .trim();
}

function partOf(section: string): Part {
  const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, name = ""]) => name);
  const unknown = headings.find((name) => !(name in PARTS));
  if (unknown !== undefined)
    throw new Error(
      `CHANGELOG.md has "### ${unknown}" below "${UNRELEASED}". It takes ${Object.keys(PARTS).join(", ")}.`,
    );
  const parts = headings.map((name) => PARTS[name as keyof typeof PARTS]);
  const largest = (["major", "minor", "patch"] as const).find((part) => parts.includes(part));
  if (largest === undefined || !/^- /m.test(section))
    throw new Error(
      `CHANGELOG.md has nothing below "${UNRELEASED}". Write there, below "### Added", "### Fixed" and the like, what users get.`,
    );
  return largest;
}
