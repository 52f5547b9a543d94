/** The runner does not hide what is shorter: it would blot out the log. */
const MIN_LENGTH = 3;
/** A part of an encoded value that is shorter stands in other texts, too. */
const MIN_ENCODED_LENGTH = 6;
const MASK = "***";

/** Values that must not be seen: the runner hides them in its log, we hide them in all that we write. */
export class Secrets {
  readonly #values = new Set<string>();
  readonly #mask: (value: string) => void;
  #forms: RegExp | undefined;

  /** @param mask tells the runner to hide a value in the job log */
  constructor(mask: (value: string) => void) {
    this.#mask = mask;
  }

  add(value: string): void {
    if (value.trim() === "" || this.#values.has(value)) return;
    this.#values.add(value);
    // The runner hides whole lines; a value of several lines can come out line by line.
    for (const part of partsOf(value)) this.#mask(part);
    const forms = [...new Set([...this.#values].flatMap(partsOf).flatMap(formsOf))];
    // The longest first: a value may hold another one.
    forms.sort((a, b) => b.length - a.length);
    this.#forms = forms.length > 0 ? new RegExp(forms.map(literally).join("|"), "g") : undefined;
  }

  /** A text without the values, plain, reversed, or in the encodings that logs show them in. */
  hide(text: string): string {
    return this.#forms ? text.replace(this.#forms, MASK) : text;
  }

  /** A copy of plain data with every text in it hidden. */
  hideIn<T>(data: T): T {
    if (typeof data === "string") return this.hide(data) as T;
    if (Array.isArray(data)) return data.map((item) => this.hideIn(item)) as T;
    if (typeof data !== "object" || data === null) return data;
    return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, this.hideIn(value)])) as T;
  }
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}

function partsOf(value: string): string[] {
  return [...new Set([value, ...value.split(/\r?\n/)])].filter((part) => part.trim().length >= MIN_LENGTH);
}

/** How a value shows up where somebody encodes it, or a text that holds it. */
function formsOf(value: string): string[] {
  const bytes = Buffer.from(value, "utf8");
  const hex = bytes.toString("hex");
  const url = encodeURIComponent(value);
  const encoded = [
    hex,
    hex.toUpperCase(),
    ...[0, 1, 2].flatMap((shift) => base64Forms(bytes, shift)),
    [...value].reverse().join(""),
  ];
  return [
    value,
    JSON.stringify(value).slice(1, -1),
    url,
    url.replaceAll("%20", "+"),
    url.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    ...encoded.filter((form) => form.length >= MIN_ENCODED_LENGTH),
  ];
}

/**
 * What of the value's base64 does not depend on what stands beside it: three bytes make four characters, so a value
 * within a longer text begins at one of three places. Both alphabets.
 */
function base64Forms(bytes: Buffer, shift: number): string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
  const begin = Math.ceil((shift * 4) / 3);
  const end = Math.floor(((shift + bytes.length) * 4) / 3);
  const form = text.slice(begin, end);
  return [form, form.replaceAll("+", "-").replaceAll("/", "_")];
}
