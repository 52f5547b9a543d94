/** What can go wrong with one call. With the last five the operation is done before. */
export const FAULT_KINDS = [
  "status",
  "reset-before",
  "html",
  "redirect",
  "empty",
  "reset-after",
  "slow",
  "drip",
  "truncated",
  "wrong-json",
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** An operationId, or `*` for every operation. */
  operation: string;
  /** How many calls it hits; 1 unless said. */
  times?: number;
  /** How many calls pass before the first hit. */
  skip?: number;
  /** For `status` (500 unless said), `html` (502) and `redirect` (302). */
  status?: number;
  id?: string;
  message?: string;
  headers?: Record<string, string>;
  /** For `slow`, and between two bytes of `drip`: on the wall, 1000 unless said. */
  delayMs?: number;
  /** For `redirect`. */
  location?: string;
}

type QueuedFault = Fault & Required<Pick<Fault, "times" | "skip">>;

/** Faults wait in line for each operation and are used up in the order in which they came. */
export class Faults {
  #queue: QueuedFault[] = [];

  add(fault: Fault): void {
    this.#queue.push({ ...fault, times: fault.times ?? 1, skip: fault.skip ?? 0 });
  }

  clear(): void {
    this.#queue = [];
  }

  /** The fault that this call meets, if any. */
  take(operation: string): Fault | undefined {
    const fault = this.#queue.find((each) => each.operation === operation || each.operation === "*");
    if (!fault) return undefined;
    if (fault.skip > 0) {
      fault.skip -= 1;
      return undefined;
    }
    fault.times -= 1;
    if (fault.times <= 0) this.#queue = this.#queue.filter((each) => each !== fault);
    return fault;
  }
}
