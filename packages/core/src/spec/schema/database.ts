import * as z from "zod";
import { ENGINES } from "../../catalog/index.ts";
import { doc, page } from "./doc.ts";
import { componentName } from "./name.ts";

const SIZED_BY_CLUSTER =
  "A development database has one size, and a production database has that of its cluster: remove it.";

/** A database that components can be bound to. */
export const database = z
  .looseObject({
    name: componentName(
      "The database's name, by which bindable variables refer to it: `${db.DATABASE_URL}`.",
    ),
    engine: z
      .enum(["UNSET", "MYSQL", "PG", "REDIS", "MONGODB", "KAFKA", "OPENSEARCH", "VALKEY"])
      .register(doc, {
        description: "The database engine. A development database is always PostgreSQL.",
        default: "UNSET",
        alsoWritten: ["type"],
        offered: ENGINES.filter((engine) => !engine.supersededBy).map((engine) => engine.slug),
        values: { UNSET: "Not set.", ...Object.fromEntries(ENGINES.map(engineMeaning)) },
        aliases: { POSTGRES: "PG", POSTGRESQL: "PG", PSQL: "PG", MONGO: "MONGODB", MARIADB: "MYSQL" },
      }),
    version: z.string().register(doc, {
      description: 'The engine\'s version as a string: quote it (`"16"`).',
      rules: { type: "db-version-string" },
    }),
    size: z.string().register(doc, { description: "The size of its nodes.", deprecated: SIZED_BY_CLUSTER }),
    num_nodes: z.int().register(doc, { description: "How many nodes it has.", deprecated: SIZED_BY_CLUSTER }),
    production: z.boolean().register(doc, {
      description:
        "Whether this is a managed cluster that exists already (`true`, with `cluster_name`) or a small development database inside the app.",
      default: false,
    }),
    cluster_name: z.string().register(doc, {
      description: "The managed database cluster of the account. Needed where `production` is true.",
    }),
    db_name: z.string().register(doc, {
      description: "The database inside a MySQL or PostgreSQL cluster.",
    }),
    db_user: z.string().register(doc, {
      description: "The user of a MySQL or PostgreSQL cluster.",
    }),
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    id: "database",
    kind: "a database",
    description: "A database that the app's components are given access to.",
    docs: page("how-to/manage-databases"),
  });

function engineMeaning({ slug, label, supersededBy }: (typeof ENGINES)[number]): [string, string] {
  return [slug, supersededBy ? `${label}, superseded by \`${supersededBy}\`.` : `${label}.`];
}
