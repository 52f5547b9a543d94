"use strict";
// Stands in for the native @vscode/spdlog where nothing can be compiled: VS Code
// writes its logs AND every extension's output channel through this module, so
// without it the Output panel stays empty. Same calls, plain synchronous appends
// (no rotation, fixed pattern).
const fs = require("node:fs");
const path = require("node:path");
const NAMES = ["trace", "debug", "info", "warning", "error", "critical"];
let global = 2;
class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = global;
    this.raw = false;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, "");
  }
  write(n, m) {
    if (this.level > n) return;
    const t = new Date(Date.now() - new Date().getTimezoneOffset() * 60000)
      .toISOString()
      .replace("T", " ")
      .slice(0, 23);
    try {
      fs.appendFileSync(this.file, this.raw ? m : `${t} [${NAMES[n]}] ${m}\n`);
    } catch {
      /* the folder is gone: shutting down */
    }
  }
  getLevel() {
    return this.level;
  }
  setLevel(l) {
    this.level = l;
  }
  setPattern() {}
  clearFormatters() {
    this.raw = true;
  }
  flush() {}
  drop() {}
}
["trace", "debug", "info", "warn", "error", "critical"].forEach((m, n) => {
  Logger.prototype[m] = function (t) {
    this.write(n, t);
  };
});
const create = async (name, file) => new Logger("rotating", name, file);
// One assignment each: VS Code import()s this file, and only these are detected
// as named exports.
exports.version = 0;
exports.Logger = Logger;
exports.setLevel = (l) => {
  global = l;
};
exports.setFlushOn = () => {};
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
