import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));
const start = (...args: string[]) => spawn(process.execPath, ["--conditions=source", MAIN, ...args]);

async function outputOf(...args: string[]) {
  const child = start(...args);
  let [out, error] = ["", ""];
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (error += chunk));
  const [code] = await once(child, "close");
  return { code, out, error };
}

describe("npm run simulator", () => {
  it("prints where it listens and with which token, serves, and ends on SIGTERM", async () => {
    const child = start("--port", "0", "--speed", "600", "--seed", "4");
    const ended = once(child, "close");
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    const { url, token } = JSON.parse(line) as { url: string; token: string };
    const answer = await fetch(`${url}/v2/apps/regions`, { headers: { authorization: `Bearer ${token}` } });

    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(token).toMatch(/^dop_v1_[0-9a-f]{64}$/);
    expect(answer.status).toBe(200);
    child.kill("SIGTERM");
    expect((await ended)[0]).toBe(0);
  });

  it("explains itself", async () => {
    const { code, out } = await outputOf("--help");

    expect(code).toBe(0);
    expect(out).toContain("--speed");
  });

  it.each([
    [["--port", "many"], '--port must be a number from 0 to 65535, not "many".'],
    [["--speed", "-1"], "--speed"],
    [["--sped", "60"], "Unknown option '--sped'"],
    [["8080"], "8080"],
  ])("refuses %j with code 2", async (args, message) => {
    const { code, out, error } = await outputOf(...args);

    expect([code, out]).toEqual([2, ""]);
    expect(error).toContain(message);
    expect(error).not.toContain("    at ");
  });

  it("says that a port is in use", async () => {
    const first = start("--port", "0");
    const [line] = (await once(createInterface(first.stdout), "line")) as [string];
    const port = new URL((JSON.parse(line) as { url: string }).url).port;
    const { code, error } = await outputOf("--port", port);
    first.kill("SIGTERM");

    expect([code, error]).toEqual([
      1,
      `Port ${port} of 127.0.0.1 is in use. Choose another with --port, or --port 0 for a free one.\n`,
    ]);
  });
});
