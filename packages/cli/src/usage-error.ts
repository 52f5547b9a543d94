import { harmlessLine } from "@app-platform-toolkit/core";

/** A call that cannot be carried out: told without a stack, in one line, whatever was typed. */
export class UsageError extends Error {
  constructor(message: string) {
    super(harmlessLine(message));
  }
}
