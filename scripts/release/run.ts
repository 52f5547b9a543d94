import { execFile } from "node:child_process";
import { promisify } from "node:util";

export interface RunOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Runs a program to its end and returns what it wrote, shown with its arguments before.
 *
 * @throws with what it wrote, where it fails
 */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<string> {
  console.log(`$ ${program} ${args.join(" ")}`);
  const [file, ...rest] = program === "npm" ? npm(args) : [program, ...args];
  try {
    const { stdout } = await promisify(execFile)(file, rest, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      maxBuffer: 1 << 26,
    });
    return stdout.trim();
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(" ")} failed.\n${stdout}${stderr}`, { cause: error });
  }
}

/** npm as a program of Node: on Windows it is a script, which is started by a shell alone. */
function npm(args: readonly string[]): [string, ...string[]] {
  const script = process.env.npm_execpath;
  return script?.endsWith("npm-cli.js") ? [process.execPath, script, ...args] : ["npm", ...args];
}
