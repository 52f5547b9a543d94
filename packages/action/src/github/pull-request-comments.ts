import { type Endpoints, editsOf, type GitHubClient } from "./client.ts";
import type { GitHubContext } from "./context.ts";
import { ignoreHttpError, isHttpError } from "./failure.ts";
import { type MarkedText, readMarked } from "./marker.ts";

/** A comment of ours. */
export interface MarkedComment extends MarkedText {
  readonly id: number;
  readonly nodeId: string;
  readonly url: string;
  readonly text: string;
}

/** The requests about our comments on one pull request. */
export class PullRequestComments {
  readonly #octokit: GitHubClient;
  readonly #repository: { owner: string; repo: string };
  readonly #endpoints: Endpoints;
  readonly #number: number;
  readonly #author: string;

  /** @param author the login behind the token: anyone can write a marker, and only its comments are ours */
  constructor(octokit: GitHubClient, context: GitHubContext, number: number, author: string) {
    this.#octokit = octokit;
    this.#repository = { owner: context.repository.owner, repo: context.repository.name };
    this.#endpoints = context;
    this.#number = number;
    this.#author = author;
  }

  /** Our comments with a marker of that key in their first line, the oldest first, without those that somebody hid. */
  async list(key: string): Promise<MarkedComment[]> {
    const all = await this.#octokit.paginate("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...this.#repository,
      issue_number: this.#number,
      per_page: 100,
    });
    return all
      .flatMap((comment) => {
        const text = comment.body ?? "";
        const marked = readMarked(text);
        if (marked?.marker.key !== key || comment.user?.login !== this.#author || isMinimized(comment))
          return [];
        return [{ id: comment.id, nodeId: comment.node_id, url: comment.html_url, text, ...marked }];
      })
      .toSorted((a, b) => a.id - b.id);
  }

  /** True when commits were pushed since; false also where that cannot be read. */
  async headMovedOn(head: string): Promise<boolean> {
    const pull = await this.#octokit
      .request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
        ...this.#repository,
        pull_number: this.#number,
      })
      .catch(ignoreHttpError);
    return pull !== undefined && pull.data.head.sha !== head;
  }

  /** The URL of the new comment. */
  async create(body: string): Promise<string> {
    const issue = { ...this.#repository, issue_number: this.#number };
    const { data } = await this.#octokit.request(
      "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
      { ...issue, body },
    );
    return data.html_url;
  }

  /** False when the comment is no longer what the list showed, and everything must be looked at again. */
  async replace(comment: MarkedComment, body: string): Promise<boolean> {
    const place = { ...this.#repository, comment_id: comment.id };
    try {
      const { data } = await this.#octokit.request(
        "GET /repos/{owner}/{repo}/issues/comments/{comment_id}",
        place,
      );
      if (data.body !== comment.text) return false;
      await this.update(comment.id, body);
      return true;
    } catch (error) {
      if (isHttpError(error) && error.response && error.status === 404) return false;
      throw error;
    }
  }

  async update(id: number, body: string): Promise<void> {
    await this.#octokit.request("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      ...this.#repository,
      comment_id: id,
      body,
    });
  }

  /** What a comment of ours said, as far as GitHub tells. */
  async history({ nodeId }: MarkedComment, key: string): Promise<(MarkedText & { text: string })[]> {
    const edits = editsOf(this.#octokit, this.#endpoints, nodeId, this.#author);
    return ((await edits.catch(ignoreHttpError)) ?? []).flatMap((text) => {
      const marked = readMarked(text);
      return marked?.marker.key === key ? [{ ...marked, text }] : [];
    });
  }

  /** Another run may have been faster, and a duplicate that stays is the next run's to take away. */
  async delete(id: number): Promise<void> {
    await this.#octokit
      .request("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...this.#repository,
        comment_id: id,
      })
      .catch(ignoreHttpError);
  }
}

/** The field is newer than Octokit's types, and Enterprise Servers may lack it. */
function isMinimized(comment: object): boolean {
  return "minimized" in comment && comment.minimized !== null && comment.minimized !== undefined;
}
