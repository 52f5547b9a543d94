import { type AppPlatformClient, type Clock, InvalidSpec, NotFound } from "../api/index.ts";
import { LogStreamError, liveAddress } from "./address.ts";
import type { EndReason, LogEvent, LogLine } from "./event.ts";
import { readHistory } from "./history.ts";
import { isOutage, type Outcome, outcomeOf } from "./outcome.ts";
import { LogOutput } from "./output.ts";
import { EventQueue } from "./queue.ts";
import { Reading } from "./reading.ts";
import { FRAME_TOO_LONG, MAX_FRAME_BYTES } from "./socket.ts";
import { openStream } from "./stream.ts";
import { type LogSelection, type Next, type Subjects, subjectsOf } from "./subject.ts";

export interface TailOptions extends LogSelection {
  /** Whether to go on with what comes, until there can be no more. */
  readonly follow?: boolean;
  /** So many of the lines that are there already; all of them unless given. */
  readonly tailLines?: number;
  /** Lines before this are left out. */
  readonly since?: Date;
  readonly signal?: AbortSignal;
  readonly clock?: Clock;
  /** For the jitter: a number from 0 to 1. */
  readonly random?: () => number;
}

/** doctl's word for all lines. */
const ALL_LINES = -1;
/** With how many lines a connection begins that goes on where another one broke. */
const OVERLAP_LINES = 10_000;
/** Where they are too few it takes ten times as many, and more than these are as good as all. */
const MAX_OVERLAP_LINES = 1_000_000;
const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 16_000];
const JITTER = 0.2;
/** So many refusals in a row are no accident; nor so many failures where nothing is followed. */
const MAX_REFUSALS = 6;

/**
 * The log of an app, as lines and as notices about the stream. While it follows, it survives broken connections and
 * redeploys: no line is lost that the platform can still give, and none comes twice. The last event is the notice
 * `ended`. A reader that is slow makes the platform wait.
 *
 * @throws the signal's reason on abort; AppPlatformError where asking again cannot help; LogStreamError and
 * LogArchiveError where logs cannot be had.
 */
export function tailLogs(client: AppPlatformClient, options: TailOptions): AsyncIterable<LogEvent> {
  return { [Symbol.asyncIterator]: () => new LogTail(client, options).events };
}

class LogTail {
  readonly events: EventQueue<LogEvent>;
  readonly #client: AppPlatformClient;
  readonly #options: TailOptions;
  readonly #clock: Clock;
  readonly #output: LogOutput;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  /** Failures since the last connection that worked. */
  #failures = 0;
  #refusals = 0;
  #waiting = false;
  #connected = false;
  /** Nothing new has come since a connection was given up because of one frame. */
  #asksAgain = false;

  constructor(client: AppPlatformClient, options: TailOptions) {
    const { signal, since, clock = client.transport.clock } = options;
    this.#client = client;
    this.#options = options;
    this.#clock = clock;
    this.#signal = signal ? AbortSignal.any([signal, this.#stop.signal]) : this.#stop.signal;
    this.events = new EventQueue(
      () => this.#start(),
      () => this.#stop.abort(),
    );
    this.#output = new LogOutput(this.events, since);
  }

  async #start(): Promise<void> {
    const abort = () => this.events.fail(this.#signal.reason, { now: true });
    this.#signal.addEventListener("abort", abort, { once: true });
    try {
      this.#signal.throwIfAborted();
      await this.#live();
      this.events.finish();
    } catch (error) {
      this.events.fail(error);
    } finally {
      this.#signal.removeEventListener("abort", abort);
    }
  }

