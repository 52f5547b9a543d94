import type { Fix } from "../diagnostic.ts";
import type { SpecDocument } from "../spec/document.ts";
import type { Path } from "../spec/path.ts";
import type { SchemaProblem } from "../spec/schema/index.ts";
import { insertKey, quoteValue, removeKey, renameKey, replaceValue } from "./fixes.ts";

/** What an editor can offer for a problem that the schema found. */
export function schemaFixes(document: SpecDocument, problem: SchemaProblem, isMissing: boolean): Fix[] {
  const { path, at, suggestion, expected } = problem;
  if (isMissing) return insertKey(document, path.slice(0, -1), String(path.at(-1)), exampleFor(path));
  if (at === "key") return suggestion ? renameKey(document, path, suggestion) : removeKey(document, path);
  if (suggestion !== undefined) return replaceValue(document, path, suggestion);
  return expected === "string" ? quoteValue(document, path) : [];
}

const EXAMPLES: Readonly<Record<string, string>> = {
  services: "web",
  static_sites: "site",
  workers: "worker",
  jobs: "job",
  functions: "functions",
  databases: "db",
  log_destinations: "logs",
  component: "web",
  key: "MY_KEY",
  domain: "www.example.com",
  name: "my-app",
};

/** Something to write over, of the right form: a name after the list that it stands in. */
function exampleFor(path: Path): string {
  const [key, ...holders] = path.filter((step) => typeof step === "string").reverse();
  return (key === "name" && EXAMPLES[holders[0] ?? ""]) || EXAMPLES[key ?? ""] || '""';
}
