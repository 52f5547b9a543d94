// What the demo shows: the specs of test/fixtures/specs, and the changes that people make to them.
import { readFile } from "node:fs/promises";

export async function fixture(name: string): Promise<string> {
  return readFile(new URL(`../fixtures/specs/${name}.yaml`, import.meta.url), "utf8");
}

/** Replaces text that must be there, so that a story cannot silently lose its point. */
export function change(text: string, ...edits: [from: string, to: string][]): string {
  return edits.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`The spec does not hold "${from}".`);
    return result.replace(from, to);
  }, text);
}

/** Four mistakes of an afternoon: a typo in a key, one in a component's name, a wrong reference, a size that cannot scale. */
export function withMistakes(webShop: string): string {
  return change(
    webShop,
    ["    health_check:\n      http_path: /healthz", "    health_chek:\n      http_path: /healthz"],
    ["component: { name: storefront }", "component: { name: store-front }"],
    ["value: ${db.DATABASE_URL}", "value: ${database.DATABASE_URL}"],
    [
      "    instance_size_slug: apps-s-1vcpu-0.5gb\n",
      "    instance_size_slug: apps-s-1vcpu-0.5gb\n    instance_count: 3\n",
    ],
  );
}

/** The same change without the mistakes: two API instances, and a mailer that can be doubled. */
export function mended(webShop: string): string {
  return change(
    webShop,
    ["    instance_count: 1\n", "    instance_count: 2\n"],
    [
      "    instance_size_slug: apps-s-1vcpu-0.5gb\n",
      "    instance_size_slug: apps-s-1vcpu-1gb\n    instance_count: 2\n",
    ],
    ["      - key: STRIPE_KEY", "      - { key: LOG_LEVEL, value: info }\n      - key: STRIPE_KEY"],
  );
}
