import { createHash } from "node:crypto";

export interface Account {
  login: string;
  id: number;
  type: "User" | "Bot" | "Organization";
}

/** As `x-accepted-github-permissions` writes them: `pull_requests`, with underscores. */
export type Permissions = Readonly<Record<string, "read" | "write">>;

export interface Token {
  account: Account;
  permissions: Permissions;
  /** An `actions` token is an installation's: it has no user behind it, so `GET /user` refuses it. */
  kind: "actions" | "personal";
}

export type TreeEntry =
  | { type: "file"; content: Buffer }
  | { type: "symlink"; target: string }
  | { type: "submodule"; url: string };

export interface Commit {
  sha: string;
  parents: string[];
  tree: Map<string, TreeEntry>;
}

export interface Comment {
  id: number;
  issue: number;
  author: Account;
  body: string;
  createdAt: string;
  updatedAt: string;
  minimized: { reason: string } | null;
  /** Every text that it had, the first one too, oldest first. */
  edits: { editor: Account; body: string; at: string }[];
}

export interface PullRequest {
  id: number;
  number: number;
  title: string;
  author: Account;
  state: "open" | "closed";
  merged: boolean;
  draft: boolean;
  head: { ref: string; sha: string; repository: Repository | null };
  base: { ref: string; sha: string };
  createdAt: string;
}

export interface DeploymentStatus {
  id: number;
  state: string;
  description: string;
  environmentUrl: string;
  logUrl: string;
  creator: Account;
  createdAt: string;
}

export interface Deployment {
  id: number;
  sha: string;
  ref: string;
  task: string;
  payload: unknown;
  environment: string;
  description: string;
  transient: boolean;
  production: boolean;
  creator: Account;
  createdAt: string;
  statuses: DeploymentStatus[];
}

export interface PullRequestSeed {
  number?: number;
  title?: string;
  author?: string;
  headRef?: string;
  /** Absent: a new commit on top of the base. */
  headSha?: string;
  /** The fork; `null` for one that was deleted since. Absent: the repository itself. */
  headRepository?: Repository | null;
  baseRef?: string;
  draft?: boolean;
}

export type FileSeed = string | Buffer | { symlink: string } | { submodule: string };

/** Ids and accounts that one double hands out; nothing is shared between doubles. */
export class Registry {
  #lastId = 1000;
  readonly #accounts = new Map<string, Account>();

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  account(login: string, type?: Account["type"]): Account {
    const known = this.#accounts.get(login);
    if (known) return known;
    const account: Account = {
      login,
      id: this.nextId(),
      type: type ?? (login.endsWith("[bot]") ? "Bot" : "User"),
    };
    this.#accounts.set(login, account);
    return account;
  }
}

