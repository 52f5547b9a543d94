import type { LogEvent, LogLine, LogNotice } from "./event.ts";
import { isAfter } from "./overlap.ts";
import type { EventQueue } from "./queue.ts";
import type { Gap, Reading } from "./reading.ts";
import { sanitizeLogText } from "./text.ts";

type Distributed<T> = T extends LogNotice ? Omit<T, "kind" | "deploymentId"> : never;

/** What the reader of a tail is given: lines from a time on, notices, and word of all that is left out. */
export class LogOutput {
  readonly #events: EventQueue<LogEvent>;
  readonly #since: string;
  /** Lines from before `since` that nobody has been told of. */
  #early = 0;
  /** A line has come, so lines from before `since` that come now are told of at the end. */
  #begun = false;

  constructor(events: EventQueue<LogEvent>, since: Date | undefined) {
    this.#events = events;
    this.#since = since?.toISOString() ?? "";
  }

  lines(reading: Reading, lines: readonly LogLine[], textLength = 0): void {
    const since = this.#since;
    const wanted = since === "" ? lines : lines.filter(({ time }) => time === "" || !isAfter(since, time));
    this.#early += lines.length - wanted.length;
    if (wanted.length > 0 && !this.#begun) {
      this.#begun = true;
      this.#tellEarly(reading);
    }
    this.#events.push(wanted, textLength);
  }

  /** The last of a reading: nothing of it comes after this. */
  finish(reading: Reading): void {
    this.lines(reading, reading.finish());
    this.#tellEarly(reading);
  }

  notice({ subject: { deploymentId } }: Reading, notice: Distributed<LogNotice>): void {
    // The platform's own words may be in it.
    const message = sanitizeLogText(notice.message);
    this.#events.push([{ kind: "notice", deploymentId, ...notice, message }]);
  }

  gap(reading: Reading, { afterTime, beforeTime, cutLine }: Gap): void {
    this.lines(reading, cutLine);
    const message = `Skipped what was written from ${afterTime} to ${beforeTime}: the platform no longer has it, and does not say how many lines it was.`;
    this.notice(reading, { code: "skipped", reason: "gone", afterTime, beforeTime, message });
  }

  broken(reading: Reading): void {
    const message =
      "Skipped a frame of the log stream that could not be read, also when it was asked for again.";
    this.notice(reading, { code: "skipped", reason: "unreadable", frames: 1, message });
  }

  #tellEarly(reading: Reading): void {
    const lines = this.#early;
    this.#early = 0;
    if (lines === 0) return;
    const message = `Skipped ${lines} line${lines === 1 ? "" : "s"} from before ${this.#since}, as asked.`;
    this.notice(reading, { code: "skipped", reason: "not-asked", lines, message });
  }
}
