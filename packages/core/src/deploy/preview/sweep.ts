import type { App } from "../../api/index.ts";
import { code } from "../../spec/schema/words.ts";
import {
  isSameIdentity,
  type MarkedPreview,
  type PreviewIdentity,
  previewScope,
  readPreview,
} from "./identity.ts";

/** The repository whose previews are looked after. */
export type PreviewRepository = Pick<PreviewIdentity, "host" | "owner" | "repository">;

/** An app with a preview's marker. */
export interface FoundPreview {
  readonly app: App;
  readonly preview: MarkedPreview;
}

/** `unknown` where GitHub could not be asked, `missing` where it has no such pull request. */
export type PullRequestState = "open" | "closed" | "missing" | "unknown";

export interface SweepOptions {
  readonly repository: PreviewRepository;
  readonly states: ReadonlyMap<number, PullRequestState>;
  /** How long a preview may go without a new deployment or another change; absent where only closing ends one. */
  readonly maxAgeMs?: number | undefined;
  readonly nowMs: number;
}

export interface SweepDecision {
  readonly appId: string;
  readonly name: string;
  readonly pullRequest: number;
  readonly action: "delete" | "leave";
  /** Follows the name in a sentence: `is of pull request 7, which is closed`. */
  readonly reason: string;
}

/** The apps that carry a preview's marker. */
export async function findPreviews(apps: AsyncIterable<App> | Iterable<App>): Promise<FoundPreview[]> {
  const found: FoundPreview[] = [];
  for await (const app of apps) {
    const preview = await readPreview(app);
    if (preview) found.push({ app, preview });
  }
  return found;
}

/** Whether an app is a preview of a pull request, by its marker *and* by the name that the marker forces. */
export function isPreviewOf(
  { app, preview }: FoundPreview,
  owner: PreviewRepository & { readonly pullRequest: number },
): boolean {
  return previewScope(preview.identity) === previewScope(owner) && app.spec?.name === preview.forcedName;
}

/** Whether an app is the preview of this very identity, by marker and name. */
export async function isOwnPreview(app: App, identity: PreviewIdentity): Promise<boolean> {
  const preview = await readPreview(app);
  return (
    preview !== undefined &&
    isSameIdentity(preview.identity, identity) &&
    app.spec?.name === preview.forcedName
  );
}

/** The pull requests of a repository that have previews. */
export function previewedPullRequests(
  previews: readonly FoundPreview[],
  repository: PreviewRepository,
): number[] {
  const numbers = previews
    .map(({ preview: { identity } }) => identity)
    .filter((identity) => isOfRepository(identity, repository))
    .map(({ pullRequest }) => pullRequest);
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** Decides for every preview of the account whether a sweep deletes it, and says why. What nobody can tell stays. */
export function decideSweep(previews: readonly FoundPreview[], options: SweepOptions): SweepDecision[] {
  return previews.map((found) => {
    const { app, preview } = found;
    const { pullRequest } = preview.identity;
    const decision = decide(found, options);
    return { appId: app.id ?? "", name: app.spec?.name ?? "", pullRequest, ...decision };
  });
}

function decide(
  { app, preview: { identity, forcedName } }: FoundPreview,
  { repository, states, maxAgeMs, nowMs }: SweepOptions,
): Pick<SweepDecision, "action" | "reason"> {
  const leave = (reason: string) => ({ action: "leave", reason }) as const;
  const remove = (reason: string) => ({ action: "delete", reason }) as const;
  const of = `is of pull request ${identity.pullRequest}`;
  if (!isOfRepository(identity, repository))
    return leave(`belongs to ${code(`${identity.owner}/${identity.repository}`)} on ${code(identity.host)}`);
  if (!app.id || app.spec?.name !== forcedName)
    return leave(
      `has the marker of a preview whose name would be ${code(forcedName)}: somebody has copied or renamed it`,
    );
  const state = states.get(identity.pullRequest) ?? "unknown";
  if (state === "closed") return remove(`${of}, which is closed`);
  const ageMs = nowMs - lastChangeMs(app);
  if (state === "open") {
    if (maxAgeMs === undefined || !(ageMs > maxAgeMs)) return leave(`${of}, which is open`);
    return remove(`${of}, and nothing was deployed to it for ${days(ageMs)}`);
  }
  return leave(
    `${of}, ${state === "missing" ? "which GitHub does not know" : "of which GitHub did not tell the state"}`,
  );
}

function isOfRepository(identity: PreviewIdentity, repository: PreviewRepository): boolean {
  return previewScope(identity) === previewScope({ ...repository, pullRequest: identity.pullRequest });
}

/** NaN where the platform does not say: then it is never too long ago. */
function lastChangeMs({
  created_at,
  updated_at,
  active_deployment,
  in_progress_deployment,
  pending_deployment,
}: App): number {
  const deployments = [active_deployment, in_progress_deployment, pending_deployment];
  const times = [created_at, updated_at, ...deployments.map((deployment) => deployment?.created_at)];
  const known = times.map((time) => Date.parse(time ?? "")).filter((ms) => !Number.isNaN(ms));
  return known.length > 0 ? Math.max(...known) : Number.NaN;
}

function days(ms: number): string {
  const hours = Math.floor(ms / 3_600_000);
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
