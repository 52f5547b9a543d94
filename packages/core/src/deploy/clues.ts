import type { Diagnosis } from "./diagnose.ts";

/** What a line of a log says about the cause, as far as one line can. */
export interface Clue {
  /** One sentence. */
  readonly says: string;
  /** Keys of the component that the cause may be in, the likeliest first. */
  readonly fields: readonly string[];
  /** The environment variable that is missed. */
  readonly variable?: string;
  /** The port on which the program listens. */
  readonly port?: number;
}

interface Pattern {
  readonly line: RegExp;
  /** For failures of this kind only. */
  readonly when?: (diagnosis: Diagnosis) => boolean;
  clue(match: RegExpExecArray, diagnosis: Diagnosis): Clue;
}

const isBuild = ({ logType }: Diagnosis) => logType === "BUILD";
const isHealthCheck = ({ code = "" }: Diagnosis) => code.endsWith("ContainerHealthChecksFailed");
const command = (diagnosis: Diagnosis) => (isBuild(diagnosis) ? "build_command" : "run_command");

/** A line that says why is short. */
const MAX_LENGTH = 400;

/** The most certain first. Words of common run times and tools: node, npm, yarn, pip, Python, Ruby, Go, sh. */
const PATTERNS: readonly Pattern[] = [
  {
    line: /\b(?:listening|running|started|serving)\b.{0,40}?(?:127\.0\.0\.1|\blocalhost|\[::1\])(?::\d+)?/i,
    when: isHealthCheck,
    clue: () => ({
      says: "The program listens on localhost, where nothing else reaches it: let it listen on 0.0.0.0.",
      fields: ["run_command", "http_port"],
    }),
  },
  {
    line: /\b(?:listening|running|started|serving)\b.{0,40}?(?::|\bport )(\d{2,5})\b/i,
    when: isHealthCheck,
    clue: ([, port]) => ({
      says: `The program listens on port ${port}.`,
      fields: ["health_check.port", "http_port", "health_check"],
      port: Number(port),
    }),
  },
  {
    line: /missing script:? ["']?([\w:.-]+)/i,
    clue: ([, script], diagnosis) => ({
      says: `\`package.json\` has no script \`${script}\`.`,
      fields: [command(diagnosis), "source_dir"],
    }),
  },
  {
    line: /\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b.{0,30}\b(?:is not (?:set|defined)|not set|is (?:required|missing|undefined)|must be set|undefined)\b|\b(?:missing|required|undefined)\b.{0,40}?\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b|KeyError: '([A-Z][A-Z0-9_]+)'/,
    clue: ([, before, behind, python]) => {
      const variable = before ?? behind ?? python ?? "";
      return {
        says: `The program misses the environment variable \`${variable}\`.`,
        fields: ["envs"],
        variable,
      };
    },
  },
  {
    line: /(?:^|: )(?:\d+: )?([\w./-]+): (?:command )?not found\b|exec: "([^"]+)": executable file not found/,
    clue: ([, shell, exec], diagnosis) => ({
      says: `The command \`${shell ?? exec}\` is not there.`,
      fields: [command(diagnosis), "dockerfile_path"],
    }),
  },
  {
    line: /(?:ENOENT|no such file or directory|could not (?:read|find)).{0,80}\b(package\.json|requirements\.txt|go\.mod|Gemfile|Dockerfile|composer\.json)\b/i,
    clue: ([, file]) => ({
      says: `There is no \`${file}\` where the build looks for it.`,
      fields: ["source_dir", "dockerfile_path", "build_command"],
    }),
  },
  {
    line: /Cannot find module '([^']+)'|ModuleNotFoundError: No module named '([^']+)'|cannot load such file -- (\S+)/,
    clue: ([, node, python, ruby], diagnosis) => ({
      says: `The program does not find the module \`${node ?? python ?? ruby}\`.`,
      fields: isBuild(diagnosis) ? ["build_command", "source_dir"] : ["run_command", "build_command"],
    }),
  },
  {
    line: /heap out of memory|Cannot allocate memory|MemoryError|\bOOMKilled\b/,
    clue: (_, diagnosis) => ({
      says: "The program ran out of memory.",
      fields: isBuild(diagnosis) ? ["build_command"] : ["instance_size_slug"],
    }),
  },
  {
    line: /\b(?:ECONNREFUSED|ENOTFOUND|ETIMEDOUT)\b|could not (?:connect to server|translate host name)|connection refused/i,
    when: (diagnosis) => !isBuild(diagnosis) && !isHealthCheck(diagnosis),
    clue: () => ({
      says: "The program does not reach another server, such as its database.",
      fields: ["envs"],
    }),
  },
];

/** Reads the last lines of a log for the cause; `undefined` where none of them says anything that is known. */
export function findClue(lines: readonly string[], diagnosis: Diagnosis): Clue | undefined {
  for (const { line, when, clue } of PATTERNS) {
    if (when && !when(diagnosis)) continue;
    const match = lines.map((text) => line.exec(text.slice(0, MAX_LENGTH))).find((found) => found !== null);
    if (match) return clue(match, diagnosis);
  }
  return undefined;
}
