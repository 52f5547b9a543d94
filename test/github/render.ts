import type { Call } from "./http.ts";
import { authorAssociation } from "./http.ts";
import {
  type Account,
  type Comment,
  type Deployment,
  type DeploymentStatus,
  type PullRequest,
  type Repository,
  sha1,
} from "./state.ts";

type Urls = Call["urls"];

/** The shapes of GitHub's OpenAPI document, with the fields that it requires. */
export function renderAccount(urls: Urls, account: Account): Record<string, unknown> {
  const url = `${urls.api}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${urls.server}/avatars/${account.id}`,
    gravatar_id: "",
    url,
    html_url: `${urls.server}/${encodeURIComponent(account.login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: account.type,
    site_admin: false,
  };
}

const REPOSITORY_LINKS = (
  "archive assignees blobs branches collaborators comments commits compare contents contributors deployments " +
  "downloads events forks git_commits git_refs git_tags hooks issue_comment issue_events issues keys labels " +
  "languages merges milestones notifications pulls releases stargazers statuses subscribers subscription tags " +
  "teams trees"
).split(" ");

export function renderRepository(urls: Urls, repository: Repository): Record<string, unknown> {
  const url = `${urls.api}/repos/${repository.fullName}`;
  const html = `${urls.server}/${repository.fullName}`;
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: repository.fullName,
    owner: renderAccount(urls, repository.owner),
    private: repository.private,
    html_url: html,
    description: null,
    fork: repository.fork,
    url,
    ...Object.fromEntries(REPOSITORY_LINKS.map((name) => [`${name}_url`, `${url}/${name}`])),
    git_url: `git:${html.replace(/^https?:/, "")}.git`,
    ssh_url: `git@github.test:${repository.fullName}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: repository.defaultBranch,
    forks: 0,
    forks_count: 0,
    network_count: 0,
    stargazers_count: 0,
    subscribers_count: 0,
    watchers: 0,
    watchers_count: 0,
    size: 1,
    open_issues: repository.pulls.size,
    open_issues_count: repository.pulls.size,
    has_issues: true,
    has_projects: false,
    has_wiki: false,
    has_pages: false,
    has_downloads: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    pushed_at: "2026-01-01T00:00:00Z",
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
  };
}

export function renderComment(urls: Urls, repository: Repository, comment: Comment): Record<string, unknown> {
  const issue = `${urls.api}/repos/${repository.fullName}/issues`;
  return {
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    url: `${issue}/comments/${comment.id}`,
    html_url: commentPage(urls, repository, comment),
    issue_url: `${issue}/${comment.issue}`,
    body: comment.body,
    user: renderAccount(urls, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    author_association: authorAssociation(comment.author, repository),
    performed_via_github_app: null,
    minimized: comment.minimized,
  };
}

/** The fields of the list; {@link renderPullRequest} adds what only the single answer has. */
export function renderPullRequestSummary(urls: Urls, repository: Repository, pull: PullRequest) {
  const url = `${urls.api}/repos/${repository.fullName}/pulls/${pull.number}`;
  const issue = `${urls.api}/repos/${repository.fullName}/issues/${pull.number}`;
  const html = `${urls.server}/${repository.fullName}/pull/${pull.number}`;
  const links = {
    self: url,
    html,
    issue,
    comments: `${issue}/comments`,
    commits: `${url}/commits`,
    statuses: `${urls.api}/repos/${repository.fullName}/statuses/${pull.head.sha}`,
    review_comments: `${url}/comments`,
    review_comment: `${url}/comments{/number}`,
  };
  return {
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    number: pull.number,
    state: pull.state,
    locked: false,
    draft: pull.draft,
    title: pull.title,
    body: null,
    user: renderAccount(urls, pull.author),
    labels: [],
    milestone: null,
    assignee: null,
    assignees: [],
    auto_merge: null,
    author_association: authorAssociation(pull.author, repository),
    url,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    comments_url: links.comments,
    commits_url: links.commits,
    statuses_url: links.statuses,
    review_comments_url: links.review_comments,
    review_comment_url: links.review_comment,
    created_at: pull.createdAt,
    updated_at: pull.createdAt,
    closed_at: pull.state === "closed" ? pull.createdAt : null,
    merged_at: pull.merged ? pull.createdAt : null,
    merge_commit_sha: sha1(`merge ${pull.head.sha}`),
    head: renderSide(urls, pull.head.repository, pull.head, pull.author),
    base: renderSide(urls, repository, pull.base, repository.owner),
    _links: Object.fromEntries(Object.entries(links).map(([name, href]) => [name, { href }])),
  };
}

export function renderPullRequest(
  urls: Urls,
  repository: Repository,
  pull: PullRequest,
  changedFiles: number,
) {
  return {
    ...renderPullRequestSummary(urls, repository, pull),
    merged: pull.merged,
    mergeable: true,
    mergeable_state: "clean",
    merged_by: pull.merged ? renderAccount(urls, pull.author) : null,
    comments: repository.comments.filter((comment) => comment.issue === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 0,
    deletions: 0,
    changed_files: changedFiles,
  };
}

export function renderDeployment(urls: Urls, repository: Repository, deployment: Deployment) {
  const url = `${urls.api}/repos/${repository.fullName}/deployments/${deployment.id}`;
  return {
    id: deployment.id,
    node_id: nodeId("Deployment", deployment.id),
    url,
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: renderAccount(urls, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.statuses.at(-1)?.createdAt ?? deployment.createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: `${urls.api}/repos/${repository.fullName}`,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
    performed_via_github_app: null,
  };
}

export function renderDeploymentStatus(
  urls: Urls,
  repository: Repository,
  deployment: Deployment,
  status: DeploymentStatus,
) {
  const url = `${urls.api}/repos/${repository.fullName}/deployments/${deployment.id}`;
  return {
    id: status.id,
    node_id: nodeId("DeploymentStatus", status.id),
    url: `${url}/statuses/${status.id}`,
    state: status.state,
    creator: renderAccount(urls, status.creator),
    description: status.description,
    environment: deployment.environment,
    // GitHub answers with an empty text where no URL was given, though its own document calls that a URI.
    target_url: status.logUrl,
    log_url: status.logUrl,
    environment_url: status.environmentUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: url,
    repository_url: `${urls.api}/repos/${repository.fullName}`,
    performed_via_github_app: null,
  };
}

function commentPage(urls: Urls, repository: Repository, comment: Comment): string {
  return `${urls.server}/${repository.fullName}/pull/${comment.issue}#issuecomment-${comment.id}`;
}

function renderSide(
  urls: Urls,
  repository: Repository | null,
  side: { ref: string; sha: string },
  author: Account,
) {
  const owner = repository?.owner ?? author;
  return {
    label: `${owner.login}:${side.ref}`,
    ref: side.ref,
    sha: side.sha,
    user: renderAccount(urls, owner),
    repo: repository === null ? null : renderRepository(urls, repository),
  };
}

export function nodeId(type: string, id: number): string {
  return Buffer.from(`${type}${id}`).toString("base64");
}
