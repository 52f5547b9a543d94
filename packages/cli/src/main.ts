#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { run } from "./run.ts";

void run(process.argv.slice(2), {
  version: process.env.APP_PLATFORM_VERSION ?? "unreleased", // the bundler puts the version here
  readFile: (path) => readFile(path, "utf8"),
  readInput: () => text(process.stdin),
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
}).then((code) => {
  process.exitCode = code;
});
