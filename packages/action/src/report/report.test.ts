import { planDeploy, readRuleConfiguration } from "@app-platform-toolkit/core";
import { describe, expect, it } from "vitest";
import { checkSpec, offlineResult } from "../commands/check.ts";
import { readInputs } from "../inputs.ts";
import type { AppResult } from "../result.ts";
import { renderReport } from "./report.ts";

const CONTEXT = {
  repositoryUrl: "https://github.com/octo/shop",
  sha: "0123456789abcdef0123456789abcdef01234567",
  runUrl: "https://github.com/octo/shop/actions/runs/1",
};

const SERVICES = {
  inputs: readInputs(() => ""),
  environment: {},
  catalog: undefined,
  rules: readRuleConfiguration(""),
};

const BEFORE = `name: shop
services:
  - name: web
    image: { registry_type: GHCR, registry: octo, repository: web, tag: v1 }
    instance_size_slug: apps-s-1vcpu-1gb
`;

function result(
  before: string | undefined,
  after: string,
  more: Partial<AppResult> = {},
  path = ".do/app.yaml",
): AppResult {
  const checked = (text: string) => checkSpec({ path, text }, SERVICES);
  const live = before === undefined ? undefined : checked(before).spec;
  return { ...offlineResult(checked(after), live, live ? "live" : "none"), ...more };
}

describe("renderReport", () => {
  it("says what changes and what it costs, first the sum, then each component that changes", () => {
    const after = `${BEFORE}    instance_count: 2\n`;
    const live = checkSpec({ path: "x", text: BEFORE }, SERVICES).spec;
    const spec = checkSpec({ path: "x", text: after }, SERVICES).spec;
    const plan = planDeploy(spec, { id: "app-1", spec: live });
    expect(
      renderReport([result(BEFORE, after, { plan, serverCost: 24 })], CONTEXT),
    ).toBe(`### \`shop\`: +$12.00/mo ($12.00 → $24.00)

| Spec | Cost | Plan |
| :-- | :-- | :-- |
| ✅ spec is valid<br>[\`.do/app.yaml\`](https://github.com/octo/shop/blob/0123456789abcdef0123456789abcdef01234567/.do/app.yaml) | $24.00/mo<br>DigitalOcean says $24.00/mo | a merge changes 1 setting |

| Component | Size × count | Before | After | Difference |
| :-- | :-- | --: | --: | --: |
| service \`web\` | \`apps-s-1vcpu-1gb\` × 1 → 2 | $12.00 | $24.00 | +$12.00 |
| **Total** | | $12.00 | $24.00 | **+$12.00** |

<details>
<summary>1 change against the live app</summary>

\`\`\`diff
! services.web.instance_count: 1 → 2
\`\`\`

</details>

<sub>App Platform Toolkit at [0123456](https://github.com/octo/shop/commit/0123456789abcdef0123456789abcdef01234567) · [run](https://github.com/octo/shop/actions/runs/1)</sub>`);
  });

  it("links each problem to its line and its rule", () => {
    const report = renderReport([result(BEFORE, BEFORE.replace("tag: v1", "tagg: v1"))], CONTEXT);
    expect(report).toContain(
      "[4:68](https://github.com/octo/shop/blob/0123456789abcdef0123456789abcdef01234567/.do/app.yaml#L4) | `tagg` is not a field",
    );
    expect(report).toContain("docs/rules.md#unknown-field");
  });

  it("shows hostile names as text", () => {
    const hostile = BEFORE.replace("name: shop", 'name: "</details>|`@octo <!-- x -->"');
    const report = renderReport([result(undefined, hostile)], CONTEXT);
    expect(report).not.toContain("<!-- x");
    expect(report).not.toMatch(/(^|[^<])<\/details>\|/);
    expect(report).not.toMatch(/@octo/);
  });

  it("leaves out whole sections where the whole is too long, the headlines last", () => {
    const apps = Array.from({ length: 40 }, (_, index) =>
      result(BEFORE, BEFORE.replace("tag: v1", `tagg: v${index}`), {}, `apps/${index}/app.yaml`),
    );
    const whole = renderReport(apps, CONTEXT);
    const cut = renderReport(apps, CONTEXT, whole.length - 1);
    expect(cut).not.toContain("```diff");
    expect(cut).toContain("Problems in");
    const shorter = renderReport(apps, CONTEXT, 12_000);
    expect(shorter.length).toBeLessThanOrEqual(12_000);
    expect(shorter).not.toContain("<details");
    expect(shorter).toContain("too long to be shown here");
    const tiny = renderReport(apps, CONTEXT, 700);
    expect(tiny.length).toBeLessThanOrEqual(700);
    expect(tiny).toMatch(/\d+ more parts of this report were too long/);
  });

  it("sums several apps up, and only names those without a change", () => {
    const two = result(BEFORE, `${BEFORE}    instance_count: 2\n`);
    const report = renderReport([two, result(BEFORE, BEFORE, { name: "other" }, "b.yaml")], CONTEXT);
    expect(report).toMatch(/^### 2 apps: \+\$12\.00\/mo \(\$24\.00 → \$36\.00\)\n\n### `shop`: \+\$12\.00/);
    expect(report).toContain("Without a change: `other` ($12.00/mo).");
    expect(report).not.toContain("### `other`");
    const wrong = result(BEFORE, BEFORE.replace("tag: v1", "tagg: v1"), {}, "c.yaml");
    expect(renderReport([two, wrong], CONTEXT)).not.toContain("Without a change");
    expect(renderReport([result(BEFORE, BEFORE)], CONTEXT)).toMatch(/^### `shop`: no change in cost/);
  });

  it("says once what is said of every app", () => {
    const notes = ["Checked offline: because."];
    const report = renderReport(
      [result(BEFORE, BEFORE, { notes }), result(BEFORE, BEFORE, { notes }, "b.yaml")],
      CONTEXT,
    );
    expect(report.match(/Checked offline/g)).toHaveLength(1);
  });
});
