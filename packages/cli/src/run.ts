import { posix } from "node:path";
import { parseArgs } from "node:util";
import { appSpecJsonSchema } from "@app-platform-toolkit/core";
import { costReport } from "./cost.ts";
import { diffReport } from "./diff.ts";
import {
  COMMANDS,
  type CommandName,
  commandHelp,
  DEFAULT_SPEC,
  HELP,
  isCommand,
  OPTIONS,
  type OptionName,
} from "./help.ts";
import type { SpecFile } from "./spec-file.ts";
import { UsageError } from "./usage-error.ts";
import { type CheckedFile, checkFile, FORMATS, type Format, render } from "./validate.ts";

/** What a run may read and say; tests bring their own. */
export interface Surroundings {
  readonly version: string;
  /** @throws Error with the system's `code` and reason where there is no such file. */
  readFile(path: string): Promise<string>;
  readInput(): Promise<string>;
  print(text: string): void;
  complain(text: string): void;
}

export const OK = 0;
export const FOUND = 1;
export const USAGE = 2;

/** Runs one command. @returns the exit code, see `EXIT_CODES` */
export async function run(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    const { values, positionals } = readArguments(args);
    const [name, ...paths] = positionals;
    if (values.version) return say(around.version, around);
    if (name === "help") return say(helpFor(paths[0]), around);
    if (values.help) return say(helpFor(name), around);
    if (name === undefined) throw new UsageError(`Say what to do.\n\n${HELP}`);
    const command = commandOf(name);
    refuseForeignOptions(command, values);
    return await COMMAND_RUNS[command](paths, values, around);
  } catch (error) {
    around.complain(error instanceof UsageError ? error.message : `app-platform failed: ${reasonOf(error)}`);
    return USAGE;
  }
}

type Values = ReturnType<typeof readArguments>["values"];
type CommandRun = (paths: readonly string[], values: Values, around: Surroundings) => Promise<number>;

const COMMAND_RUNS: Record<CommandName, CommandRun> = { validate, cost, diff, schema };

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    // Node goes on about arguments that begin with "-"; its first sentence is what went wrong.
    throw new UsageError(`${reasonOf(error).split(". ")[0]}. See --help for what there is.`);
  }
}

function helpFor(name: string | undefined): string {
  return name === undefined ? HELP : commandHelp(commandOf(name));
}

function commandOf(name: string): CommandName {
  if (isCommand(name)) return name;
  throw new UsageError(`There is no command "${name}". There are ${Object.keys(COMMANDS).join(", ")}.`);
}

function refuseForeignOptions(command: CommandName, values: Values): void {
  for (const option of Object.keys(values) as OptionName[])
    if (COMMANDS[command].options[option] === undefined)
      throw new UsageError(`${command} takes no --${option}. See app-platform ${command} --help.`);
}

async function validate(paths: readonly string[], values: Values, around: Surroundings): Promise<number> {
  const format = formatOf(values.format, FORMATS);
  const maxWarnings = countOf(values["max-warnings"]);
  const rules = values.rules === undefined ? undefined : (await read(values.rules, around)).text;
  const files: CheckedFile[] = [];
  for (const { path, text } of await readSpecs(paths, around))
    files.push(checkFile(path, text, rules ?? (await readIfThere(".do/rules.yaml", around))));
  const report = render(files, format, values.rules);
  if (report !== "") around.print(report);
  const count = (severity: string) =>
    files.flatMap(({ diagnostics }) => diagnostics).filter((problem) => problem.severity === severity).length;
  return count("error") > 0 || count("warning") > maxWarnings ? FOUND : OK;
}

async function cost(paths: readonly string[], values: Values, around: Surroundings): Promise<number> {
  const format = formatOf(values.format, ["text", "json"] as const);
  return say(costReport(await readSpecs(paths, around), format), around);
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

async function schema(paths: readonly string[], values: Values, around: Surroundings): Promise<number> {
  if (paths.length > 0) throw new UsageError("schema takes no spec: it is the same for all.");
  return say(JSON.stringify(appSpecJsonSchema({ draft: draftOf(values.draft) }), null, 2), around);
}

function say(text: string, around: Surroundings): number {
  around.print(text);
  return OK;
}

async function readSpecs(paths: readonly string[], around: Surroundings): Promise<SpecFile[]> {
  const files: SpecFile[] = [];
  for (const path of paths.length > 0 ? paths : [DEFAULT_SPEC]) files.push(await read(path, around));
  return files;
}

async function read(path: string, around: Surroundings): Promise<SpecFile> {
  try {
    return { path, text: path === "-" ? await around.readInput() : await around.readFile(path) };
  } catch (error) {
    if (codeOf(error) === "EISDIR") return read(posix.join(path.replaceAll("\\", "/"), DEFAULT_SPEC), around);
    if (codeOf(error) !== "ENOENT") throw new UsageError(`${path} cannot be read: ${reasonOf(error)}`);
    throw new UsageError(
      `There is no file ${path}. Name the spec, or go to the folder that holds ${DEFAULT_SPEC}.`,
    );
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

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
