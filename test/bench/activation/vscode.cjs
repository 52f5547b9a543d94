// A `vscode` that takes everything and does nothing, so that what is measured is the extension's own work.
const anything = new Proxy(() => anything, {
  get: (_, key) => (key === Symbol.toPrimitive ? () => "" : key === "then" ? undefined : anything),
  apply: () => anything,
  construct: () => anything,
});

class EventEmitter {
  event = () => ({ dispose() {} });
  fire() {}
  dispose() {}
}

module.exports = {
  ...Object.fromEntries(
    ["authentication", "commands", "env", "extensions", "languages", "window"].map((name) => [
      name,
      anything,
    ]),
  ),
  ...Object.fromEntries(
    ["CodeActionKind", "MarkdownString", "Position", "Range", "ThemeIcon", "Uri"].map((name) => [
      name,
      anything,
    ]),
  ),
  workspace: new Proxy({ textDocuments: [] }, { get: (known, key) => known[key] ?? anything }),
  Disposable: { from: () => ({ dispose() {} }) },
  EventEmitter,
  StatusBarAlignment: {},
  TreeItemCollapsibleState: {},
  l10n: { t: (text) => text },
};
