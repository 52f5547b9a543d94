/** A call that cannot be carried out: told without a stack. */
export class UsageError extends Error {}
