import { describe, expect, it } from "vitest";
import { InputError, readInputs, refuseUnknownInputs } from "./inputs.ts";

function read(given: Record<string, string>) {
  return readInputs((name) => given[name] ?? "");
}

describe("readInputs", () => {
  it("has a default for everything", () => {
    expect(read({})).toEqual({
      command: "auto",
      changedOnly: false,
      images: [],
      recordRun: false,
      forceDeploy: false,
      onSuperseded: "neutral",
      cancelOnAbort: false,
      githubDeployment: "auto",
      environment: "production",
      token: undefined,
      githubToken: undefined,
      specPaths: [".do/app.yaml"],
      appId: undefined,
      appName: undefined,
      projectId: undefined,
      apiUrl: "https://api.digitalocean.com",
      timeoutMs: 1_800_000,
      logs: "live",
      verifyUrl: undefined,
      verifyStatus: [[200, 399]],
      verifyTimeoutMs: 10_000,
      verifyRetries: 6,
      rollback: "never",
      rollbackTo: "previous",
      rollbackCommit: true,
      failOnDrift: false,
      driftIssue: undefined,
      envAllow: [],
      allowSecretChanges: false,
      allowDestructive: false,
      comment: "always",
      policy: "forks",
      allow: { things: [], sources: [] },
      maxInstanceSize: undefined,
      maxInstanceCount: undefined,
      pullRequest: undefined,
      maxMonthlyCost: { everyApp: undefined, byApp: {} },
      maxMonthlyIncrease: { everyApp: undefined, byApp: {} },
      maxIncreasePercent: { everyApp: undefined, byApp: {} },
      budgetAction: "fail",
      preview: false,
      previewDatabase: { everyCluster: undefined, byName: {} },
      previewJobs: undefined,
      previewSize: "apps-s-1vcpu-1gb",
      previewSecrets: {},
      previewTtlMs: undefined,
      dryRun: false,
    });
  });

  it("reads lists by line, and names by comma too", () => {
    const inputs = read({ "spec-path": "a.yaml\n\n  b/*.yaml\n# not this", "env-allow": "A, B\nC_1" });
    expect(inputs.specPaths).toEqual(["a.yaml", "b/*.yaml"]);
    expect(inputs.envAllow).toEqual(["A", "B", "C_1"]);
  });

  it("reads what is allowed by words and sources", () => {
    expect(read({ allow: "domains, source:octo/lib\nclusters" }).allow).toEqual({
      things: ["domains", "clusters"],
      sources: ["octo/lib"],
    });
  });

  it("reads a number for every app, and those of single apps", () => {
    const { maxMonthlyCost, maxIncreasePercent } = read({
      "max-monthly-cost": "$40\nweb-shop: 120.50\n# later\napi=$7",
      "max-increase-percent": "25 %",
    });
    expect(maxMonthlyCost).toEqual({ everyApp: 40, byApp: { "web-shop": 120.5, api: 7 } });
    expect(maxIncreasePercent).toEqual({ everyApp: 25, byApp: {} });
  });

  it("reads what previews get in the place of databases and secrets", () => {
    const inputs = read({
      "preview-database": "dev, cache=none\norders: share",
      "preview-secrets":
        '# for previews\nSTRIPE_KEY=sk_test=1 \nweb.PEM="two\\nlines"\nQUOTED="\nUNSET=\r\nweb-2.registry_credentials=me:pw',
      "preview-ttl": "14d12h",
    });
    expect(inputs.previewDatabase).toEqual({
      everyCluster: "dev",
      byName: { cache: "none", orders: "share" },
    });
    expect(inputs.previewSecrets).toEqual({
      STRIPE_KEY: "sk_test=1",
      "web.PEM": "two\nlines",
      QUOTED: '"',
      "web-2.registry_credentials": "me:pw",
    });
    expect(inputs.previewTtlMs).toBe(14.5 * 24 * 3_600_000);
  });

  it("shows nothing of a secret that it cannot read", () => {
    const message = /line 2, is not `KEY=value`/;
    expect(() => read({ "preview-secrets": "PEM=-----BEGIN KEY-----\nMIIEpAIBAAK canary" })).toThrow(message);
    expect(() => read({ "preview-secrets": "PEM=a\nMIIEpAIBAAK canary" })).not.toThrow(/canary|MIIE/);
  });

  it("reads statuses as ranges", () => {
    expect(read({ "verify-status": "204, 3xx\n400-404" }).verifyStatus).toEqual([
      [204, 204],
      [300, 399],
      [400, 404],
    ]);
  });

  it.each([
    ["30m", 1_800_000],
    ["1h30m", 5_400_000],
    ["900s", 900_000],
    ["1h0m5s", 3_605_000],
  ])("reads the duration %s", (timeout, ms) => {
    expect(read({ timeout }).timeoutMs).toBe(ms);
  });

  it.each([
    [
      { command: "ship" },
      'Input "command" is "ship". It takes one of: auto, validate, propose, deploy, preview, delete-preview, sweep, rollback, drift.',
    ],
    [{ comment: "yes" }, 'Input "comment" is "yes". It takes one of: always, changes, increase, never.'],
    [{ "dry-run": "yes" }, 'Input "dry-run" is "yes". It takes true or false.'],
    [{ timeout: "30" }, 'Input "timeout" is "30". Write a duration such as 30m, 1h30m or 900s.'],
    [
      { "verify-url": "//other.example/healthz" },
      'Input "verify-url" is neither a path such as /healthz nor an http or https URL such as https://example.com/healthz.',
    ],
    [
      { "verify-status": "2xx, 99" },
      'Input "verify-status" holds "99". Write statuses such as 200, 2xx or 200-399.',
    ],
    [
      { "verify-status": "399-200" },
      'Input "verify-status" holds "399-200". Write statuses such as 200, 2xx or 200-399.',
    ],
    [
      { "rollback-to": "last" },
      'Input "rollback-to" is "last". Write "previous", or a deployment\'s id such as 4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf.',
    ],
    [{ timeout: "0m" }, 'Input "timeout" is "0m". Write a duration such as 30m, 1h30m or 900s.'],
    [
      { "api-url": "ftp://x" },
      'Input "api-url" is not an http or https URL such as https://api.digitalocean.com.',
    ],
    [
      { "api-url": "https://u:p@x" },
      'Input "api-url" is not an http or https URL such as https://api.digitalocean.com.',
    ],
    [
      { "app-id": "web-shop" },
      'Input "app-id" is "web-shop", which is not an id such as 4f6c71e2-1e90-4762-9fee-6cc4a0a9f2cf. To find the app by its name, leave "app-id" out.',
    ],
    [
      { "preview-database": "prod" },
      'Input "preview-database" holds "prod". It takes one of: dev, share, none; or one a database, such as `cache=none`, one a line.',
    ],
    [{ "preview-database": "dev\nnone" }, 'Input "preview-database" has two values for all databases.'],
    [{ "preview-jobs": "some" }, 'Input "preview-jobs" is "some". It takes one of: none, deploy, all.'],
    [
      { "max-monthly-cost": "forty" },
      'Input "max-monthly-cost" holds "forty". Write a number such as 40 or 12.50, or one an app: `web-shop: 40`, one a line.',
    ],
    [
      { allow: "domain" },
      'Input "allow" holds "domain". It takes name, domains, egress, vpc, log-destinations, clusters, scheduled-jobs, and sources such as source:octo/lib or source:ghcr.io/octo/api.',
    ],
    [{ "pull-request": "0" }, 'Input "pull-request" is "0". Write a whole number above zero.'],
    [{ "max-monthly-cost": "40\n50" }, 'Input "max-monthly-cost" has two numbers for every app.'],
    [{ "max-monthly-cost": "a: 40\na: 50" }, 'Input "max-monthly-cost" has two numbers for "a".'],
    [
      { "env-allow": "A=1" },
      'Input "env-allow" holds "A=1", which is no name of an environment variable. Write names only, one a line.',
    ],
  ])("refuses %j and says what may be written", (given, message) => {
    expect(() => read(given)).toThrow(new InputError(message));
  });
});

describe("refuseUnknownInputs", () => {
  it.each([
    ["INPUT_SPEC_PATH", 'There is no input "spec_path". Write "spec-path".'],
    ["INPUT_SPECPATH", 'There is no input "specpath". Write "spec-path".'],
    ["INPUT_TIMEOT", 'There is no input "timeot". Write "timeout".'],
    ["INPUT_APP_SPEC_LOCATION", 'There is no input "app_spec_location". Write "spec-path".'],
  ])("tells of %s what was meant", (variable, message) => {
    expect(() => refuseUnknownInputs({ [variable]: "x" })).toThrow(new InputError(message));
  });

  it("lists the inputs where nothing is near, and lets known ones and other variables pass", () => {
    expect(() => refuseUnknownInputs({ INPUT_PRINT_BUILD_LOGS: "true" })).toThrow(
      /no input "print_build_logs"\. Remove it; .* command, token,/,
    );
    expect(() =>
      refuseUnknownInputs({ "INPUT_SPEC-PATH": "a", "INPUT_DRY-RUN": "", HOME: "/", XINPUT_A: "" }),
    ).not.toThrow();
  });
});
