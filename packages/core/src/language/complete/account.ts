import type { Path } from "../../spec/path.ts";
import { type PlainRecord, recordOf, recordsOf, textOf } from "../../spec/plain.ts";
import type { ClusterValues, Need } from "../context.ts";
import type { Scene } from "./scene.ts";
import { KIND } from "./suggestion.ts";
import type { OfferedValue, ValueSource } from "./values.ts";

const needs = (kind: "clusters" | "images" | "apps" | "vpcs" | "zones") => (): Need[] => [{ kind }];

/** Values that the account holds. */
export const ACCOUNT_VALUES: readonly ValueSource[] = [
  { at: /^databases\[\]\.cluster_name$/, needs: needs("clusters"), values: databaseClusters },
  { at: /^databases\[\]\.db_name$/, needs: needs("clusters"), values: ofCluster("databases") },
  { at: /^databases\[\]\.db_user$/, needs: needs("clusters"), values: ofCluster("users") },
  { at: /^databases\[\]\.version$/, needs: needs("clusters"), values: versions },
  { at: /\.open_search\.cluster_name$/, needs: needs("clusters"), values: logClusters },
  { at: /\.image\.repository$/, needs: needs("images"), values: images },
  {
    at: /\.image\.tag$/,
    needs: (scene) => [
      { kind: "image-tags", repository: textOf(around(scene, scene.place.path).repository) ?? "" },
    ],
    values: tags,
  },
  { at: /\.image\.registry$/, values: registries },
  { at: /^name$/, needs: needs("apps"), values: ({ context }) => plain(context.account?.apps) },
  { at: /^vpc\.id$/, needs: needs("vpcs"), values: vpcs },
  {
    at: /^domains\[\]\.(zone|domain)$/,
    needs: needs("zones"),
    values: ({ context }) => plain(context.account?.zones),
  },
];

function plain(values: readonly string[] | undefined): OfferedValue[] {
  return (values ?? []).map((value) => ({ value, kind: KIND.reference }));
}

/** The map that a value stands in. */
function around(scene: Scene, path: Path): PlainRecord {
  return recordOf(scene.valueAt(path.slice(0, -1))) ?? {};
}

function clusters({ context }: Scene): readonly ClusterValues[] {
  return context.account?.clusters ?? [];
}

function databaseClusters(scene: Scene): OfferedValue[] {
  const engine = textOf(around(scene, scene.place.path).engine);
  return clusters(scene)
    .filter((cluster) => engine === undefined || engine === "UNSET" || cluster.engine === engine)
    .map(offeredCluster);
}

function logClusters(scene: Scene): OfferedValue[] {
  return clusters(scene)
    .filter(({ engine }) => engine === "OPENSEARCH")
    .map(offeredCluster);
}

function offeredCluster({ name, engine, version, region }: ClusterValues): OfferedValue {
  return {
    value: name,
    kind: KIND.reference,
    detail: [`${engine}${version ? ` ${version}` : ""}`, region].filter(Boolean).join(" · "),
  };
}

function ofCluster(what: "databases" | "users"): (scene: Scene) => OfferedValue[] {
  return (scene) => {
    const name = around(scene, scene.place.path).cluster_name;
    return plain(clusters(scene).find((cluster) => cluster.name === name)?.[what]);
  };
}

/** That of the cluster; otherwise those of the same engine, in the account and in the file. */
function versions(scene: Scene): OfferedValue[] {
  const { engine, cluster_name: name } = around(scene, scene.place.path);
  const cluster = clusters(scene).find((one) => one.name === name);
  if (cluster?.version) return [{ value: cluster.version, detail: `of the cluster ${cluster.name}` }];
  const inFile = recordsOf((scene.spec as PlainRecord).databases).filter((one) => one.engine === engine);
  return [
    ...clusters(scene).flatMap((one) => (one.engine === engine && one.version ? [one.version] : [])),
    ...inFile.flatMap(({ version }) => textOf(version) ?? []),
  ].map((value) => ({ value }));
}

/** Images of the account's own registry, where the source is that or none yet. */
function images(scene: Scene): OfferedValue[] {
  const type = around(scene, scene.place.path).registry_type;
  if (type !== undefined && type !== null && type !== "DOCR") return [];
  return (scene.context.account?.images ?? []).map(({ name }) => ({ value: name, kind: KIND.reference }));
}

function tags(scene: Scene): OfferedValue[] {
  const { repository, registry_type: type } = around(scene, scene.place.path);
  if (type !== undefined && type !== null && type !== "DOCR") return [];
  const image = scene.context.account?.images?.find(({ name }) => name === repository);
  return (image?.tags ?? []).map((value) => ({ value }));
}

function registries(scene: Scene): OfferedValue[] {
  const isDockerHub = around(scene, scene.place.path).registry_type === "DOCKER_HUB";
  return isDockerHub ? [{ value: "library", detail: "official images" }] : [];
}

function vpcs({ context }: Scene): OfferedValue[] {
  return (context.account?.vpcs ?? []).map(({ id, name, region, ipRange }) => ({
    value: id,
    kind: KIND.reference,
    detail: [name, region, ipRange].filter(Boolean).join(" · "),
  }));
}
