// A forward proxy as companies have them: tunnels by CONNECT, and plain requests by their absolute URL.
import { createServer, request } from "node:http";
import { type AddressInfo, connect } from "node:net";

export interface Proxy extends AsyncDisposable {
  readonly url: string;
  /** The first line of each request that went through, and `websocket` for each upgrade. */
  readonly seen: readonly string[];
}

export async function startProxy(): Promise<Proxy> {
  const seen: string[] = [];
  const server = createServer((asked, answer) => {
    seen.push(`${asked.method} ${asked.url}`);
    const { method, headers } = asked;
    const forwarded = request(asked.url ?? "", { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    forwarded.on("error", () => answer.destroy());
    asked.pipe(forwarded);
  });
  server.on("connect", (asked, socket, head) => {
    seen.push(`CONNECT ${asked.url}`);
    const { hostname, port } = new URL(`http://${asked.url}`);
    const target = connect(Number(port || 80), hostname, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      target.write(head);
      socket.once("data", (begin) => {
        if (/^upgrade: websocket\r$/im.test(begin.toString("latin1"))) seen.push("websocket");
      });
      socket.pipe(target).pipe(socket);
    });
    const end = () => {
      socket.destroy();
      target.destroy();
    };
    target.on("error", end).on("close", end);
    socket.on("error", end).on("close", end);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
