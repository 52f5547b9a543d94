/** A value that the author finishes: what a snippet is made of. */
export type Draft = Slot | Literal | readonly Draft[] | DraftMap;

export type Literal = string | number | boolean;

export interface DraftMap {
  readonly [key: string]: Draft;
}

/** A place to type in, with what stands there at first. */
export class Slot {
  readonly value: Literal;
  /** What else could stand there. */
  readonly choices: readonly Literal[];

  constructor(value: Literal, choices: readonly Literal[] = []) {
    this.value = value;
    this.choices = choices;
  }
}

export function slot(value: Literal, ...choices: Literal[]): Slot {
  return new Slot(value, choices);
}

/** Whether nothing is to be written but what the author types. */
export function isBlank(draft: Draft): boolean {
  return draft instanceof Slot && draft.value === "";
}

/** The keys of a map; of anything else none. */
export function keysOf(draft: Draft | undefined): string[] {
  return draft === undefined || isScalar(draft) || isList(draft) ? [] : Object.keys(draft);
}

/** How the file is written around the place. */
export interface Writing {
  readonly style: "block" | "flow" | "json";
  readonly newline: string;
  /** One level of indentation. */
  readonly unit: string;
  /** Whether the dashes of a list stand further to the right than its key. */
  readonly indentsLists: boolean;
  /** Whether what is between brackets has lines of its own, as JSON is mostly written. */
  readonly isSpread: boolean;
}

/** A text with the places to type in marked as snippets have them: `port: ${1:8080}`. */
export class SnippetWriter {
  readonly #writing: Writing;
  #slots = 0;

  constructor(writing: Writing) {
    this.#writing = writing;
  }

  get hasSlots(): boolean {
    return this.#slots > 0;
  }

  /** Text that is no place to type in. */
  literal(text: string): string {
    return text.replace(/[\\$}]/g, "\\$&");
  }

  key(name: string): string {
    return this.literal(this.#writing.style === "json" ? JSON.stringify(name) : name);
  }

  /** What follows `key:`, with the blank or the line break before it. */
  afterKey(draft: Draft, indent: string): string {
    if (this.#writing.style !== "block" || isScalar(draft) || isEmpty(draft))
      return ` ${this.brackets(draft, indent)}`;
    const { newline, unit, indentsLists } = this.#writing;
    if (!isList(draft)) return `${newline}${this.block(draft, indent + unit)}`;
    return `${newline}${this.block(draft, indentsLists ? indent + unit : indent)}`;
  }

  /** A value on lines of its own, each of which begins with the indentation. */
  block(draft: Draft, indent: string): string {
    return `${indent}${this.blockFrom(draft, indent)}`;
  }

  /** As {@link block}, without the indentation of the first line. */
  blockFrom(draft: Draft, indent: string): string {
    const between = `${this.#writing.newline}${indent}`;
    if (isScalar(draft) || isEmpty(draft)) return this.brackets(draft, indent);
    if (isList(draft)) return draft.map((item) => `- ${this.blockFrom(item, `${indent}  `)}`).join(between);
    return Object.entries(draft)
      .map(([key, value]) => `${this.key(key)}:${this.afterKey(value, indent)}`)
      .join(between);
  }

  /** A value between brackets: on one line, or each entry on its own where the file does it so. */
  brackets(draft: Draft, indent: string): string {
    if (draft instanceof Slot) return this.#slot(draft);
    if (typeof draft !== "object") return this.literal(scalarText(draft, this.#writing.style));
    const { isSpread, newline, unit } = this.#writing;
    const below = indent + unit;
    const entries = isList(draft)
      ? draft.map((item) => this.brackets(item, below))
      : Object.entries(draft).map(([key, value]) => `${this.key(key)}: ${this.brackets(value, below)}`);
    const [open, close] = isList(draft) ? ["[", "]"] : ["{", "\\}"];
    if (!isSpread || entries.length === 0) return open + entries.join(", ") + close;
    return `${open}${newline}${below}${entries.join(`,${newline}${below}`)}${newline}${indent}${close}`;
  }

  #slot({ value, choices }: Slot): string {
    this.#slots++;
    if (choices.length > 0) {
      const texts = [value, ...choices.filter((choice) => choice !== value)].map((choice) =>
        scalarText(choice, this.#writing.style).replace(/[\\,|]/g, "\\$&"),
      );
      return `\${${this.#slots}|${texts.join(",")}|}`;
    }
    const text = scalarText(value, this.#writing.style);
    const quoted = /^"(.*)"$/s.exec(text);
    if (value === "" && this.#writing.style !== "json") return `$${this.#slots}`;
    const inner = this.literal(quoted?.[1] ?? text);
    const place = inner === "" ? `$${this.#slots}` : `\${${this.#slots}:${inner}}`;
    return quoted ? `"${place}"` : place;
  }
}

function isScalar(draft: Draft): draft is Slot | Literal {
  return draft instanceof Slot || typeof draft !== "object";
}

function isList(draft: Draft): draft is readonly Draft[] {
  return Array.isArray(draft);
}

function isEmpty(draft: Draft): boolean {
  return typeof draft === "object" && !(draft instanceof Slot) && Object.keys(draft).length === 0;
}

/** A scalar as it must be written to be read as what it is: a text in quotes where it would be something else. */
export function scalarText(value: Literal, style: Writing["style"]): string {
  if (typeof value !== "string") return String(value);
  if (style !== "json" && isPlain(value, style)) return value;
  return JSON.stringify(value);
}

function isPlain(text: string, style: "block" | "flow"): boolean {
  if (text === "" || /^[\s\-?:,[\]{}#&*!|>'"%@`]|\s$|: |:$| #|[\n\r\t]/.test(text)) return false;
  if (style === "flow" && /[,[\]{}]/.test(text)) return false;
  return !NOT_TEXT.test(text);
}

/** What YAML 1.2 or 1.1, which some readers still follow, takes for a number, a boolean, a null or a date. */
const NOT_TEXT =
  /^([-+]?[\d.][\d_,.:eExXoOa-fA-F+-]*|true|false|yes|no|on|off|y|n|null|~|\.nan|[-+]?\.inf|=|<<)$/i;
