import {
  type App,
  type AppSpec,
  fillPlaceholders,
  isSecretEnv,
  keepLiveSecrets,
  parsePath,
  recordOf,
  type SpecDocument,
  valueAt,
  writeAt,
} from "@app-platform-toolkit/core";
import * as vscode from "vscode";

/** A spec that can be sent. `suppliedPaths` are the secrets whose value the user has just typed. */
export interface ReadySpec {
  readonly spec: AppSpec;
  readonly suppliedPaths: readonly string[];
}

/** `${NAME}` and `${NAME:-…}`, wherever they stand. */
const NAMES = /\$\{([A-Za-z_]\w*)(?::-[^{}]*)?\}/g;

/**
 * Readies a spec for being sent from here, where no workflow fills anything in: a secret that is live keeps its value,
 * one without a value anywhere is asked for, and any other placeholder is refused with its line.
 *
 * @returns `undefined` where the user gave up or was told what to mend
 */
export async function readySpec(
  document: SpecDocument,
  live: App | undefined,
): Promise<ReadySpec | undefined> {
  const allow = [...new Set([...document.text.matchAll(NAMES)].map((match) => match[1] ?? ""))];
  const { spec, problems } = fillPlaceholders(document, { values: {}, allow });
  const suppliedPaths: string[] = [];
  for (const { path, name, code, range, message } of problems) {
    // The platform's own references and the shell's are none of ours.
    if (code === "bindable" || code === "elsewhere") continue;
    const holder = recordOf(valueAt(spec, parsePath(path).slice(0, -1)));
    if (code !== "unset" || !holder || !isSecretEnv(holder)) {
      const line = range.start.line + 1;
      void vscode.window.showErrorMessage(
        code === "unset"
          ? vscode.l10n.t(
              "Line {0}: the workflow fills in ${{1}}, and here is no workflow. Deploy by a merge, or give it a default: ${{1}:-…}.",
              line,
              name,
            )
          : vscode.l10n.t("Line {0}: {1}", line, message),
      );
      return undefined;
    }
    delete holder.value;
  }
  const { missing } = keepLiveSecrets(spec, live?.spec ?? {});
  for (const { path, component, key, kind } of missing) {
    if (kind !== "env") continue;
    const value = await vscode.window.showInputBox({
      title: component ? vscode.l10n.t("{0} of {1}", key, component) : key,
      prompt: vscode.l10n.t(
        "This secret has no value yet. It is sent to App Platform and kept nowhere else.",
      ),
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => (text === "" ? vscode.l10n.t("A secret needs a value.") : undefined),
    });
    if (value === undefined) return undefined;
    writeAt(spec, path, value);
    suppliedPaths.push(path.join("."));
  }
  return { spec, suppliedPaths };
}
