/** A database engine of `databases[].engine`. No source lists the versions that each offers, so none are listed here. */
export interface DatabaseEngine {
  readonly slug: string;
  readonly label: string;
  /** Only PostgreSQL is offered as a development database (`production: false`). */
  readonly devDatabase: boolean;
  /** Whether `db_name` and `db_user` mean something. */
  readonly namedDatabases: boolean;
  /** The engine that has taken this one's place. */
  readonly supersededBy?: string;
}

/** The API reference's enum of `databases[].engine`, without its `UNSET`. */
export const ENGINES: readonly DatabaseEngine[] = [
  { slug: "PG", label: "PostgreSQL", devDatabase: true, namedDatabases: true },
  { slug: "MYSQL", label: "MySQL", devDatabase: false, namedDatabases: true },
  { slug: "MONGODB", label: "MongoDB", devDatabase: false, namedDatabases: false },
  { slug: "VALKEY", label: "Valkey", devDatabase: false, namedDatabases: false },
  { slug: "REDIS", label: "Redis", devDatabase: false, namedDatabases: false, supersededBy: "VALKEY" },
  { slug: "KAFKA", label: "Kafka", devDatabase: false, namedDatabases: false },
  { slug: "OPENSEARCH", label: "OpenSearch", devDatabase: false, namedDatabases: false },
];
