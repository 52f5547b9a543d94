import { stringify } from "yaml";
import type { Detected } from "./detect.ts";

/** Where the workspace's code is, as git tells. */
export interface Repository {
  readonly provider: "github" | "gitlab" | "bitbucket";
  /** `owner/name`. */
  readonly repo: string;
  readonly branch: string;
}

const LISTS = { service: "services", static_site: "static_sites", worker: "workers" } as const;

/** A first spec with comments that say what is guessed and what to look at. */
export function writeSpec(
  name: string,
  components: readonly Detected[],
  repository: Repository | undefined,
): string {
  const lines = [
    "# What the app is made of. Hover over a key to read what it is for.",
    `name: ${name}`,
    "# Where it runs; completion lists the regions.",
    "region: nyc",
  ];
  for (const kind of ["service", "static_site", "worker"] as const) {
    const ofKind = components.filter((component) => component.kind === kind);
    if (ofKind.length === 0) continue;
    lines.push(
      "",
      `${LISTS[kind]}:`,
      ...ofKind.flatMap((component) => componentLines(component, repository)),
    );
  }
  const web = components.filter(({ kind }) => kind !== "worker");
  if (web.length > 1) lines.push("", ...ingressLines(web));
  return `${lines.join("\n")}\n`;
}

function componentLines(component: Detected, repository: Repository | undefined): string[] {
  const { kind, sourceDir, because, httpPort } = component;
  const fields: Record<string, unknown> = {
    name: component.name,
    ...(repository
      ? { [repository.provider]: { repo: repository.repo, branch: repository.branch, deploy_on_push: false } }
      : { github: { repo: "owner/name", branch: "main", deploy_on_push: false } }),
    ...(sourceDir === "/" ? {} : { source_dir: sourceDir }),
    ...(component.dockerfilePath === undefined ? {} : { dockerfile_path: component.dockerfilePath }),
    ...(component.environmentSlug === undefined ? {} : { environment_slug: component.environmentSlug }),
    ...(component.buildCommand === undefined ? {} : { build_command: component.buildCommand }),
    ...(component.runCommand === undefined ? {} : { run_command: component.runCommand }),
    ...(component.outputDir === undefined ? {} : { output_dir: component.outputDir }),
    ...(httpPort === undefined ? {} : { http_port: httpPort }),
    ...(kind === "static_site" ? {} : { instance_size_slug: "apps-s-1vcpu-0.5gb", instance_count: 1 }),
  };
  const text = stringify([fields]).trimEnd().replaceAll(/^/gm, "  ");
  const place = sourceDir === "/" ? "the root" : sourceDir;
  const todo = repository ? [] : ["  # No remote was found in git: write your repository below."];
  return [`  # A ${kind.replace("_", " ")}, because of ${place}: ${because}.`, ...todo, ...text.split("\n")];
}

/** The first one gets what no other route takes. */
function ingressLines(web: readonly Detected[]): string[] {
  const main = web.find(({ kind }) => kind === "static_site") ?? web[0];
  const others = web.filter((component) => component !== main);
  const rule = (name: string, prefix: string) => [
    `    - match: { path: { prefix: ${prefix} } }`,
    `      component: { name: ${name} }`,
  ];
  return [
    "# Which path leads where; the longest prefix wins.",
    "ingress:",
    "  rules:",
    ...others.flatMap(({ name }) => rule(name, `/${name}`)),
    ...(main ? rule(main.name, "/") : []),
  ];
}

/** Reads `.git/config` and `.git/HEAD`. `undefined` where there is no remote of a provider that App Platform knows. */
export function repositoryOf(config: string, head: string): Repository | undefined {
  const urls = [...config.matchAll(/\[remote "([^"]+)"\][^[]*?url\s*=\s*(\S+)/g)];
  const [, , url = ""] = urls.find(([, remote]) => remote === "origin") ?? urls[0] ?? [];
  const match = /(github|gitlab|bitbucket)\.(?:com|org)[:/](.+?)(?:\.git)?\/?$/.exec(url);
  const [, provider, repo] = match ?? [];
  if (!provider || !repo) return undefined;
  const branch = /^ref: refs\/heads\/(.+)$/m.exec(head)?.[1]?.trim() ?? "main";
  return { provider: provider as Repository["provider"], repo, branch };
}
