// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${NAME}` is the language that this is about
import type { Range } from "vscode-languageserver-types";
import { isScalar } from "../yaml.ts";
import { APP_VARIABLES } from "./bindables.ts";
import { componentsOf, envHoldersOf, indexedRecords } from "./components.ts";
import type { SpecDocument } from "./document.ts";
import { formatPath, type Path } from "./path.ts";
import { copyPlain, isRecord, textOf, valueAt, writeAt } from "./plain.ts";
import type { AppSpec } from "./schema/index.ts";
import { isSecretEnv } from "./secrets.ts";

export interface FillOptions {
  /** What the names stand for; a name without a value counts as unset. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** The only names that are filled. All others stay as they are written. */
  readonly allow: readonly string[];
  /**
   * Takes the place of every SECRET env value, so that a spec can be proposed without its secrets. What such a
   * value would have been filled with is then neither needed nor read.
   */
  readonly secretDummy?: string;
}

export interface FilledPlaceholder {
  /** Dotted, as in a `Diagnostic`. */
  readonly path: string;
  readonly name: string;
}

export interface PlaceholderProblem {
  /**
   * `unset`: allowed, but without a value. `reserved`: the runner's own name. `bindable`: the platform's own name.
   * `nested`: a default that holds another placeholder. `elsewhere`: in a field where nothing is filled.
   */
  readonly code: "unset" | "reserved" | "bindable" | "nested" | "elsewhere";
  /** Dotted, as in a `Diagnostic`. */
  readonly path: string;
  readonly range: Range;
  readonly name: string;
  readonly message: string;
}

/** A spec with its placeholders filled. It is of use only where there are no problems. */
export interface FilledSpec {
  readonly spec: AppSpec;
  readonly filled: readonly FilledPlaceholder[];
  readonly problems: readonly PlaceholderProblem[];
}

/** Names that a runner sets by itself: tokens and facts of the run are nothing that a spec may reach for. */
const RESERVED = /^(?:INPUT|GITHUB|ACTIONS|RUNNER)_/i;

/** What App Platform itself fills in for the whole app. Those of a component have a dot and are no name here. */
const APP_BINDABLES = Object.keys(APP_VARIABLES);

