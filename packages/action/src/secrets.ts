/** Values that must not be seen: the runner hides them in its log, we hide them in what we write elsewhere. */
export class Secrets {
  readonly #values = new Set<string>();
  readonly #mask: (value: string) => void;

  /** @param mask tells the runner to hide a value in the job log */
  constructor(mask: (value: string) => void) {
    this.#mask = mask;
  }

  add(value: string): void {
    if (value.trim() === "" || this.#values.has(value)) return;
    this.#values.add(value);
    // The runner hides whole lines; a value of several lines can come out line by line.
    for (const part of new Set([value, ...value.split(/\r?\n/)]))
      if (part.trim().length > 2) this.#mask(part);
  }

  /** A text without the values, plain or in the encodings that logs show them in. */
  hide(text: string): string {
    let hidden = text;
    for (const value of this.#values)
      for (const form of [
        value,
        JSON.stringify(value).slice(1, -1),
        encodeURIComponent(value),
        base64(value),
      ])
        hidden = hidden.replaceAll(form, "***");
    return hidden;
  }
}

function base64(value: string): string {
  return Buffer.from(value, "utf8").toString("base64").replace(/=+$/, "");
}