  /** One connection after the other, until there can be no more. */
  async #live(): Promise<void> {
    const { component, tailLines = ALL_LINES, follow = false } = this.#options;
    const subjects = subjectsOf(this.#client, this.#options);
    let reading = new Reading(await subjects.first({ signal: this.#signal }), component);
    let lines = tailLines;
    for (;;) {
      await this.#room();
      const outcome = await this.#connect(reading, subjects, lines);
      if (outcome.kind === "gone")
        return this.#end(reading, "deleted", "The app or the deployment is deleted.");
      if (outcome.kind === "not-there" && !follow) throw outcome.error;
      if (!follow && FINISHED.includes(outcome.kind))
        return this.#end(reading, "complete", "There is no more.");
      if (outcome.kind === "gap") lines = lines < MAX_OVERLAP_LINES ? lines * 10 : ALL_LINES;
      else if (outcome.kind !== "full") {
        // After a broken connection the same log is asked for first: it may have more than was read.
        const asked = follow && outcome.kind !== "dropped";
        const next = asked ? await this.#next(reading, subjects) : SAME;
        if (next.kind === "over") return this.#end(reading, next.reason, next.message);
        if (next.kind === "switched") {
          reading = this.#switch(reading, new Reading(next.subject, component));
          lines = ALL_LINES;
          continue;
        }
        if (outcome.kind === "nothing" && !next.later && !this.#connected)
          return this.#end(reading, "complete", "There are no logs of this kind.");
        await this.#backOff(reading, outcome);
      }
      if (outcome.kind !== "gap") lines = reading.begun ? OVERLAP_LINES : tailLines;
    }
  }

  async #connect(reading: Reading, subjects: Subjects, lines: number): Promise<Outcome> {
    const { follow = false } = this.#options;
    const { transport } = this.#client;
    const ask = () => reading.subject.urls({ follow, tailLines: lines, signal: this.#signal });
    try {
      const { historicUrls, liveUrl } = await ask();
      // What is read already is left out by itself, and of what came since then all is wanted.
      const limit = reading.begun ? ALL_LINES : lines;
      reading.connect();
      const renew = async () => (await ask()).historicUrls;
      const history = readHistory(historicUrls, { transport, renew, signal: this.#signal });
      await this.#readArchives(reading, history, limit);
      if (liveUrl !== undefined)
        return await this.#readLive(reading, subjects, liveAddress(liveUrl, transport.baseUrl), lines);
      return { kind: historicUrls.length > 0 ? "archived" : "nothing" };
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof NotFound && this.#connected) return { kind: "gone" };
      if (error instanceof InvalidSpec) return { kind: "not-there", error };
      if (isOutage(error)) return { kind: "dropped", why: error.message };
      throw error;
    }
  }

  /** With `limit` no more than so many of their last lines. */
  async #readArchives(reading: Reading, chunks: AsyncIterable<string>, limit: number): Promise<void> {
    let kept: LogLine[] = [];
    for await (const chunk of chunks) {
      this.#connected = true;
      const { lines } = reading.read(chunk);
      if (limit < 0) this.#output.lines(reading, lines, chunk.length);
      else {
        for (const line of lines) kept.push(line);
        if (kept.length > 2 * limit + 1_000) kept = kept.slice(kept.length - limit);
      }
      await this.#room();
    }
    if (limit > 0) this.#output.lines(reading, kept.slice(-limit));
  }

  async #readLive(reading: Reading, subjects: Subjects, address: string, lines: number): Promise<Outcome> {
    let stopped: Stopped | undefined;
    const leave = (why: Stopped) => {
      stopped = why;
      stream.leave();
    };
    const stream = openStream({
      transport: { ...this.#client.transport, clock: this.#clock },
      address,
      signal: this.#signal,
      onOpen: () => {
        this.#connected = true;
        this.#refusals = 0;
        this.#waiting = false;
        this.#output.notice(reading, { code: "connected", message: "Connected to the log stream." });
      },
      onAlive: () => {
        this.#failures = 0;
      },
      onData: (text, clean) => {
        const wholeOnly = lines !== ALL_LINES;
        const read = reading.read(text, { wholeOnly, clean });
        if (read.gap && wholeOnly) return leave("gap");
        if (read.gap) this.#output.gap(reading, read.gap);
        if (read.lines.length > 0) this.#asksAgain = false;
        this.#output.lines(reading, read.lines, text.length);
      },
      onBroken: () => {
        if (this.#asksAgain) return this.#output.broken(reading);
        this.#asksAgain = true;
        leave("broken");
      },
      isStillWanted: async () =>
        this.#options.follow !== true || (await this.#next(reading, subjects)).kind === "same",
    });
    this.events.onFull = (full) => {
      if (!full) stream.resume();
      else if (stream.canPause) stream.pause();
      else leave("full");
    };
    const end = await stream.ended;
    this.events.onFull = () => {};
    this.#signal.throwIfAborted();
    if (stopped === "broken") return { kind: "dropped", why: "A frame of the log stream could not be read." };
    if (stopped) return { kind: stopped };
    if (end.kind === "failed" && end.code === FRAME_TOO_LONG) this.#checkTooLong();
    const outcome = outcomeOf(end);
    if (outcome.kind === "dropped") this.#checkRefusal(outcome);
    return outcome;
  }

  /** It comes again with every connection, and nothing behind it can. */
  #checkTooLong(): void {
    if (this.#asksAgain)
      throw new LogStreamError(
        `A frame of the log stream is longer than ${MAX_FRAME_BYTES / 1024 / 1024} MiB, also when it was asked for again.`,
      );
    this.#asksAgain = true;
  }

  /** A server that is ill may get well; one that refuses link after link will not. */
  #checkRefusal({ why, status }: Extract<Outcome, { kind: "dropped" }>): void {
    if (status === undefined || status >= 500 || ++this.#refusals < MAX_REFUSALS) return;
    throw new LogStreamError(
      `${why} So were ${MAX_REFUSALS - 1} others before, each with a new link.`,
      status,
    );
  }

  /** What comes after the stream. An API that cannot say so leaves it as it was. */
  async #next(reading: Reading, subjects: Subjects): Promise<Next> {
    try {
      return await subjects.next(reading.subject, { signal: this.#signal });
    } catch (error) {
      this.#signal.throwIfAborted();
      if (error instanceof NotFound)
        return { kind: "over", reason: "deleted", message: "The app or the deployment is deleted." };
      if (isOutage(error)) return SAME;
      throw error;
    }
  }

  async #backOff(reading: Reading, outcome: Outcome): Promise<void> {
    const { follow = false, random = Math.random } = this.#options;
    if (!follow && this.#failures >= BACK_OFF_MS.length)
      throw new LogStreamError(
        `${outcome.kind === "dropped" ? outcome.why : "The log cannot be read."} It was tried ${this.#failures + 1} times.`,
      );
    const step = BACK_OFF_MS[Math.min(this.#failures++, BACK_OFF_MS.length - 1)] ?? 0;
    const retryInMs = Math.round(step * (1 - JITTER + 2 * JITTER * random()));
    if (outcome.kind === "dropped" || outcome.kind === "finished") {
      const why =
        outcome.kind === "dropped" ? outcome.why : "The log stream ended, although there is more to come.";
      this.#output.notice(reading, {
        code: "dropped",
        retryInMs,
        ...(outcome.kind === "dropped" && outcome.status !== undefined ? { status: outcome.status } : {}),
        message: `${why} Connecting again in ${Math.ceil(retryInMs / 1000)} s.`,
      });
    } else if (!this.#waiting) {
      this.#waiting = true;
      const why = outcome.kind === "not-there" ? ` ${outcome.error.message}` : "";
      this.#output.notice(reading, { code: "waiting", message: `There is nothing to read yet.${why}` });
    }
    await this.#clock.sleep(retryInMs, this.#signal);
  }

  #switch(from: Reading, to: Reading): Reading {
    this.#output.finish(from);
    const { deploymentId: previousDeploymentId } = from.subject;
    this.#failures = 0;
    this.#output.notice(to, {
      code: "switched",
      previousDeploymentId,
      message: `Deployment ${to.subject.deploymentId} has taken over from ${previousDeploymentId}.`,
    });
    return to;
  }

  #end(reading: Reading, reason: EndReason, message: string): void {
    this.#output.finish(reading);
    this.#output.notice(reading, { code: "ended", reason, message });
  }

  /** Waits until the reader has room for more. */
  async #room(): Promise<void> {
    if (!this.events.full) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const waited = new AbortController();
    this.events.onFull = () => resolve();
    this.#signal.addEventListener("abort", () => resolve(), { once: true, signal: waited.signal });
    await promise;
    waited.abort();
    this.events.onFull = () => {};
    this.#signal.throwIfAborted();
  }
}

const FINISHED: readonly Outcome["kind"][] = ["finished", "archived", "nothing"];
/** Why a connection was left that the platform would have gone on with. */
type Stopped = "gap" | "full" | "broken";

const SAME: Next = { kind: "same", later: false };
