// What VS Code reads when it activates the extension, and that each door leads somewhere.
import { readFile } from "node:fs/promises";
import { expect, it, vi } from "vitest";
import { activateOnce, BUNDLE } from "./bench/activation.ts";

it("reads next to nothing until it is active", async () => {
  const { bytes } = await activateOnce(BUNDLE);
  // Core alone, which comes with the first spec or the first command, is ten times that.
  expect(bytes).toBeLessThan(48 * 1024);
});

vi.mock("vscode", async () => {
  const { default: vscode } = await import("./bench/activation/vscode.cjs" as string);
  return { ...vscode, default: vscode };
});

it("has a command for each that the manifest names, and names each that it has", async () => {
  const { commandsOf } = await import("../packages/vscode/src/commands.ts");
  const manifest = JSON.parse(await readFile("packages/vscode/package.json", "utf8"));
  const named = manifest.contributes.commands.map(({ command }: { command: string }) => command);
  const has = Object.keys(commandsOf({ subscriptions: [] } as never, {} as never, {} as never));
  expect(has.toSorted()).toEqual(named.toSorted());
});
