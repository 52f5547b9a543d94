// A spec is parsed once a version, and for nobody who does not want to know any more.
import { expect, test, vi } from "vitest";
import { currentSpec, parsedSpec } from "../packages/vscode/src/language/spec-documents.ts";
import { Uri } from "./editor/double/vscode.ts";

vi.mock("vscode", async () => import("./editor/double/vscode.ts"));

test("ten characters that come at once are parsed once, for all who ask", async () => {
  let reads = 0;
  const document = {
    uri: Uri.file("/shop/.do/app.yaml"),
    languageId: "yaml",
    version: 0,
    getText: () => {
      reads += 1;
      return `name: shop${document.version}\n`;
    },
  };
  const tokens: { isCancellationRequested: boolean }[] = [];
  const answers: Promise<unknown>[] = [];
  for (let key = 0; key < 10; key++) {
    // As VS Code does it: a key takes back the questions on what was there before it.
    for (const token of tokens) token.isCancellationRequested = true;
    document.version += 1;
    for (const _ of ["outline", "lenses", "links"]) {
      const token = { isCancellationRequested: false };
      tokens.push(token);
      answers.push(currentSpec(document as never, token as never));
    }
  }
  const specs = await Promise.all(answers);
  expect(reads).toBe(1);
  expect(specs.slice(0, -3)).toEqual(Array(27).fill(undefined));
  expect(new Set(specs.slice(-3))).toEqual(new Set([parsedSpec(document as never)]));
});
