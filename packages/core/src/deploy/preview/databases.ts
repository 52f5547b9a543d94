import { indexedRecords } from "../../spec/components.ts";
import { type PlainRecord, recordsOf, textOf } from "../../spec/plain.ts";
import type { AppSpec } from "../../spec/schema/index.ts";
import { code } from "../../spec/schema/words.ts";
import type { Draft } from "./draft.ts";

/** What a preview gets in the place of a database. */
export const PREVIEW_DATABASE_MODES = ["dev", "share", "none"] as const;

export type PreviewDatabaseMode = (typeof PREVIEW_DATABASE_MODES)[number];

export interface PreviewDatabases {
  /** For every managed cluster that {@link databaseModes} does not name; undefined refuses it. */
  readonly clusterMode?: PreviewDatabaseMode | undefined;
  /** By the database's name in the spec. */
  readonly databaseModes?: Readonly<Record<string, PreviewDatabaseMode>>;
  /** The spec at the base commit: only what it connects to can be shared. */
  readonly base?: AppSpec;
}

/**
 * Keeps a preview away from managed clusters: `dev` puts a development database of its own in their place, `none`
 * leaves them out, and `share` lets the pull request's code at the very data of the cluster that the base commit's
 * spec has under the same name. A development database of the spec is a new, empty one anyway.
 */
export function mapDatabases(draft: Draft, options: PreviewDatabases): void {
  for (const { index, value } of indexedRecords(draft.spec, "databases")) {
    const name = textOf(value.name) ?? "";
    const path = ["databases", index];
    const named = Object.hasOwn(options.databaseModes ?? {}, name)
      ? options.databaseModes?.[name]
      : undefined;
    if (!isCluster(value)) {
      if (named !== "none") continue;
      draft.drop(value);
      draft.notes.push(`Without the database ${code(name)}.`);
      continue;
    }
    const mode = named ?? options.clusterMode;
    switch (mode) {
      case undefined:
        draft.refuse(
          path,
          `${code(name)} is a managed cluster, and a preview of it would run this pull request on its data. Set \`preview-database\`: \`dev\` for a development database, \`none\` to leave it out, \`share\` to give the preview the cluster itself.`,
        );
        break;
      case "none":
        draft.drop(value);
        draft.notes.push(`Without the database ${code(name)}.`);
        break;
      case "dev":
        replaceByDev(draft, value, path);
        break;
      case "share":
        share(draft, value, path, options.base);
        break;
      default:
        mode satisfies never;
    }
  }
}

/** Whatever names a cluster or asks for one. */
function isCluster({ production, cluster_name: cluster }: PlainRecord): boolean {
  return (production !== undefined && production !== null && production !== false) || Boolean(cluster);
}

function replaceByDev(draft: Draft, database: PlainRecord, path: (string | number)[]): void {
  const name = textOf(database.name) ?? "";
  const engine = textOf(database.engine) ?? "PG";
  if (engine !== "PG" && engine !== "UNSET") {
    draft.refuse(
      path,
      `${code(name)} is ${code(engine)}, and development databases are PostgreSQL only. Write \`${name}=none\` or \`${name}=share\` in \`preview-database\`.`,
    );
    return;
  }
  const version = textOf(database.version);
  for (const key of Object.keys(database)) delete database[key];
  Object.assign(database, { name, engine: "PG", ...(version === undefined ? {} : { version }) });
  draft.notes.push(`${code(name)} is an empty development database instead of the cluster.`);
}

/** The cluster, and the database and the user in it, must be those that were reviewed: another user may be an administrator. */
function share(
  draft: Draft,
  database: PlainRecord,
  path: (string | number)[],
  base: AppSpec | undefined,
): void {
  const name = textOf(database.name) ?? "";
  const reviewed = recordsOf(base?.databases).some((other) =>
    ["name", "engine", "cluster_name", "db_name", "db_user"].every((key) => other[key] === database[key]),
  );
  if (!reviewed)
    draft.refuse(
      path,
      `${code(name)} is not shared: the spec at the base commit does not connect to this cluster, database and user under that name.`,
    );
  else
    draft.notes.push(
      `⚠️ ${code(name)} is the cluster itself: this pull request's code reads and writes its data.`,
    );
}