/** In order: the escape `$${`, a placeholder, a placeholder whose default holds another one. */
const PLACEHOLDER =
  /(?<escape>\$\$\{)|\$\{(?<name>[A-Za-z_]\w*)(?::-(?<fallback>[^{}]*))?\}|\$\{(?<outer>[A-Za-z_]\w*):-[^{}]*(?=\$\{)/g;

/** Shell text, in which `${NAME}` is the shell's. */
const SHELL_FIELDS = ["build_command", "run_command"];

/**
 * Fills `${NAME}` from an allow-list into env values, image tags and image digests. `${NAME:-text}` gives a default
 * for a name that is unset or empty, `$${` stands for `${`. References that the platform resolves
 * (`${db.DATABASE_URL}`, `${APP_URL}`) stay. The text of the document is never touched, so a value cannot become
 * YAML. What must not be filled, or cannot, is a problem with its range; nothing is thrown.
 */
export function fillPlaceholders(document: SpecDocument, options: FillOptions): FilledSpec {
  const spec = copyPlain(document.spec) as AppSpec;
  const filled: FilledPlaceholder[] = [];
  const problems: PlaceholderProblem[] = [];
  const targets = targetsOf(spec);

  for (const { path, secret } of targets) {
    const value = valueAt(spec, path);
    const dummy = secret ? options.secretDummy : undefined;
    if (typeof value === "string") {
      const result = fillText(value, options);
      for (const { code, name, text } of result.problems)
        if (dummy === undefined || code !== "unset")
          problems.push({
            ...describe(code, name),
            path: formatPath(path),
            range: rangeIn(document, path, text),
          });
      if (dummy === undefined) {
        filled.push(...result.names.map((name) => ({ path: formatPath(path), name })));
        writeAt(spec, path, result.text);
      }
    }
    if (dummy !== undefined) writeAt(spec, path, dummy);
  }

  const done = new Set(targets.map(({ path }) => formatPath(path)));
  for (const { path, name, text } of allowedElsewhere(document.spec, [], options.allow))
    if (!done.has(formatPath(path)))
      problems.push({
        ...describe("elsewhere", name),
        path: formatPath(path),
        range: rangeIn(document, path, text),
      });
  return { spec, filled, problems };
}

interface Target {
  readonly path: Path;
  readonly secret: boolean;
}

function targetsOf(spec: AppSpec): Target[] {
  const envs = envHoldersOf(spec).flatMap(({ path, value }) =>
    indexedRecords(value, "envs").map(({ index, value: env }) => ({
      path: [...path, "envs", index, "value"],
      secret: isSecretEnv(env),
    })),
  );
  const images = componentsOf(spec).flatMap(({ path }) =>
    ["tag", "digest"].map((key) => ({ path: [...path, "image", key], secret: false })),
  );
  return [...envs, ...images];
}

type Code = PlaceholderProblem["code"];

function fillText(text: string, { values, allow }: FillOptions) {
  const names: string[] = [];
  const problems: { code: Code; name: string; text: string }[] = [];
  const filled = text.replace(PLACEHOLDER, (whole: string, ...rest: unknown[]) => {
    const groups = rest.at(-1) as { escape?: string; name?: string; fallback?: string; outer?: string };
    if (groups.escape) return "${";
    const name = groups.name ?? groups.outer ?? "";
    if (!allow.includes(name)) return whole;
    const refuse = (code: Code) => {
      problems.push({ code, name, text: whole });
      return whole;
    };
    if (RESERVED.test(name)) return refuse("reserved");
    if (APP_BINDABLES.includes(name)) return refuse("bindable");
    if (groups.outer) return refuse("nested");
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    // As in a shell, `:-` also takes the place of an empty value.
    const result = groups.fallback === undefined ? value : value || groups.fallback;
    if (result === undefined) return refuse("unset");
    names.push(name);
    return result;
  });
  return { text: filled, names, problems };
}

function describe(code: Code, name: string): Pick<PlaceholderProblem, "code" | "name" | "message"> {
  const messages: Record<Code, string> = {
    unset: `\`${name}\` is allowed here but has no value. Set it in the \`env\` of the step, or write a default: \`\${${name}:-text}\`.`,
    reserved: `\`${name}\` belongs to the runner and is never filled in. Pass what you need under a name of your own.`,
    bindable: `\`${name}\` is filled in by App Platform when it deploys. Take it off the list of allowed names, or use another name for yours.`,
    nested: `The default of \`${name}\` holds another placeholder, which is not supported. Write a plain text.`,
    elsewhere: `\`${name}\` is not filled in here: only env values, image tags and image digests are. Write the value itself.`,
  };
  return { code, name, message: messages[code] };
}

/** Allowed names in fields where they stay as they are: the platform would get `${NAME}` as text. */
function allowedElsewhere(
  value: unknown,
  path: Path,
  allow: readonly string[],
  ancestors: readonly unknown[] = [],
): { path: Path; name: string; text: string }[] {
  if (typeof value === "string")
    return [...value.matchAll(PLACEHOLDER)].flatMap(({ 0: text, groups }) => {
      const name = groups?.name;
      return name !== undefined && allow.includes(name) ? [{ path, name, text }] : [];
    });
  if ((!isRecord(value) && !Array.isArray(value)) || ancestors.includes(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    SHELL_FIELDS.includes(key)
      ? []
      : allowedElsewhere(item, [...path, Array.isArray(value) ? Number(key) : key], allow, [
          ...ancestors,
          value,
        ]),
  );
}

/** The range of a piece of a value where the document shows it as it is, otherwise that of the value. */
function rangeIn(document: SpecDocument, path: Path, piece: string): Range {
  const node = document.nodeAt(path);
  if (isScalar(node) && node.range && textOf(node.value)) {
    const [start, end] = node.range;
    const at = document.text.slice(start, end).indexOf(piece);
    if (at >= 0) return document.rangeBetween(start + at, start + at + piece.length);
  }
  return document.rangeOf(path);
}
