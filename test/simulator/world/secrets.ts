import type { Random } from "./random.ts";
import { componentsOf, envListsOf, type Spec } from "./spec.ts";

const ENCRYPTED = /^EV\[1:[^:\]]+:[^\]]+\]$/;

export function isEncrypted(value: string | undefined): boolean {
  return value !== undefined && ENCRYPTED.test(value);
}

/** The values that one app has encrypted: what was issued, and the plain text behind it. */
export class SecretStore {
  readonly #plainTexts = new Map<string, string>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** A new value on every call, as a random nonce makes it: 24 bytes of nonce, 16 more than the text of cipher. */
  encrypt(plainText: string): string {
    const nonce = this.#random.base64(24);
    const cipher = this.#random.base64(Buffer.byteLength(plainText) + 16);
    const value = `EV[1:${nonce}:${cipher}]`;
    this.#plainTexts.set(value, plainText);
    return value;
  }

  has(value: string): boolean {
    return this.#plainTexts.has(value);
  }

  /** The plain text of a value, whether it is encrypted or not. */
  reveal(value: string): string {
    return this.#plainTexts.get(value) ?? value;
  }
}

/** Replaces, in place, what the platform encrypts on its first submission. Values already encrypted stay. */
export function encryptSecrets(spec: Spec, secrets: SecretStore): void {
  for (const { envs } of envListsOf(spec))
    for (const env of envs)
      if (env.type === "SECRET" && env.value && !isEncrypted(env.value))
        env.value = secrets.encrypt(env.value);
  for (const { component } of componentsOf(spec)) {
    const image = component.image;
    if (image?.registry_credentials && !isEncrypted(image.registry_credentials))
      image.registry_credentials = secrets.encrypt(image.registry_credentials);
  }
}
