import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { allNodes, type Field } from "./fields.ts";

/** A row of the reference: what the published sources together say of a path. */
interface Row {
  path: string;
  type: string;
  required: boolean;
  enum: (string | number)[] | null;
  default: unknown;
  minimum: number | null;
  maximum: number | null;
  minLength: number | null;
  maxLength: number | null;
  pattern: string | null;
  deprecated: boolean;
  readOnly: boolean;
  /** In words. */
  preview?: string;
  suspect?: boolean;
}

type Facet = Exclude<keyof Row, "path">;

/** Where we say something else than the reference, and why. */
const DEVIATIONS: readonly { facet: Facet; paths: RegExp; why: string }[] = [
  {
    facet: "enum",
    paths: /\.instance_size_slug$/,
    why: "any string: a new size must not be refused, and the rules judge sizes by the catalogue",
  },
  {
    facet: "pattern",
    paths: /\.(max_age|timeout)$/,
    why: "a duration; the sources say so in words, the rules cors-max-age and job-timeout in the reference",
  },
  {
    facet: "pattern",
    paths: /^domains\[\]\.domain$/,
    why: "the union of the pattern of the API reference and that of the documentation",
  },
  {
    facet: "pattern",
    paths: /\.log_destinations\[\]\.name$/,
    why: "the same classes without needless backslashes",
  },
  {
    facet: "default",
    paths: /\.loading_page\.enabled$/,
    why: "the client's comment names the default",
  },
  {
    facet: "default",
    paths: /\.preserve_path_prefix$/,
    why: "all sources say in words that the prefix is cut off by default",
  },
  { facet: "default", paths: /\.time_zone$/, why: "the documentation names UTC in words" },
  {
    facet: "default",
    paths: /^functions\[\]\.alerts\[\]\./,
    why: "`UNSPECIFIED_…` is the encoding of nothing and the same for all alerts: no value that an author would want",
  },
  {
    facet: "maxLength",
    paths: /^static_sites\[\]\.image\./,
    why: "the same image as that of services; no client takes it here",
  },
  {
    facet: "enum",
    paths: /^static_sites\[\]\.image\.registry_type$/,
    why: "the same image as that of services; no client takes it here",
  },
  {
    facet: "minimum",
    paths: /^workers\[\]\.autoscaling\.metrics\.request/,
    why: "the same metrics as those of services; they do nothing for workers",
  },
  {
    facet: "maximum",
    paths: /^jobs\[\]\.autoscaling\.max_instance_count$/,
    why: "the same bound as that of services and workers; jobs do not scale",
  },
  { facet: "minimum", paths: /\.redirect\.port$/, why: "a TCP port" },
  { facet: "maximum", paths: /\.redirect\.port$/, why: "a TCP port" },
  { facet: "minLength", paths: /\.minimum_tls_version$/, why: "the enum says it" },
  { facet: "maxLength", paths: /\.minimum_tls_version$/, why: "the enum says it" },
  {
    facet: "suspect",
    paths: /\.match\.authority\.prefix$/,
    why: "the reference treats it as unsupported: only `exact` works",
  },
];

/** Paths of ours that the reference does not list, and why. */
const ADDITIONS: readonly { paths: RegExp; why: string }[] = [
  {
    paths: /^static_sites\[\]\.log_destinations\[\]\.(endpoint|tls_insecure|headers)/,
    why: "the same log destination as that of services; no client takes it here",
  },
];

const shared = process.env.APP_PLATFORM_SHARED ?? resolve(import.meta.dirname, "../../../../../../shared");
const file = resolve(shared, "reference/appspec.json");
if (!existsSync(file)) console.warn(`Skipped: no ${file}; set APP_PLATFORM_SHARED to its folder.`);

describe.skipIf(!existsSync(file))("the schema and the published sources", () => {
  const rows = existsSync(file) ? (Object.values(JSON.parse(readFileSync(file, "utf8"))) as Row[]) : [];
  const fields = new Map(Array.from(allNodes(), ({ field }) => [field.path, field]));
  const deviations = rows.flatMap((row) => deviationsOf(row, fields.get(row.path)));

  it("have the same paths", () => {
    const known = new Set(rows.map((row) => row.path));
    const added = [...fields.keys()].filter((path) => !known.has(path));
    expect(rows.length).toBe(491);
    expect(rows.map((row) => row.path).filter((path) => !fields.has(path))).toEqual([]);
    expect(added.filter((path) => !ADDITIONS.some(({ paths }) => paths.test(path)))).toEqual([]);
  });

  it("say the same of each path, but for what is explained", () => {
    for (const { paths, why } of ADDITIONS)
      console.info(`${[...fields.keys()].filter((path) => paths.test(path)).length} paths added: ${why}`);
    for (const { path, facet, ours, theirs } of deviations)
      console.info(`${path} ${facet}: ${ours}, not ${theirs}: ${reasonFor(path, facet) ?? "UNEXPLAINED"}`);
    expect(deviations.filter(({ path, facet }) => !reasonFor(path, facet))).toEqual([]);
  });

  it("need each of the explanations", () => {
    const idle = DEVIATIONS.filter(
      ({ facet, paths }) =>
        !deviations.some((deviation) => deviation.facet === facet && paths.test(deviation.path)),
    );
    expect(idle).toEqual([]);
  });
});

function reasonFor(path: string, facet: Facet): string | undefined {
  return DEVIATIONS.find((deviation) => deviation.facet === facet && deviation.paths.test(path))?.why;
}

function deviationsOf(row: Row, field: Field | undefined) {
  if (!field) return [];
  const ours: Record<Facet, unknown> = {
    type: field.items ? `${field.type}<${field.items}>` : field.type,
    required: field.required,
    enum: sorted(field.enum),
    default: field.default ?? null,
    minimum: field.minimum ?? null,
    maximum: field.maximum ?? null,
    minLength: field.minLength ?? null,
    maxLength: field.maxLength ?? null,
    pattern: field.pattern ?? null,
    deprecated: field.deprecated !== undefined,
    readOnly: field.readOnly ?? false,
    preview: field.preview ?? false,
    suspect: field.suspect ?? false,
  };
  const theirs: Record<Facet, unknown> = {
    ...row,
    enum: sorted(row.enum),
    pattern: row.pattern === null ? null : new RegExp(row.pattern).source,
    preview: Boolean(row.preview),
    suspect: Boolean(row.suspect),
  };
  return (Object.keys(ours) as Facet[])
    .filter((facet) => ours[facet] !== theirs[facet])
    .map((facet) => ({ path: row.path, facet, ours: ours[facet], theirs: theirs[facet] }));
}

function sorted(values: readonly (string | number)[] | null | undefined): string | null {
  return values ? values.map(String).sort().join(" ") : null;
}