/** One repository with everything in it. The methods seed it; the routes read and change it as GitHub would. */
export class Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly fork: boolean;
  readonly defaultBranch: string;
  readonly commits = new Map<string, Commit>();
  readonly branches = new Map<string, string>();
  readonly pulls = new Map<number, PullRequest>();
  readonly comments: Comment[] = [];
  readonly deployments: Deployment[] = [];
  /** Commit status by sha, then by context: `success`, `pending`, `failure`. */
  readonly statuses = new Map<string, Map<string, string>>();
  readonly registry: Registry;

  constructor(
    registry: Registry,
    fullName: string,
    options: { private?: boolean; fork?: boolean; defaultBranch?: string } = {},
  ) {
    const [owner, name] = fullName.split("/");
    if (!owner || !name) throw new Error(`A repository is written owner/name, not "${fullName}".`);
    this.registry = registry;
    this.id = registry.nextId();
    this.owner = registry.account(owner);
    this.name = name;
    this.private = options.private ?? false;
    this.fork = options.fork ?? false;
    this.defaultBranch = options.defaultBranch ?? "main";
    this.push(this.defaultBranch);
  }

  get fullName(): string {
    return `${this.owner.login}/${this.name}`;
  }

  /** Puts a commit with its parent's files on a branch and returns its sha. */
  push(branch: string, options: { sha?: string; parent?: string } = {}): string {
    const parent = options.parent ?? this.branches.get(branch);
    const sha = options.sha ?? sha1(`${this.fullName} ${branch} ${this.registry.nextId()}`);
    this.#commit(sha, parent);
    this.branches.set(branch, sha);
    return sha;
  }

  /** Writes a file at a commit (which is made when there is none with that sha) or on top of a branch. */
  putFile(shaOrBranch: string, path: string, file: FileSeed): string {
    const sha = this.resolve(shaOrBranch) ?? shaOrBranch;
    this.#commit(sha, undefined).tree.set(path, treeEntry(file));
    return sha;
  }

  addPullRequest(seed: PullRequestSeed = {}): PullRequest {
    const number = seed.number ?? Math.max(0, ...this.pulls.keys()) + 1;
    const headRepository = seed.headRepository === undefined ? this : seed.headRepository;
    const baseRef = seed.baseRef ?? this.defaultBranch;
    const headRef = seed.headRef ?? `change-${number}`;
    const baseSha = this.branches.get(baseRef) ?? this.push(baseRef);
    const headSha = seed.headSha ?? sha1(`${this.fullName} pull ${number} ${this.registry.nextId()}`);
    this.#commit(headSha, baseSha);
    if (headRepository === this) this.branches.set(headRef, headSha);
    else headRepository?.push(headRef, { sha: headSha });
    const pull: PullRequest = {
      id: this.registry.nextId(),
      number,
      title: seed.title ?? `Change ${number}`,
      author: this.registry.account(seed.author ?? "octocat"),
      state: "open",
      merged: false,
      draft: seed.draft ?? false,
      head: { ref: headRef, sha: headSha, repository: headRepository },
      base: { ref: baseRef, sha: baseSha },
      createdAt: now(),
    };
    this.pulls.set(number, pull);
    return pull;
  }

  /** What a new push to the pull request's branch does. */
  pushToPullRequest(number: number, sha?: string): string {
    const pull = this.pulls.get(number);
    if (!pull) throw new Error(`There is no pull request ${number} in ${this.fullName}.`);
    const head = sha ?? sha1(`${this.fullName} pull ${number} ${this.registry.nextId()}`);
    this.#commit(head, pull.head.sha);
    pull.head.sha = head;
    return head;
  }

  addComment(issue: number, comment: { author: string; body: string; minimized?: string }): Comment {
    const at = now();
    const added: Comment = {
      id: this.registry.nextId(),
      issue,
      author: this.registry.account(comment.author),
      body: comment.body,
      createdAt: at,
      updatedAt: at,
      minimized: comment.minimized ? { reason: comment.minimized } : null,
      edits: [],
    };
    added.edits.push({ editor: added.author, body: added.body, at });
    this.comments.push(added);
    return added;
  }

  setCommitStatus(sha: string, context: string, state: "success" | "pending" | "failure"): void {
    const contexts = this.statuses.get(sha) ?? new Map<string, string>();
    this.statuses.set(sha, contexts.set(context, state));
  }

  /** The sha of a branch, a full ref, a pull request's ref or a sha; undefined when nothing is called so. */
  resolve(ref: string): string | undefined {
    if (this.commits.has(ref)) return ref;
    const pull = /^(?:refs\/)?pull\/(\d+)\/(?:head|merge)$/.exec(ref);
    if (pull) return this.pulls.get(Number(pull[1]))?.head.sha;
    return this.branches.get(ref.replace(/^(?:refs\/)?heads\//, ""));
  }

  #commit(sha: string, parent: string | undefined): Commit {
    const known = this.commits.get(sha);
    if (known) return known;
    const tree = new Map(parent === undefined ? [] : this.commits.get(parent)?.tree);
    const commit: Commit = { sha, parents: parent === undefined ? [] : [parent], tree };
    this.commits.set(sha, commit);
    return commit;
  }
}

export function sha1(text: string | Buffer): string {
  return createHash("sha1").update(text).digest("hex");
}

/** GitHub's times have whole seconds. */
export function now(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, "Z");
}

function treeEntry(file: FileSeed): TreeEntry {
  if (typeof file === "string" || Buffer.isBuffer(file)) return { type: "file", content: Buffer.from(file) };
  if ("symlink" in file) return { type: "symlink", target: file.symlink };
  return { type: "submodule", url: file.submodule };
}
