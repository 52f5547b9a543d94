import type { Diagnostic } from "@app-platform-toolkit/core";
import { expect, test, vi } from "vitest";
import { thisJob } from "../job.ts";
import { planAnnotations } from "./annotations.ts";

function diagnostic(severity: Diagnostic["severity"], message: string, range = [0, 0, 0, 4]): Diagnostic {
  const [line = 0, character = 0, endLine = 0, endCharacter = 0] = range;
  return {
    code: "name-unique",
    severity,
    message,
    path: "services.0.name",
    range: { start: { line, character }, end: { line: endLine, character: endCharacter } },
  };
}

function commands(diagnostics: Diagnostic[], path = ".do/app.yaml"): string {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  try {
    for (const annotation of planAnnotations([{ path, diagnostics }]).annotations)
      thisJob().runner.annotate(annotation);
    return write.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    write.mockRestore();
  }
}

test("line and columns count from one, and the last column is the last character", () => {
  expect(commands([diagnostic("error", "Taken.", [2, 8, 2, 11])])).toBe(
    "::error title=name-unique,file=.do/app.yaml,line=3,endLine=3,col=9,endColumn=11::Taken.\n",
  );
});

test("an empty range is on one character, and one over several lines has no columns", () => {
  expect(commands([diagnostic("warning", "Here.", [2, 8, 2, 8])])).toContain(
    "line=3,endLine=3,col=9,endColumn=9::",
  );
  expect(commands([diagnostic("info", "Here.", [2, 8, 5, 0])])).toBe(
    "::notice title=name-unique,file=.do/app.yaml,line=3,endLine=5::Here.\n",
  );
});

test("neither message nor path can begin a command of their own", () => {
  const written = commands(
    [diagnostic("error", "a\n::set-output name=x::y\u001b[31m 100%")],
    "a,line=9::b.yaml",
  );
  expect(written).toBe(
    "::error title=name-unique,file=a%2Cline=9%3A%3Ab.yaml,line=1,endLine=1,col=1,endColumn=4::a%0A::set-output name=x::y 100%25\n",
  );
});

test("what is about the whole file has no place in it", () => {
  const { annotations } = planAnnotations([
    { path: "a.yaml", diagnostics: [{ ...diagnostic("error", "No name.", [0, 0, 9, 0]), path: "" }] },
  ]);
  expect(annotations).toEqual([
    { level: "error", message: "a.yaml: No name.", properties: { title: "name-unique" } },
  ]);
});

test("ten are shown for all files together, errors first, and the rest is counted", () => {
  const many = (severity: Diagnostic["severity"], count: number) =>
    Array.from({ length: count }, (_, index) => diagnostic(severity, `${severity} ${index}`));
  const { annotations, leftOut } = planAnnotations([
    { path: "a.yaml", diagnostics: [...many("info", 1), ...many("warning", 12), ...many("error", 4)] },
    { path: "b.yaml", diagnostics: many("error", 3) },
  ]);
  expect(annotations.map(({ level }) => level)).toEqual([
    ...Array(7).fill("error"),
    ...Array(3).fill("warning"),
  ]);
  expect(annotations[6]).toMatchObject({ message: "error 2", properties: { file: "b.yaml" } });
  expect(leftOut).toBe(10);
});
