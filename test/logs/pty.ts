import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer } from "ws";

/** `script` of util-linux gives a program a terminal; other systems have another one of that name. */
export const HAS_TERMINALS = spawnSync("script", ["-qec", "true", "/dev/null"]).status === 0;

interface RealShell extends AsyncDisposable {
  readonly url: string;
}

/** A real shell on a real terminal behind the platform's frames: what the simulator's toy cannot prove. */
export async function startRealShell(shell: string): Promise<RealShell> {
  const http = createServer((_, response) =>
    response.end(JSON.stringify({ url: `${url.replace("http", "ws")}/exec` })),
  );
  const sockets = new WebSocketServer({ server: http });
  sockets.on("connection", (socket) => {
    const program = spawn("script", ["-qfc", shell, "/dev/null"], {
      env: { ...process.env, PS1: "$ ", TERM: "dumb" },
    });
    program.stdout.setEncoding("utf8");
    program.stdout.on("data", (data: string) => socket.send(JSON.stringify({ data })));
    program.on("close", () => socket.close(1000));
    program.stdin.on("error", () => {});
    socket.on("message", (frame) => {
      const { op, data } = JSON.parse(String(frame)) as { op: string; data?: string };
      if (op === "stdin") program.stdin.write(data ?? "");
    });
    socket.on("close", () => program.kill("SIGHUP"));
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}
