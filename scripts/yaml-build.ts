/**
 * For esbuild's `alias`: the YAML library's build for browsers. That for Node asks `process.env` at every token whether
 * to log it, which takes a quarter of the parser's time, and an editor parses at each key stroke.
 */
export const YAML_FOR_BROWSERS = { yaml: "./node_modules/yaml/browser/index.js" };
