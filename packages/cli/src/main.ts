#!/usr/bin/env node
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { run, USAGE } from "./run.ts";

let isCut = false;

// A reader such as `head` may have enough before the end, which is no failure. A full disk is one.
process.stdout.on("error", ({ code, message }: NodeJS.ErrnoException) => {
  if (code === "EPIPE") return;
  isCut = true;
  process.exitCode = USAGE;
  process.stderr.write(`The output cannot be written: ${message}\n`);
});
process.stderr.on("error", () => {}); // There is nowhere left to say it.

void run(process.argv.slice(2), {
  version: process.env.APP_PLATFORM_VERSION ?? "unreleased", // the bundler puts the version here
  readFile: (path) => readFile(path, "utf8"),
  readInput: () => text(process.stdin),
  print: (line) => process.stdout.write(`${line}\n`),
  complain: (line) => process.stderr.write(`${line}\n`),
}).then((code) => {
  process.exitCode = isCut ? USAGE : code;
});
