/** Exit codes, for every command. */
export const EXIT_CODES = {
  0: "all is well",
  1: "`validate`: a spec has errors, or more warnings than `--max-warnings`; `diff`: the specs differ",
  2: "a file cannot be read or is no spec, the output cannot be written, or the call is not understood",
} as const;

export const OPTIONS = {
  format: { type: "string" },
  rules: { type: "string" },
  "max-warnings": { type: "string" },
  draft: { type: "string" },
  help: { type: "boolean", short: "h" },
  version: { type: "boolean", short: "v" },
} as const;

export type OptionName = keyof typeof OPTIONS;
export type CommandName = "validate" | "cost" | "diff" | "schema";

interface CommandHelp {
  readonly usage: string;
  readonly summary: string;
  readonly options: Partial<Record<OptionName, string>>;
  readonly examples: readonly string[];
}

export const DEFAULT_SPEC = ".do/app.yaml";
const SPEC = `A spec is a file, a folder that holds ${DEFAULT_SPEC}, or "-" for standard input. Without one ${DEFAULT_SPEC} is read.`;

/** What each command does: for `--help` and for docs/reference.md. */
export const COMMANDS: Readonly<Record<CommandName, CommandHelp>> = {
  validate: {
    usage: "validate [spec …]",
    summary: `Finds every mistake at once, each with its line. ${SPEC}`,
    options: {
      format:
        "`text`, `json`, `sarif` (2.1.0, for code scanning) or `github` (annotations); `text` unless given",
      rules: "file with the levels of rules; `.do/rules.yaml` unless given",
      "max-warnings": "more warnings than this are an error, too",
    },
    examples: [
      "app-platform validate",
      "app-platform validate apps/*/.do/app.yaml --max-warnings 0",
      "app-platform validate --format sarif > app-platform.sarif",
    ],
  },
  cost: {
    usage: "cost [spec …]",
    summary: `Tells what each part costs a month, in US dollars, and what is not counted. ${SPEC}`,
    options: { format: "`text` or `json`; `text` unless given" },
    examples: ["app-platform cost", "app-platform cost --format json | jq '.[0].monthly.high'"],
  },
  diff: {
    usage: "diff <before> <after>",
    summary:
      "Tells how two specs differ in what they mean, secrets left out, and what that costs a month. The order of lists, comments and defaults are no differences.",
    options: { format: "`text` or `json`; `text` unless given" },
    examples: ["git show main:.do/app.yaml | app-platform diff - .do/app.yaml"],
  },
  schema: {
    usage: "schema",
    summary: "Writes the JSON schema of app specs, for other editors and tools.",
    options: { draft: "`2020-12` or `07` (what VS Code reads); `2020-12` unless given" },
    examples: ["app-platform schema --draft 07 > app-spec.schema.json"],
  },
};

export function isCommand(name: string): name is CommandName {
  return Object.hasOwn(COMMANDS, name);
}

export const HELP = `Checks, prices and compares DigitalOcean App Platform specs. Asks no server.

${Object.values(COMMANDS)
  .map(({ usage, options }) => `  app-platform ${usage}${Object.keys(options).map(flag).join("")}`)
  .join("\n")}

app-platform <command> --help tells more. --version prints the version.

${exitCodes()}`;

export function commandHelp(name: CommandName): string {
  const { usage, summary, options, examples } = COMMANDS[name];
  const flags = Object.entries({ ...options, help: "this text" });
  const width = Math.max(...flags.map(([option]) => option.length));
  return [
    `app-platform ${usage}${Object.keys(options).map(flag).join("")}`,
    plain(summary),
    flags.map(([option, text]) => `  --${option.padEnd(width)}  ${plain(text)}`).join("\n"),
    `Examples:\n${examples.map((example) => `  ${example}`).join("\n")}`,
    exitCodes(),
  ].join("\n\n");
}

function flag(option: string): string {
  return ` [--${option} …]`;
}

function exitCodes(): string {
  const lines = Object.entries(EXIT_CODES).map(([code, text]) => `  ${code}  ${plain(text)}`);
  return `Exit codes:\n${lines.join("\n")}`;
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}
