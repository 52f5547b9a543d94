import { Random } from "../world/random.ts";

/** Every scope that an App Platform operation asks for. */
export const ALL_SCOPES = [
  "app:read",
  "app:create",
  "app:update",
  "app:delete",
  "app:access_console",
  "project:read",
  "project:update",
] as const;

export interface TokenOptions {
  token?: string;
  scopes: readonly string[];
}

/** The bearer tokens that this simulator accepts, each with its scopes. */
export class Tokens {
  readonly #scopes = new Map<string, ReadonlySet<string>>();
  readonly #random: Random;

  constructor(seed: string) {
    this.#random = new Random(`${seed}:tokens`);
  }

  /** Adds a token (a new one unless it is given) and returns it. */
  add({ token = `dop_v1_${this.#random.hex(64)}`, scopes }: TokenOptions): string {
    this.#scopes.set(token, new Set(scopes));
    return token;
  }

  /** From now on it is unknown, as one that was deleted in the control panel. `false` where it was so before. */
  revoke(token: string): boolean {
    return this.#scopes.delete(token);
  }

  /** The scopes of an `Authorization` header; `undefined` where it names no token of ours. */
  scopesOf(authorization: string | undefined): { token: string; scopes: ReadonlySet<string> } | undefined {
    const token = /^Bearer\s+(\S+)$/i.exec(authorization ?? "")?.[1];
    const scopes = token === undefined ? undefined : this.#scopes.get(token);
    return token !== undefined && scopes ? { token, scopes } : undefined;
  }
}
