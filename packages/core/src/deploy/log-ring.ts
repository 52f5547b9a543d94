import type { LogLine } from "../logs/index.ts";

/** Of each component and kind of log. */
const MAX_LINES = 200;
/** The platform cuts lines at 2,048 bytes when it forwards them; a longer one says no more to a reader. */
const MAX_LINE_LENGTH = 2_048;
/** No app has as many components; a stream that names more is no log of one. */
const MAX_RINGS = 600;

interface Entry {
  readonly line: LogLine;
  /** Over all components. */
  readonly order: number;
}

/** The last lines of every component's logs, in bounded memory. */
export class LogRing {
  readonly #rings = new Map<string, Entry[]>();
  #count = 0;

  push(type: string, line: LogLine): void {
    const key = `${type} ${line.component}`;
    const ring = this.#rings.get(key) ?? [];
    if (ring.length === 0) {
      if (this.#rings.size >= MAX_RINGS) return;
      this.#rings.set(key, ring);
    }
    const { text } = line;
    const short = text.length > MAX_LINE_LENGTH ? { ...line, text: text.slice(0, MAX_LINE_LENGTH) } : line;
    ring.push({ line: short, order: this.#count++ });
    // Cut in bulk: moving the whole array for each line would cost its length.
    if (ring.length >= 2 * MAX_LINES) ring.splice(0, ring.length - MAX_LINES);
  }

  /** The last lines of a component, or of all of them in the order in which they came. */
  tail(type: string, component: string | undefined, lines: number): LogLine[] {
    const rings =
      component === undefined
        ? [...this.#rings].filter(([key]) => key.startsWith(`${type} `)).map(([, ring]) => ring)
        : [this.#rings.get(`${type} ${component}`) ?? []];
    return rings
      .flat()
      .sort((a, b) => a.order - b.order)
      .slice(-lines)
      .map(({ line }) => line);
  }
}
