import { parseArgs } from "node:util";

/** Flags that cannot be read; the message says which and what to write. */
export class UsageError extends Error {}

export const HELP = `App Platform, simulated on 127.0.0.1.

  npm run simulator -- [--port 8080] [--speed 60] [--seed 1]

  --port   where to listen; 0 takes a free port (default 8080)
  --speed  virtual seconds in a second: 60 makes a deployment of four minutes take four seconds (default);
           0 stops the clock, which then moves by POST /_simulator/clock {"ms": 60000}
  --seed   the same seed gives the same ids, durations and logs (default 1)
  --help   this text

When it listens it prints one line: {"url": "http://127.0.0.1:…", "token": "dop_v1_…"}
Point any App Platform client at that url with that token.`;

export function readOptions(args: string[]): "help" | { port: number; speed: number; seed: string } {
  const values = parse(args);
  if (values.help) return "help";
  return {
    port: numberOf(
      "port",
      values.port ?? "8080",
      (port) => Number.isInteger(port) && port <= 65535,
      "0 to 65535",
    ),
    speed: numberOf("speed", values.speed ?? "60", (speed) => speed <= 100_000, "0 to 100000"),
    seed: values.seed ?? "1",
  };
}

function parse(args: string[]) {
  try {
    const text = { type: "string" } as const;
    const options = { port: text, speed: text, seed: text, help: { type: "boolean", short: "h" } } as const;
    return parseArgs({ args, options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : error}\nSee --help for what there is.`);
  }
}

function numberOf(flag: string, text: string, fits: (value: number) => boolean, range: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isFinite(value) && value >= 0 && fits(value)) return value;
  throw new UsageError(`--${flag} must be a number from ${range}, not "${text}".`);
}
