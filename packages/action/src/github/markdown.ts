import { sanitizeLogText } from "@app-platform-toolkit/core";

/** Breaks what GitHub would make a link or a notification of, without showing. */
const ZERO_WIDTH_SPACE = "\u200B";

/**
 * Text from outside, in one paragraph: words between backticks become code, everything else is shown as it is
 * written. No HTML, links, images, mentions or references survive, and line breaks become spaces.
 */
export function inlineText(text: string): string {
  const parts = singleLine(text).split(/`([^`]+)`/);
  const escaped = parts.map((part, index) => (index % 2 === 1 ? code(part) : escapeText(part))).join("");
  // A list, a heading or a quote would begin here.
  return escaped
    .replace(/^[#+=-]/, entity)
    .replace(/^(\d+)([.)])/, (_, digits: string, mark: string) => digits + entity(mark));
}

/** Text from outside for a cell of a table: as {@link inlineText}, with its line breaks kept. */
export function tableCell(text: string): string {
  return clean(text).trim().split("\n").map(inlineText).join("<br>");
}

/**
 * Inline code that shows exactly `text`, wherever it stands: in a paragraph, a table or a `<summary>`. Backticks as
 * many as it takes; HTML where backticks would not do (a pipe ends a table's cell even inside of them).
 */
export function code(text: string): string {
  const content = singleLine(text);
  if (/[|<>&]/.test(content)) return htmlCode(content);
  const marks = "`".repeat(longestRun(content) + 1);
  const pad = content === "" || /^[` ]|[` ]$/.test(content) ? " " : "";
  return `${marks}${pad}${content}${pad}${marks}`;
}

/** {@link code} as HTML, for a `<summary>`, in which GitHub reads no Markdown. */
export function htmlCode(text: string): string {
  return `<code>${htmlText(text)}</code>`;
}

/** Text from outside as HTML, with nothing in it that HTML or Markdown would read. */
export function htmlText(text: string): string {
  return singleLine(text).replaceAll(/[!-/:-@[-`{-~]/g, entity);
}

/** A block of code with a fence that nothing inside can close. `language` is our own word, such as `diff`. */
export function fence(text: string, language = ""): string {
  const content = clean(text).replace(/\n+$/, "");
  const marks = "`".repeat(Math.max(3, longestRun(content) + 1));
  return `${marks}${language}\n${content}\n${marks}`;
}

/** A block that opens on a click. `summary` is HTML, `body` Markdown. */
export function details(summary: string, body: string, open = false): string {
  return `<details${open ? " open" : ""}>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

/** A URL from outside as a link that shows its host; empty where it is no plain http or https URL. */
export function link(url: string | undefined): string {
  const href = URL.parse(url ?? "")?.href;
  return href && /^https?:\/\/[^\s()<>|]+$/.test(href) ? `[${inlineText(new URL(href).host)}](${href})` : "";
}

/** Text without terminal sequences, control characters and marks that turn the reading direction around. */
export function clean(text: string): string {
  return sanitizeLogText(text.toWellFormed());
}

function singleLine(text: string): string {
  return clean(text)
    .replaceAll(/\s*\n\s*/g, " ")
    .trim();
}

function escapeText(text: string): string {
  return text
    .replaceAll("@", `@${ZERO_WIDTH_SPACE}`)
    .replaceAll(/#(?=\d)|\bGH-(?=\d)/gi, `$&${ZERO_WIDTH_SPACE}`)
    .replaceAll("://", `:${ZERO_WIDTH_SPACE}//`)
    .replaceAll(/\bwww\./gi, (found) => `${found.slice(0, -1)}${ZERO_WIDTH_SPACE}.`)
    .replaceAll(/[&<>|\\`*_~[\]]/g, entity);
}

/** Unlike a backslash, an entity also works inside HTML and is never read as Markdown. */
function entity(character: string): string {
  return `&#${character.codePointAt(0)};`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
