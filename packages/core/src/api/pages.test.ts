import { describe, expect, it } from "vitest";
import { broken, json, type Sent, scriptedClient } from "./testing.ts";

const ids = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({ id: `i${from + index}` }));
const next = (page: number) => ({ pages: { next: `https://evil.example/v2/apps?page=${page}` } });
const pageOf = ({ path }: Sent) => Number(new URLSearchParams(path.split("?")[1]).get("page"));

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe("a paged list", () => {
  it("is read by 200 from the base URL, whatever host the links name", async () => {
    const { client, sent } = scriptedClient([
      json({ apps: ids(200), links: next(2), meta: { total: 201 } }),
      json({ apps: ids(1, 200), links: { pages: { prev: "x" } }, meta: { total: 201 } }),
    ]);
    expect(await collect(client.apps.list())).toHaveLength(201);
    expect(sent.map(({ path }) => path)).toEqual([
      "/v2/apps?page=1&per_page=200",
      "/v2/apps?page=2&per_page=200",
    ]);
  });

  it("is read only as far as it is used", async () => {
    const { client, sent } = scriptedClient([json({ apps: ids(200), links: next(2) })]);
    for await (const _ of client.apps.list()) break;
    expect(sent).toHaveLength(1);
  });

  it("is empty where the platform leaves it out", async () => {
    const { client } = scriptedClient([json({ links: {}, meta: { total: 0 } })]);
    expect(await collect(client.deployments.list("a1"))).toEqual([]);
  });

  it("of events goes on where links are nested once too often", async () => {
    const { client } = scriptedClient([
      json({ events: ids(2), links: { pages: next(2) } }),
      json({ events: ids(1, 2), links: { pages: { pages: {} } } }),
    ]);
    expect(await collect(client.events.list("a1"))).toHaveLength(3);
  });

  it("tells an item once that a new one has pushed on to the next page", async () => {
    const { client } = scriptedClient([
      json({ deployments: ids(3), links: next(2) }),
      json({ deployments: ids(3, 2) }),
    ]);
    const found = await collect(client.deployments.list("a1"));
    expect(found.map(({ id }) => id)).toEqual(["i0", "i1", "i2", "i3", "i4"]);
  });

  it("ends where a server gives the same page for ever", async () => {
    const { client, sent } = scriptedClient((request, signal) =>
      json({ apps: ids(3), links: next(pageOf(request) + 1) })(request, signal),
    );
    expect(await collect(client.apps.list())).toHaveLength(3);
    expect(sent).toHaveLength(2);
  });

  it("goes on after an outage in its middle", async () => {
    const { client, run } = scriptedClient([
      json({ apps: ids(2), links: next(2) }),
      broken(),
      json({ apps: ids(1, 2) }),
    ]);
    expect(await run(collect(client.apps.list()))).toHaveLength(3);
  });

  it("sends its filters, lists as repeated keys", async () => {
    const { client, sent } = scriptedClient(json({}));
    await collect(client.apps.list({ withProjects: true }));
    await collect(client.deployments.list("a1", { types: ["MANUAL", "AUTOSCALED"] }));
    await collect(client.events.list("a1", { types: ["AUTOSCALING"] }));
    await collect(client.jobs.list("a1", { jobNames: ["x", "y z"], deploymentId: "d1" }));
    expect(sent.map(({ path }) => path.slice("/v2/apps".length))).toEqual([
      "?with_projects=true&page=1&per_page=200",
      "/a1/deployments?deployment_types=MANUAL&deployment_types=AUTOSCALED&page=1&per_page=200",
      "/a1/events?event_types=AUTOSCALING&page=1&per_page=200",
      "/a1/job-invocations?job_names=x&job_names=y+z&deployment_id=d1&page=1&per_page=200",
    ]);
  });

  it("is searched for an app's name to the last page", async () => {
    const { client } = scriptedClient([
      json({ apps: [{ id: "a1", spec: { name: "one" } }], links: next(2) }),
      json({ apps: [{ id: "a2", spec: { name: "two" } }] }),
      json({ apps: [{ id: "a1", spec: { name: "one" } }] }),
    ]);
    expect(await client.apps.findByName("two")).toMatchObject({ id: "a2" });
    expect(await client.apps.findByName("two")).toBeUndefined();
  });
});
