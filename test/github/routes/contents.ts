import { type Answer, notFound, ok, type RepositoryCall, type Route, refuse } from "../http.ts";
import { sha1, type TreeEntry } from "../state.ts";
import { blobSha } from "./compare.ts";

/** From here on the JSON answer has `encoding: "none"` and no content; past the second limit there is no answer. */
const MAX_INLINE_BYTES = 1024 * 1024;
const MAX_BYTES = 100 * 1024 * 1024;

/** https://docs.github.com/en/rest/repos/contents#get-repository-content */
export const contentRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/repos/{owner}/{repo}/contents/{path}",
    needs: [{ contents: "read" }],
    answer(call) {
      const ref = call.query.get("ref") ?? call.repository.defaultBranch;
      const sha = call.repository.resolve(ref);
      if (sha === undefined) return refuse(404, `No commit found for the ref ${ref}`);
      const tree = call.repository.commits.get(sha)?.tree ?? new Map<string, TreeEntry>();
      const path = (call.parameters.path ?? "").replace(/\/$/, "");
      const entry = tree.get(path);
      return entry === undefined ? directory(call, ref, path, tree) : single(call, ref, path, entry);
    },
  },
];

function single(call: RepositoryCall, ref: string, path: string, entry: TreeEntry): Answer {
  const common = describe(call, ref, path, entry);
  if (entry.type === "symlink") return ok({ ...common, target: entry.target });
  if (entry.type === "submodule") return ok({ ...common, submodule_git_url: entry.url });
  const size = entry.content.length;
  if (size > MAX_BYTES) {
    return refuse(403, "This API returns blobs up to 100 MB in size.", {
      errors: [{ resource: "Blob", field: "data", code: "too_large" }],
    });
  }
  if (size > MAX_INLINE_BYTES) return ok({ ...common, encoding: "none", content: "" });
  // GitHub breaks base64 after 60 characters and ends it with a line break.
  const content = entry.content.toString("base64").replace(/.{1,60}/g, "$&\n");
  return ok({ ...common, encoding: "base64", content });
}

function directory(call: RepositoryCall, ref: string, path: string, tree: Map<string, TreeEntry>): Answer {
  const inside = [...tree].filter(([name]) => name.startsWith(`${path}/`));
  if (inside.length === 0) return notFound();
  const children = new Map<string, TreeEntry | undefined>();
  for (const [name, entry] of inside) {
    const [child = "", ...rest] = name.slice(path.length + 1).split("/");
    children.set(`${path}/${child}`, rest.length === 0 ? entry : undefined);
  }
  return ok([...children].map(([name, entry]) => describe(call, ref, name, entry)));
}

function describe(call: RepositoryCall, ref: string, path: string, entry: TreeEntry | undefined) {
  const url = `${call.urls.api}/repos/${call.repository.fullName}/contents/${path}?ref=${encodeURIComponent(ref)}`;
  const html = `${call.urls.server}/${call.repository.fullName}/blob/${ref}/${path}`;
  const sha = blobSha(entry) ?? sha1(path);
  const git = `${call.urls.api}/repos/${call.repository.fullName}/git/blobs/${sha}`;
  return {
    type: entry?.type ?? "dir",
    size: entry?.type === "file" ? entry.content.length : 0,
    name: path.split("/").at(-1) ?? path,
    path,
    sha,
    url,
    git_url: git,
    html_url: html,
    download_url: entry?.type === "file" ? `${html}?raw=1` : null,
    _links: { self: url, git, html },
  };
}
