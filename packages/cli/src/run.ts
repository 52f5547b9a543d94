import { parseArgs } from "node:util";
import { appSpecJsonSchema } from "@app-platform-toolkit/core";
import { costReport } from "./cost.ts";
import { diffReport } from "./diff.ts";
import { type CheckedFile, checkFile, FORMATS, type Format, render } from "./validate.ts";

/** What a run may read and say; tests bring their own. */
export interface Surroundings {
  /** @throws Error with the system's reason where there is no such file. */
  readFile(path: string): Promise<string>;
  readInput(): Promise<string>;
  print(text: string): void;
  complain(text: string): void;
}

/** Exit codes: 0 all is well, 1 a spec has errors or specs differ, 2 the call itself cannot be carried out. */
export const OK = 0;
export const FOUND = 1;
export const USAGE = 2;

const DEFAULT_SPEC = ".do/app.yaml";

export const HELP = `Checks, prices and compares DigitalOcean App Platform specs. Asks no server.

  app-platform validate [spec …] [--format text|json|sarif|github] [--rules file] [--max-warnings n]
  app-platform cost [spec …] [--format text|json]
  app-platform diff <before> <after> [--format text|json]
  app-platform schema [--draft 2020-12|07]

A spec is a path; "-" reads standard input, and without one .do/app.yaml is read. Levels of rules are those of
.do/rules.yaml unless --rules names another file.

Exit codes: 0 all is well; 1 a spec has errors (or more warnings than --max-warnings), or two specs differ;
2 a file cannot be read, or the call is not understood.`;

/** A call that cannot be carried out: told without a stack. */
export class UsageError extends Error {}

/** Runs one command. @returns the exit code */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    const { values, positionals } = readArguments(args);
    const [command, ...paths] = positionals;
    if (values.help || command === "help") {
      around.print(HELP);
      return OK;
    }
    switch (command) {
      case "validate":
        return await validate(paths, values, around);
      case "cost":
        return await cost(paths, values, around);
      case "diff":
        return await diff(paths, values, around);
      case "schema":
        around.print(JSON.stringify(appSpecJsonSchema({ draft: draftOf(values.draft) }), null, 2));
        return OK;
      case undefined:
        throw new UsageError(`Say what to do.\n\n${HELP}`);
      default:
        throw new UsageError(`There is no command "${command}". There are validate, cost, diff and schema.`);
    }
  } catch (error) {
    around.complain(error instanceof UsageError ? error.message : `app-platform failed: ${reasonOf(error)}`);
    return USAGE;
  }
}

type Values = ReturnType<typeof readArguments>["values"];

function readArguments(args: readonly string[]) {
  const text = { type: "string" } as const;
  const options = {
    format: text,
    rules: text,
    "max-warnings": text,
    draft: text,
    help: { type: "boolean", short: "h" },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${reasonOf(error)}\nSee --help for what there is.`);
  }
}

async function validate(paths: readonly string[], values: Values, around: Surroundings): Promise<number> {
  const format = formatOf(values.format, FORMATS);
  const maxWarnings = countOf(values["max-warnings"]);
  const rules = values.rules === undefined ? undefined : await read(values.rules, around);
  const files: CheckedFile[] = [];
  for (const path of specsOf(paths)) {
    const text = await read(path, around);
    files.push(checkFile(path, text, rules ?? (await readIfThere(".do/rules.yaml", around))));
  }
  around.print(render(files, format));
  const count = (severity: string) =>
    files.flatMap(({ diagnostics }) => diagnostics).filter((problem) => problem.severity === severity).length;
  return count("error") > 0 || count("warning") > maxWarnings ? FOUND : OK;
}

async function cost(paths: readonly string[], values: Values, around: Surroundings): Promise<number> {
  const format = formatOf(values.format, ["text", "json"] as const);
  const files: { path: string; text: string }[] = [];
  for (const path of specsOf(paths)) files.push({ path, text: await read(path, around) });
  around.print(costReport(files, format));
  return OK;
}

async function diff(paths: readonly string[], values: Values, around: Surroundings): Promise<number> {
  const format = formatOf(values.format, ["text", "json"] as const);
  const [before, after] = paths;
  if (before === undefined || after === undefined || paths.length > 2)
    throw new UsageError("diff compares two specs: app-platform diff <before> <after>.");
  const report = diffReport(await read(before, around), await read(after, around), format);
  around.print(report.text);
  return report.differs ? FOUND : OK;
}

function specsOf(paths: readonly string[]): readonly string[] {
  return paths.length > 0 ? paths : [DEFAULT_SPEC];
}

async function read(path: string, around: Surroundings): Promise<string> {
  try {
    return path === "-" ? await around.readInput() : await around.readFile(path);
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${reasonOf(error)}`);
  }
}

async function readIfThere(path: string, around: Surroundings): Promise<string> {
  return around.readFile(path).catch(() => "");
}

function formatOf<F extends Format>(given: string | undefined, formats: readonly F[]): F {
  const found = formats.find((format) => format === (given ?? "text"));
  if (found) return found;
  throw new UsageError(`--format is "${given}". It takes one of: ${formats.join(", ")}.`);
}

function countOf(given: string | undefined): number {
  if (given === undefined) return Number.POSITIVE_INFINITY;
  if (/^\d+$/.test(given)) return Number(given);
  throw new UsageError(`--max-warnings is "${given}". It takes a whole number.`);
}

function draftOf(given: string | undefined): "2020-12" | "07" {
  if (given === undefined || given === "2020-12") return "2020-12";
  if (given === "07") return "07";
  throw new UsageError(`--draft is "${given}". It takes 2020-12 or 07.`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
