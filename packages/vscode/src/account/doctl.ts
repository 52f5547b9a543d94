import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { parseDocument } from "yaml";

/** A token of doctl, under the name of its context. */
export interface DoctlContext {
  readonly name: string;
  readonly token: string;
}

/** Where doctl keeps its configuration on this platform. */
export function doctlConfigPath(environment: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform === "win32") return join(environment.APPDATA ?? homedir(), "doctl", "config.yaml");
  if (platform === "darwin") return join(homedir(), "Library", "Application Support", "doctl", "config.yaml");
  return join(environment.XDG_CONFIG_HOME || join(homedir(), ".config"), "doctl", "config.yaml");
}

/** The contexts that hold a token; none where doctl was never used. @throws Error where the file cannot be read. */
export async function readDoctlContexts(path: string): Promise<DoctlContext[]> {
  const text = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  return doctlContexts(text);
}

/** @throws Error where the text is no YAML; the message quotes nothing of it. */
export function doctlContexts(text: string): DoctlContext[] {
  const document = parseDocument(text, { prettyErrors: false });
  if (document.errors.length > 0) throw new Error("doctl's configuration is not valid YAML.");
  const config: unknown = document.toJS();
  if (typeof config !== "object" || config === null) return [];
  const { "access-token": standard, "auth-contexts": others } = config as Record<string, unknown>;
  const named = typeof others === "object" && others !== null ? Object.entries(others) : [];
  return [["default", standard] as const, ...named].flatMap(([name, token]) =>
    typeof token === "string" && token !== "" ? [{ name, token }] : [],
  );
}
