/** Larger files are not parsed: no App Platform spec comes near it, and a parser's time is an attacker's lever. */
export const MAX_SPEC_BYTES = 1024 * 1024;
