import { parse } from "yaml";

/** Files that tell what a folder holds. Others need not be read. */
export const TELLING_FILES = [
  "Dockerfile",
  "package.json",
  "requirements.txt",
  "pyproject.toml",
  "go.mod",
  "Gemfile",
  "composer.json",
  "index.html",
  "hugo.toml",
] as const;

/** A component that a folder looks like. */
export interface Detected {
  readonly kind: "service" | "static_site" | "worker";
  readonly name: string;
  /** Relative to the root; `/` for the root itself. */
  readonly sourceDir: string;
  /** Why it is taken for that: a comment of the spec says so. */
  readonly because: string;
  readonly environmentSlug?: string;
  readonly dockerfilePath?: string;
  readonly buildCommand?: string;
  readonly runCommand?: string;
  readonly outputDir?: string;
  readonly httpPort?: number;
}

/** By path relative to the root: the texts of the telling files. */
export type TellingTexts = ReadonlyMap<string, string>;

/** Where the platform sends traffic to, unless a Dockerfile says otherwise. */
const DEFAULT_PORT = 8080;
const SERVERS =
  /^(?:next|nuxt|express|fastify|koa|hono|@nestjs\/core|@hapi\/hapi|@remix-run\/node|socket\.io|ws)$/;
const STATIC_BUILDS: readonly (readonly [RegExp, string])[] = [
  [/^react-scripts$/, "build"],
  [/^gatsby$/, "public"],
  [/^@11ty\/eleventy$/, "_site"],
  [/^@docusaurus\/core$/, "build"],
  [/^(?:vite|astro|@vue\/cli-service|parcel)$/, "dist"],
];

/** The components of a workspace, by what its folders hold; the most telling sign of a folder counts. */
export function detectComponents(texts: TellingTexts): Detected[] {
  const folders = [...new Set([...texts.keys()].map(folderOf))].toSorted();
  const found = folders.flatMap((folder) => detectFolder(folder, texts) ?? []);
  // What lies in the folder of another component is a part of it, but for the root, which may hold several.
  const own = found.filter(
    ({ sourceDir }) =>
      !found.some((other) => other.sourceDir !== "/" && sourceDir.startsWith(`${other.sourceDir}/`)),
  );
  const isMonorepo = own.length > 1 && isWorkspaceRoot(texts.get("package.json"));
  return uniqueNames(isMonorepo ? own.filter(({ sourceDir }) => sourceDir !== "/") : own);
}

function detectFolder(folder: string, texts: TellingTexts): Detected | undefined {
  const text = (name: string) => texts.get(folder === "" ? name : `${folder}/${name}`);
  const base = { name: nameOf(folder), sourceDir: folder === "" ? "/" : folder };
  const dockerfile = text("Dockerfile");
  if (dockerfile !== undefined) {
    const port = Number(/^\s*EXPOSE\s+(\d+)/im.exec(dockerfile)?.[1] ?? DEFAULT_PORT);
    return {
      ...base,
      kind: "service",
      because: "it has a Dockerfile",
      dockerfilePath: folder === "" ? "Dockerfile" : `${folder}/Dockerfile`,
      httpPort: port,
    };
  }
  const hugo = text("hugo.toml");
  if (hugo !== undefined)
    return { ...base, kind: "static_site", because: "it has a hugo.toml", environmentSlug: "hugo" };
  const manifest = text("package.json");
  if (manifest !== undefined) return detectNode(manifest, base);
  const python = text("requirements.txt") ?? text("pyproject.toml");
  if (python !== undefined) return detectPython(python, base);
  if (text("go.mod") !== undefined)
    return {
      ...base,
      kind: "service",
      because: "it has a go.mod",
      environmentSlug: "go",
      httpPort: DEFAULT_PORT,
    };
  if (text("Gemfile") !== undefined)
    return {
      ...base,
      kind: "service",
      because: "it has a Gemfile",
      environmentSlug: "ruby",
      httpPort: DEFAULT_PORT,
    };
  if (text("composer.json") !== undefined)
    return {
      ...base,
      kind: "service",
      because: "it has a composer.json",
      environmentSlug: "php",
      httpPort: DEFAULT_PORT,
    };
  if (text("index.html") !== undefined)
    return {
      ...base,
      kind: "static_site",
      because: "it has an index.html and nothing to build",
      environmentSlug: "html",
    };
  return undefined;
}

type Base = Pick<Detected, "name" | "sourceDir">;

interface Manifest {
  readonly scripts?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, unknown>>;
  readonly devDependencies?: Readonly<Record<string, unknown>>;
  readonly workspaces?: unknown;
}

function detectNode(text: string, base: Base): Detected | undefined {
  const manifest = readManifest(text);
  if (!manifest) return undefined;
  const scripts = manifest.scripts ?? {};
  const names = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const build = "build" in scripts ? { buildCommand: "npm run build" } : {};
  const server = names.find((name) => SERVERS.test(name));
  const bundler = STATIC_BUILDS.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (!server && bundler && "build" in scripts)
    return {
      ...base,
      kind: "static_site",
      because: `its package.json builds with ${names.find((name) => bundler[0].test(name))}`,
      environmentSlug: "node-js",
      ...build,
      outputDir: bundler[1],
    };
  if (!server && !("start" in scripts)) return undefined;
  return {
    ...base,
    kind: "service",
    because: server ? `its package.json uses ${server}` : "its package.json has a start script",
    environmentSlug: "node-js",
    ...build,
    ...("start" in scripts ? { runCommand: "npm start" } : {}),
    httpPort: DEFAULT_PORT,
  };
}

function detectPython(text: string, base: Base): Detected {
  const server = ["gunicorn", "uvicorn", "flask", "fastapi", "django", "streamlit"].find((name) =>
    new RegExp(String.raw`(?:^|["'\s])${name}\b`, "im").test(text),
  );
  const isWorker = !server && /(?:^|["'\s])(?:celery|rq|dramatiq)\b/im.test(text);
  return {
    ...base,
    kind: isWorker ? "worker" : "service",
    because: server ? `it uses ${server}` : isWorker ? "it works off a queue" : "it is written in Python",
    environmentSlug: "python",
    ...(isWorker ? {} : { httpPort: DEFAULT_PORT }),
  };
}

function isWorkspaceRoot(text: string | undefined): boolean {
  return text !== undefined && readManifest(text)?.workspaces !== undefined;
}

/** JSON is YAML; what is neither tells nothing. */
function readManifest(text: string): Manifest | undefined {
  try {
    const value: unknown = parse(text, { logLevel: "silent" });
    return typeof value === "object" && value !== null ? (value as Manifest) : undefined;
  } catch {
    return undefined;
  }
}

function folderOf(path: string): string {
  const at = path.lastIndexOf("/");
  return at < 0 ? "" : path.slice(0, at);
}

function nameOf(folder: string): string {
  return toName(folder.split("/").at(-1) ?? "") || "web";
}

/** As the platform wants names: 2 to 32 small letters, digits and dashes, beginning with a letter. */
export function toName(text: string): string {
  const name = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+/, "")
    .slice(0, 32)
    .replace(/-+$/, "");
  return name.length >= 2 ? name : "";
}

function uniqueNames(components: readonly Detected[]): Detected[] {
  const taken = new Set<string>();
  return components.map((component) => {
    let { name } = component;
    for (let number = 2; taken.has(name); number++) name = `${component.name.slice(0, 29)}-${number}`;
    taken.add(name);
    return { ...component, name };
  });
}
