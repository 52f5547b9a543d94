// A `vscode` for tests that need no window: whoever is asked says yes, takes the first of a list, and types what the
// box proposes. What VS Code itself does is tested in VS Code.

type Disposable = { dispose(): void };
const nothing: Disposable = { dispose() {} };

/** What the settings are; set by the test. */
export const SETTINGS: Record<string, unknown> = {};
/** What was said in messages, questions and errors. */
export const TOLD: string[] = [];
/** What was asked in dialogs. */
export const QUESTIONS: { readonly question: string; readonly detail: string; readonly buttons: string[] }[] =
  [];
/** Which button is pressed: the first that changes something, unless a test wants another. */
export const USER: { press(buttons: readonly string[]): string | undefined } = { press: yes };

export function yes(buttons: readonly string[]): string | undefined {
  return buttons.find((button) => button !== "Compare");
}

/** The texts of files, by path. */
export const FILES = new Map<string, string>();
export const TERMINALS: { readonly text: string[] }[] = [];

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => unknown>();
  readonly event = (listener: (value: T) => unknown): Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

export class Disposables implements Disposable {
  readonly #all: readonly Disposable[];
  constructor(all: readonly Disposable[]) {
    this.#all = all;
  }
  static from(...all: Disposable[]): Disposables {
    return new Disposables(all);
  }
  dispose(): void {
    for (const each of this.#all) each.dispose();
  }
}
export { Disposables as Disposable };

export class Uri {
  readonly scheme: string;
  readonly path: string;
  private constructor(scheme: string, path: string) {
    this.scheme = scheme;
    this.path = path;
  }
  static file(path: string): Uri {
    return new Uri("file", path);
  }
  static from({ scheme, path }: { readonly scheme: string; readonly path: string }): Uri {
    return new Uri(scheme, path);
  }
  static parse(text: string): Uri {
    return new Uri(text.slice(0, text.indexOf(":")), text.slice(text.indexOf(":") + 1));
  }
  toString(): string {
    return `${this.scheme}:${this.path}`;
  }
}

export class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }
}

export class CancellationError extends Error {}

export class ThemeIcon {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 };
export const ProgressLocation = { SourceControl: 1, Window: 10, Notification: 15 };
export const StatusBarAlignment = { Left: 1, Right: 2 };

export const l10n = {
  t: (text: string, ...values: unknown[]) =>
    text.replaceAll(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)])),
};

const channel = { append() {}, show() {}, info() {}, warn() {}, ...nothing };
const never = { isCancellationRequested: false, onCancellationRequested: () => nothing };

export const window = {
  activeTextEditor: undefined,
  createOutputChannel: () => channel,
  createTerminal: ({ pty }: { readonly pty: Pseudoterminal }) => {
    const text: string[] = [];
    TERMINALS.push({ text });
    pty.onDidWrite((written) => text.push(written));
    return { ...nothing, show: () => pty.open({ columns: 80, rows: 24 }) };
  },
  setStatusBarMessage: (message: string) => {
    TOLD.push(message);
    return nothing;
  },
  showInformationMessage: async (message: string) => void TOLD.push(message),
  showErrorMessage: async (message: string) => void TOLD.push(message),
  showWarningMessage: async (question: string, ...items: (string | { readonly detail?: string })[]) => {
    const [detail = ""] = items.flatMap((item) => (typeof item === "object" ? (item.detail ?? "") : []));
    const buttons = items.filter((item) => typeof item === "string");
    TOLD.push(question);
    QUESTIONS.push({ question, detail, buttons });
    return USER.press(buttons);
  },
  showQuickPick: async (items: readonly unknown[] | Promise<readonly unknown[]>) => (await items)[0],
  showInputBox: async ({ placeHolder, value }: { readonly placeHolder?: string; readonly value?: string }) =>
    placeHolder ?? (value || "dev@example.com"),
  showTextDocument: async () => undefined,
  withProgress: async (_: unknown, run: (progress: { report(): void }, token: typeof never) => unknown) =>
    run({ report() {} }, never),
};

interface Pseudoterminal {
  onDidWrite(listener: (text: string) => unknown): Disposable;
  open(size: { readonly columns: number; readonly rows: number }): void;
}

/** What `setContext` has set. */
export const CONTEXTS: Record<string, unknown> = {};

export const commands = {
  executeCommand: async (command: string, name: string, value: unknown) => {
    if (command === "setContext") CONTEXTS[name] = value;
  },
  registerCommand: () => nothing,
};
export const env = {
  language: "en",
  clipboard: { writeText: async () => undefined },
  openExternal: async () => true,
};
export const languages = { match: () => 0, setTextDocumentLanguage: async () => undefined };
/** What other extensions are there, by id. */
export const EXTENSIONS = new Map<string, { activate(): Promise<unknown> }>();

export const extensions = { getExtension: (id: string) => EXTENSIONS.get(id) };

export const workspace = {
  textDocuments: [],
  getConfiguration: () => ({
    get: (name: string, otherwise: unknown) => SETTINGS[name] ?? otherwise,
    inspect: (name: string) => ({ globalValue: SETTINGS[name] }),
  }),
  registerTextDocumentContentProvider: () => nothing,
  onDidCloseTextDocument: () => nothing,
  openTextDocument: async (uri: Uri) => ({
    uri,
    version: FILES.get(uri.path)?.length ?? 0,
    languageId: uri.path.endsWith(".yaml") ? "yaml" : "plaintext",
    isDirty: false,
    getText: () => FILES.get(uri.path) ?? "",
  }),
};
