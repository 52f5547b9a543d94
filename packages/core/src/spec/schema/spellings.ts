/** How a text must be written: in words, and the nearest such text to one that is not. */
export interface Spelling {
  readonly words: string;
  /** `path` is that of the field. */
  readonly mend?: (text: string, path: string) => string | undefined;
}

/** Those that fields are held to by a pattern, by a name that the fields give. */
export const SPELLINGS = {
  name: {
    words: "2 to 32 lower-case letters, digits and hyphens, with a letter first and no hyphen last",
    mend: (text) =>
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, "-")
        .replace(/^[^a-z]+/, "")
        .replace(/-+$/, ""),
  },
  "environment variable": {
    words: "letters, digits and underscores, with no digit first",
    mend: (text) => text.trim().replace(/[^_A-Za-z0-9]+/g, "_"),
  },
  "owner/repo": { words: "`owner/repo`, without a host", mend: pathOfUrl },
  "owner/group/repo": { words: "`owner/repo` or `owner/group/repo`, without a host", mend: pathOfUrl },
  "host name": {
    words: "a host name such as `www.example.com`; for all its sub-domains add `wildcard: true`",
    mend: (text) =>
      text
        .trim()
        .replace(/^https?:\/\//, "")
        .replace(/^\*\./, "")
        .replace(/[/:].*$/, ""),
  },
  duration: {
    words: "a duration with its units, such as `30m` or `1h30m`",
    mend: (text) =>
      text
        .replace(/^(\d+)d$/, (_, days: string) => `${Number(days) * 24}h`)
        // A small number may as well be minutes.
        .replace(/^\d{3,6}$/, (seconds) => (Number(seconds) < 300 ? seconds : durationOf(Number(seconds)))),
  },
  "HTTPS URL": {
    words: "a URL that begins with `https://`",
    mend: (text) => text.replace(/^http:/, "https:"),
  },
  "log destination": {
    words:
      "2 to 42 letters, digits, spaces and `-_./()[]`, with a letter, digit, bracket or quote at each end",
  },
} as const satisfies Record<string, Spelling>;

export type SpellingName = keyof typeof SPELLINGS;

/** `https://github.com/owner/repo.git` and `git@github.com:owner/repo.git` both name `owner/repo`, of GitHub alone. */
function pathOfUrl(url: string, path: string): string | undefined {
  const host = /\b(github|gitlab|bitbucket)\.(?:com|org)\b/.exec(url)?.[1];
  if (host !== undefined && !path.includes(`.${host}.`)) return undefined;
  return url
    .trim()
    .replace(/^[a-z]+:\/\/[^/]+\/|^[^/]*@[^/:]+:|^(www\.)?(github|gitlab|bitbucket)\.(com|org)\//, "")
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}

function durationOf(seconds: number): string {
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
