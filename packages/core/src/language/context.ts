import type { Catalog } from "../catalog/index.ts";

/** The providers that a component's source can name. */
export type Provider = "git" | "github" | "gitlab" | "bitbucket";

/** A repository that the author can mean: of the workspace's remotes, or of the account's connections. */
export interface RepositoryValues {
  readonly provider: Provider;
  /** `owner/name`; for `git` the HTTPS clone URL. */
  readonly name: string;
  readonly branches?: readonly string[];
  readonly defaultBranch?: string;
}

export interface ClusterValues {
  readonly name: string;
  /** As a spec writes it: `PG`, `MYSQL` … */
  readonly engine: string;
  readonly version?: string;
  readonly region?: string;
  readonly databases?: readonly string[];
  readonly users?: readonly string[];
}

export interface ImageValues {
  /** The repository's name in the account's registry. */
  readonly name: string;
  readonly tags?: readonly string[];
}

export interface VpcValues {
  readonly id: string;
  readonly name: string;
  readonly region?: string;
  /** In CIDR notation. */
  readonly ipRange?: string;
}

/** What a DigitalOcean account holds. A list that was not fetched is left out. */
export interface AccountValues {
  readonly clusters?: readonly ClusterValues[];
  /** The images of the account's container registry (DOCR). */
  readonly images?: readonly ImageValues[];
  /** The names of the account's apps. */
  readonly apps?: readonly string[];
  readonly vpcs?: readonly VpcValues[];
  /** The DNS zones of the account. */
  readonly zones?: readonly string[];
}

/** What the language service is told beyond the document: plain data that somebody else has fetched. */
export interface LanguageContext {
  /** The file's name or path, where it is known: `deploy.template.yaml` has a form of its own. */
  readonly fileName?: string;
  /** The files and directories of the repository, relative to its root, with `/`; a directory ends with one. */
  readonly paths?: readonly string[];
  readonly repositories?: readonly RepositoryValues[];
  readonly account?: AccountValues;
  /** Sizes, prices and regions of the account; the built-in ones otherwise. */
  readonly catalog?: Catalog;
  /** The present moment, for what depends on it. */
  readonly now?: Date;
}

/** Something that a place would use and that must be fetched: see `completionNeeds`. */
export type Need =
  | { readonly kind: "paths" }
  | { readonly kind: "repositories"; readonly provider: Provider }
  /** The branches of a repository; `repository` is empty while none is written. */
  | { readonly kind: "branches"; readonly provider: Provider; readonly repository: string }
  | { readonly kind: "clusters" | "images" | "apps" | "vpcs" | "zones" | "catalog" }
  /** The tags of an image of the account's registry. */
  | { readonly kind: "image-tags"; readonly repository: string };
