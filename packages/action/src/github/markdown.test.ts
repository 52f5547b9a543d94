import { describe, expect, test } from "vitest";
import { clean, code, fence, inlineText, tableCell } from "./markdown.ts";

const ESCAPE = "\u001b";

test("words are shown as they are, and what stands between backticks is code", () => {
  expect(inlineText("The service `web` costs $12.00.")).toBe("The service `web` costs $12.00.");
});

test("Markdown and HTML are shown, not obeyed", () => {
  expect(inlineText("*a* [b](c) <img src=x> & d|e")).toBe(
    "&#42;a&#42; &#91;b&#93;(c) &#60;img src=x&#62; &#38; d&#124;e",
  );
  expect(inlineText("# title")).toBe("&#35; title");
  expect(inlineText("1. item")).toBe("1&#46; item");
});

test("nobody is mentioned, no issue referred to, nothing linked", () => {
  const zero = "\u200b";
  expect(inlineText("@octocat closes #12, GH-3")).toBe(`@${zero}octocat closes #${zero}12, GH-${zero}3`);
  expect(inlineText("see https://evil.test or www.evil.test")).toBe(
    `see https:${zero}//evil.test or www${zero}.evil.test`,
  );
});

test("a lone backtick opens nothing", () => {
  expect(inlineText("a ` b <i>")).toBe("a &#96; b &#60;i&#62;");
});

test("code has as many backticks as it takes", () => {
  expect(code("web")).toBe("`web`");
  expect(code("a`b")).toBe("``a`b``");
  expect(code("`a")).toBe("`` `a ``");
  expect(code("a``b`c")).toBe("```a``b`c```");
});

test("code that a table or a summary would break is HTML", () => {
  expect(code("a|b")).toBe("<code>a&#124;b</code>");
  expect(code("</summary>*")).toBe("<code>&#60;&#47;summary&#62;&#42;</code>");
});

test("a cell keeps its line breaks and no pipe", () => {
  expect(tableCell("first | one\r\nsecond")).toBe("first &#124; one<br>second");
});

test("a fence is longer than every run of backticks inside", () => {
  expect(fence("+ a\n```\n</details>", "diff")).toBe("````diff\n+ a\n```\n</details>\n````");
});

test("terminal sequences, control characters and reversed reading are taken out", () => {
  expect(
    clean(`${ESCAPE}[31mred${ESCAPE}[0m ${ESCAPE}]8;;https://evil.test\u0007link${ESCAPE}]8;;\u0007\b\0`),
  ).toBe("red link");
  expect(clean("admin\u202eresu\u2066 \ud800")).toBe("adminresu \ufffd");
  expect(clean("a\r\nb\rc\td")).toBe("a\nb\nc\td");
});

/** Pieces of what an attacker would write, put together at random; the seed makes a failure come back. */
function hostileTexts(count: number): string[] {
  const pieces = [
    "`",
    "``",
    "```",
    "~~~",
    "|",
    "\\",
    "\\|",
    "\n",
    "\r\n",
    "\n\n",
    "<",
    ">",
    "&",
    "&lt;",
    "<!--",
    "-->",
    "</details>",
    "</code>",
    "</summary>",
    "<img src=x onerror=y>",
    "[x](javascript:1)",
    "![x](https://evil.test/a.png)",
    "@octocat",
    "#12",
    "https://evil.test",
    "*",
    "_",
    "~",
    "::error::",
    "##[group]",
    ESCAPE,
    `${ESCAPE}[2J`,
    `${ESCAPE}]0;t`,
    "\u0007",
    "\u202e",
    "\u2028",
    "\0",
    "a",
    " ",
    "word",
    "1.",
    "- ",
    "# ",
    "=",
    "+",
    "😀",
    "\ud800",
  ]; // prettier-ignore
  let state = 20_260_101;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + random(12) }, () => pieces[random(pieces.length)]).join(""),
  );
}

/** Takes out code, its spans as CommonMark reads them: from a run of backticks to the next run of the same length. */
function withoutCode(markdown: string): string {
  return markdown
    .replaceAll(/<code>[^<]*<\/code>/g, "CODE")
    .replaceAll(/(?<!`)(`+)(?!`)(.*?[^`])\1(?!`)/g, "CODE");
}

function resolveEntities(text: string): string {
  return text.replaceAll(/&#(\d+);/g, (_, digits) => String.fromCodePoint(Number(digits)));
}

describe("whatever comes from outside", () => {
  const texts = hostileTexts(5000);

  test.each([
    ["inlineText", inlineText],
    ["tableCell", tableCell],
    ["code", code],
  ])("%s gives one line without HTML, links, mentions or open code", (_, render) => {
    for (const text of texts) {
      const result = render(text);
      expect(result, JSON.stringify(text)).not.toMatch(/\p{Cc}|[|\u202e\u2028]/u);
      const outside = withoutCode(result).replaceAll("<br>", "\n");
      expect(outside, JSON.stringify(text)).not.toMatch(/[<>`*_~[\]\\]/);
      // Mentions and references are looked for after the entities are resolved.
      expect(resolveEntities(outside), JSON.stringify(text)).not.toMatch(/@\w|#\d|:\/\/|www\./);
    }
  });

  test("code shows what was given", () => {
    const read = (span: string) =>
      span.startsWith("<")
        ? resolveEntities(span.slice("<code>".length, -"</code>".length))
        : span.replace(/^`+/, "").replace(/`+$/, "");
    for (const text of texts) {
      const shown = clean(text)
        .replaceAll(/\s*\n\s*/g, " ")
        .trim();
      if (/^`|`$/.test(shown) && !/[|<>&]/.test(shown)) {
        expect(code(text)).toMatch(/^`+ .* `+$/);
      } else if (shown !== "") expect(read(code(text)), JSON.stringify(text)).toBe(shown);
    }
  });

  test("a fence has its own marks at both ends and nowhere else", () => {
    for (const text of texts) {
      const lines = fence(text).split("\n");
      const marks = lines[0] ?? "";
      expect(marks).toMatch(/^`{3,}$/);
      expect(lines.at(-1)).toBe(marks);
      expect(lines.slice(1, -1).join("\n"), JSON.stringify(text)).not.toContain(marks);
    }
  });
});
