import type { UiOperations } from "../host/ui-channel.ts";

/** The simulated App Platform that the suite works on. */
export const PLATFORM = {
  url: process.env.EDITOR_PLATFORM_URL ?? "",
  token: process.env.EDITOR_PLATFORM_TOKEN ?? "",
};

/** What a test or a demo does to the simulator itself: `admin("clock", {ms: 60000})`. See test/simulator/README.md. */
export async function admin(command: string, body: unknown, method = "POST"): Promise<unknown> {
  const response = await fetch(`${PLATFORM.url}/_simulator/${command}`, {
    method,
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${command}: ${response.status} ${await response.text()}`);
  return response.json();
}

const UI_URL = process.env.EDITOR_UI;

/** Whether there is a window that tests can drive: not on desktop VS Code. */
export const hasUi = UI_URL !== undefined;

/** Drives the window that this extension host belongs to. */
export const ui = new Proxy({} as UiOperations, {
  get:
    (_, op: string) =>
    async (...args: unknown[]) => {
      if (!UI_URL) throw new Error("This test drives the window, and there is no channel to it: skip it.");
      const response = await fetch(UI_URL, { method: "POST", body: JSON.stringify({ op, args }) });
      const { result, error } = (await response.json()) as { result?: unknown; error?: string };
      if (error !== undefined) throw new Error(`ui.${op}: ${error}`);
      return result;
    },
});
