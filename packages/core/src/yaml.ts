/**
 * The YAML library, for all of core. What is published has its build for browsers in place of this file (see
 * `scripts/bundle-library.ts`): the build for Node asks `process.env` at each token whether to log it, which takes a
 * fifth of the parser's time.
 */
export * from "yaml";
