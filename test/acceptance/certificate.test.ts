// A company's own certificate authority on the way: the transport is told of it as all of Node is, and core need not know.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request as forward } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { fixture, mended } from "../demo/stories.ts";
import { startScene } from "../runner/scene.ts";

const directory = mkdtempSync(join(tmpdir(), "certificate-"));
const [keyFile, certificateFile] = [join(directory, "key.pem"), join(directory, "certificate.pem")];
const hasCertificate = makeCertificate();
if (!hasCertificate) console.warn("Skipped: there is no openssl to make a certificate with.");

function makeCertificate(): boolean {
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const files = ["-keyout", keyFile, "-out", certificateFile];
  try {
    const kind = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"];
    execFileSync("openssl", [...kind, ...subject, ...files], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

/** The simulator, over TLS. */
async function startFront(url: string) {
  const { hostname: host, port } = new URL(url);
  const options = { key: readFileSync(keyFile), cert: readFileSync(certificateFile) };
  const server = createServer(options, (request, response) => {
    const { method, headers, url: path } = request;
    const onward = forward({ host, port, method, headers, path }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      rmSync(directory, { recursive: true });
    },
  };
}

it.skipIf(!hasCertificate)("is trusted where the job names its certificate, and not before", async () => {
  await using scene = await startScene();
  await using front = await startFront(scene.simulator.url);
  const webShop = await fixture("web-shop");
  scene.pushToMain({ ".do/app.yaml": webShop });
  const pull = scene.openPullRequest({ ".do/app.yaml": mended(webShop) });
  const inputs = { "api-url": front.url };

  const without = await scene.checkPullRequest(pull, { inputs });
  expect(without.log).toMatch(/certificate/i);
  expect(scene.simulator.requests).toEqual([]);

  const { exitCode, log } = await scene.checkPullRequest(pull, {
    inputs,
    env: { NODE_EXTRA_CA_CERTS: certificateFile },
  });
  expect(exitCode, log).toBe(0);
  expect(scene.simulator.requests.length).toBeGreaterThan(0);
});
