import { posix } from "node:path";
import { parseArgs } from "node:util";
import {
  appSpecJsonSchema,
  harmlessLine,
  RULES_FILE,
  readRuleConfiguration,
} from "@app-platform-toolkit/core";
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
import { type SpecFile, STANDARD_INPUT } from "./spec-file.ts";
import { UsageError } from "./usage-error.ts";
import { type CheckedFile, checkFile, countProblems, FORMATS, type Format, render } from "./validate.ts";

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
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const around = { ...surroundings, readInput: once(surroundings.readInput) };
  try {
    const { values, positionals } = readArguments(args);
    const [name, ...paths] = positionals;
    if (values.version) return say(around.version, around);
    if (name === "help") return say(helpFor(paths[0]), around);
    if (values.help) return say(helpFor(name), around);
    if (name === undefined) {
      around.complain(`Say what to do.\n\n${HELP}`);
      return USAGE;
    }
    const command = commandOf(name);
    refuseForeignOptions(command, values);
    return await COMMAND_RUNS[command](paths, values, around);
  } catch (error) {
    around.complain(
      error instanceof UsageError ? error.message : harmlessLine(`app-platform failed: ${reasonOf(error)}`),
    );
    return USAGE;
  }
}

/** What has been read from standard input is not there a second time. */
function once(read: () => Promise<string>): () => Promise<string> {
  let isRead = false;
  return async () => {
    if (isRead)
      throw new UsageError(`"${STANDARD_INPUT}" stands for standard input, which is read once only.`);
    isRead = true;
    return read();
  };
}

type Values = ReturnType<typeof readArguments>["values"];
type CommandRun = (paths: readonly string[], values: Values, around: Surroundings) => Promise<number>;

const COMMAND_RUNS: Record<CommandName, CommandRun> = { validate, cost, diff, schema };

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${misunderstood(reasonOf(error))}. See --help for what there is.`);
  }
}

/** Node goes on about arguments that begin with "-"; its first sentence is what went wrong. */
function misunderstood(reason: string): string {
  const option = /^Option '(?:-\w, )?(--[\w-]+)' argument is ambiguous/.exec(reason)?.[1];
  if (option) return `The value of ${option} begins with "-"`;
  return reason.split(/\.(?:\s|$)/)[0] ?? reason;
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
  const rules = readRuleConfiguration(await readRules(values.rules, around));
  const specs = await readSpecs(paths, around);
  const files: CheckedFile[] = specs.map((spec) => checkFile(spec, rules));
  const report = render(files, format, values.rules);
  if (report !== "") around.print(report);
  const isFound = countProblems(files, "error") > 0 || countProblems(files, "warning") > maxWarnings;
  return isFound ? FOUND : OK;
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
  if (path === "") throw new UsageError("The name of a spec is empty. Is a variable of your script not set?");
  if (path === STANDARD_INPUT) return { path, text: await around.readInput() };
  try {
    return { path, text: await around.readFile(path) };
  } catch (error) {
    if (codeOf(error) === "EISDIR") return read(posix.join(path.replaceAll("\\", "/"), DEFAULT_SPEC), around);
    if (codeOf(error) !== "ENOENT") throw new UsageError(`${path} cannot be read: ${reasonOf(error)}`);
    throw new UsageError(
      `There is no file ${path}. Name the spec, or go to the folder that holds ${DEFAULT_SPEC}.`,
    );
  }
}

/** @param given what `--rules` names, which has to be there */
async function readRules(given: string | undefined, around: Surroundings): Promise<string> {
  if (given === STANDARD_INPUT) return around.readInput();
  const path = given ?? RULES_FILE;
  try {
    return await around.readFile(path);
  } catch (error) {
    const code = codeOf(error);
    if (code === "ENOENT" && given === undefined) return "";
    if (code === "ENOENT") throw new UsageError(`There is no file "${path}", which --rules names.`);
    if (code === "EISDIR") throw new UsageError(`${path} is a folder. The levels of rules are in a file.`);
    throw new UsageError(`${path} cannot be read: ${reasonOf(error)}`);
  }
}

function formatOf<F extends Format>(given: string | undefined, formats: readonly F[]): F {
  const found = formats.find((format) => format === (given ?? "text"));
  if (found) return found;
  throw new UsageError(`--format is "${given}". It takes one of: ${formats.join(", ")}.`);
}

function countOf(given: string | undefined): number {
  if (given === undefined) return Number.POSITIVE_INFINITY;
  if (/^\d+$/.test(given)) return Number(given);
  throw new UsageError(`--max-warnings is "${given}". It takes a whole number, such as --max-warnings 0.`);
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
