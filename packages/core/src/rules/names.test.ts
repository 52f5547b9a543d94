import { expect, it } from "vitest";
import { validateSpec } from "../validate.ts";
import { found } from "./testing.ts";

it("reports the second component of a name, on that name", () => {
  const spec = `
name: shop
workers:
- {name: api, image: {registry_type: DOCR, repository: a}}
services:
- {name: api, image: {registry_type: DOCR, repository: a}}
- {name: web, image: {registry_type: DOCR, repository: a}}
`;
  expect(found(spec)).toEqual(["error name-unique [api]"]);
  expect(validateSpec(spec)[0]).toMatchObject({
    path: "services.0.name",
    range: { start: { line: 5, character: 9 }, end: { line: 5, character: 12 } },
    message:
      "`api` is the name of a worker already, and components and databases share one namespace. Write a name of its own, such as `api-web`.",
  });
});

it("reports two databases of one name", () => {
  expect(
    found(`
name: shop
services:
- {name: api, image: {registry_type: DOCR, repository: a}}
databases:
- {name: db, engine: PG}
- {name: db, engine: PG}
`),
  ).toEqual(["error name-unique [db]"]);
});

it("warns where a database has the name of a component", () => {
  expect(
    found(`
name: shop
services:
- {name: store, image: {registry_type: DOCR, repository: a}}
databases:
- {name: store, engine: PG}
`),
  ).toEqual(["warning name-unique-db [store]"]);
});

it("takes one name for the app and a component", () => {
  expect(found("name: api\nservices:\n- {name: api, image: {registry_type: DOCR, repository: a}}\n")).toEqual(
    [],
  );
});

it("leaves names alone that are still to be filled in", () => {
  expect(
    found(`
name: shop-\${SLOT}
services:
- {name: "\${A}", image: {registry_type: DOCR, repository: a}}
- {name: __B__, image: {registry_type: DOCR, repository: a}}
`),
  ).toEqual([]);
});

it("proposes a name that is not taken either", () => {
  const spec =
    "name: shop\nservices:\n- name: web\nworkers:\n- name: web\n- name: web-worker\n- name: web-worker-2\n";
  expect(validateSpec(spec).find(({ code }) => code === "name-unique")?.message).toContain(
    "such as `web-worker-3`",
  );
});
