// biome-ignore-all lint/suspicious/noTemplateCurlyInString: `${db.DATABASE_URL}` is what the hovers are about
import { describe, expect, it } from "vitest";
import { dedent } from "../rules/rule.ts";
import { parseSpec } from "../spec/document.ts";
import type { LanguageContext } from "./context.ts";
import { hover } from "./hover.ts";
import { atCursor } from "./testing.ts";

const NOW = new Date("2026-10-01T12:00:00Z");

function found(marked: string, context: LanguageContext = {}) {
  const { text, position } = atCursor(dedent(marked));
  return { text, shown: hover(text, position, { now: NOW, ...context }) };
}

/** What is shown at the cursor, as Markdown. */
function shown(marked: string, context?: LanguageContext): string | undefined {
  const contents = found(marked, context).shown?.contents;
  return contents && (contents as { value: string }).value;
}

/** The text that the editor marks meanwhile. */
function covered(marked: string): string | undefined {
  const { text, shown } = found(marked);
  const range = shown?.range;
  if (!range) return undefined;
  const document = parseSpec(text);
  return text.slice(document.offsetAt(range.start), document.offsetAt(range.end));
}

const SHOP = (line: string) => `
  name: shop
  domains:
  - {domain: www.example.com, type: PRIMARY}
  databases:
  - {name: db, engine: PG, version: "16"}
  - {name: main, engine: MYSQL, production: true, cluster_name: mysql-1, db_name: shop, db_user: web}
  envs:
  - {key: LOG_LEVEL, value: info}
  - {key: STRIPE_KEY, type: SECRET, value: sk_live_1234}
  services:
  - name: api
    image: {registry_type: DOCR, repository: api}
    http_port: 3000
    envs:
    - {key: PAGE_SIZE, value: "20"}
    - key: IT
      value: ${line}
  ingress:
    rules:
    - {match: {path: {prefix: /api}}, component: {name: api}}
`;

describe("a hover on a key", () => {
  it("says what the field is, its type, bounds, default and page", () => {
    expect(shown("name: shop\nservices:\n- name: api\n  health_check:\n    period_sec|onds: 10\n")).toBe(
      [
        "`period_seconds` · whole number · 1 to 300 · default `10`",
        "Seconds between two checks.",
        "[Documentation](https://docs.digitalocean.com/products/app-platform/how-to/manage-health-checks/)",
      ].join("\n\n"),
    );
  });

  it("lists the allowed values with what they mean", () => {
    expect(shown("name: shop\njobs:\n- name: nightly\n  ki|nd: SCHEDULED\n")).toContain(
      [
        "- `PRE_DEPLOY`: Before each deployment; it must succeed, as for a migration of the database.",
        "- `POST_DEPLOY`: After each deployment.",
      ].join("\n"),
    );
  });

  it("tells the price of the component where the field bears on it", () => {
    expect(
      shown(`
        name: shop
        services:
        - name: api
          instance_size_slug: apps-s-1vcpu-1gb
          instance_cou|nt: 2
      `),
    ).toContain("**$24.00** a month (2 × apps-s-1vcpu-1gb, $12.00 each).");
  });

  it("shows the whole table of sizes on the key of a size", () => {
    const table = shown("name: shop\nworkers:\n- name: mail\n  instance_size_s|lug: apps-s-1vcpu-1gb\n");
    expect(table).toContain("| `apps-s-1vcpu-0.5gb` | 1 shared | 512 MiB | $5.00/mo | 50 GiB | one only |");
    expect(table).toContain(
      "| `apps-d-8vcpu-32gb` | 8 dedicated | 32 GiB | $392.00/mo | 900 GiB | several, autoscaling |",
    );
    expect(table).not.toContain("basic-xxs");
  });

  it("names what has taken the place of a deprecated field", () => {
    expect(shown("name: shop\nservices:\n- name: api\n  rou|tes:\n  - path: /\n")).toMatch(
      /^`routes` · list of maps\n\n\*\*Deprecated\.\*\* .*`ingress\.rules`/,
    );
  });

  it("is the same in the template form, in JSON, in brackets and with CRLF", () => {
    const expected = shown("name: shop\nre|gion: nyc\n");
    expect(expected).toContain("`region` · text");
    expect(shown("spec:\n  name: shop\n  re|gion: nyc\n")).toBe(expected);
    expect(shown('{"name": "shop", "re|gion": "nyc"}\n')).toBe(expected);
    expect(shown("{name: shop, re|gion: nyc}\n")).toBe(expected);
    expect(shown("name: shop\r\nre|gion: nyc\r\n")).toBe(expected);
  });

  it("works before anything else is written, and in a document that is broken elsewhere", () => {
    expect(shown("re|gion:")).toContain("`region` · text");
    expect(shown("re|gion")).toContain("`region` · text");
    expect(shown('name: "shop\nservices:\n- name: api\n  instance_co|unt: 2\n')).toContain(
      "`instance_count`",
    );
    expect(shown('name: shop\nservices:\n- name: api\n  http_po|rt:\n  envs: [{key: "A\n')).toContain(
      "`http_port`",
    );
    expect(shown("services:\n- name: api\n  instance_co|unt\n")).toContain("`instance_count`");
  });

  it("is silent where there is no such field", () => {
    expect(shown("name: shop\ncol|or: red\n")).toBeUndefined();
    expect(shown("name: shop\n|\n")).toBeUndefined();
    expect(shown("name: shop # a comm|ent\n")).toBeUndefined();
    expect(shown("sp|ec:\n  name: shop\n")).toBeUndefined();
  });

  it("reads what is written behind an anchor as what its first alias makes of it", () => {
    expect(
      shown(`
        name: shop
        x-size: &size
          instance_size_sl|ug: apps-s-1vcpu-1gb
        services:
        - name: api
          <<: *size
      `),
    ).toContain("`instance_size_slug` · text");
    expect(
      shown("name: shop\nx: &cron\n  cr|on: 0 3 * * *\njobs:\n- name: a\n  schedule: *cron\n"),
    ).toContain("`cron` · text");
  });
});

describe("a hover on a value", () => {
  it("shows a size's row of the price table", () => {
    expect(shown("name: shop\nservices:\n- name: api\n  instance_size_slug: apps-d-1vcpu|-1gb\n")).toMatch(
      /^\| size \| CPU .*\n.*\n\| `apps-d-1vcpu-1gb` \| 1 dedicated \| 1 GiB \| \$34.00\/mo \| 200 GiB \| several, autoscaling \|\n/,
    );
  });

  it("tells of a legacy size which one replaces it, at which price", () => {
    expect(shown("name: shop\nservices:\n- name: api\n  instance_size_slug: professional-x|l\n")).toContain(
      "Its successor is `apps-d-4vcpu-16gb`, at $196.00/mo.",
    );
  });

  it("tells what regions, engines, buildpacks and values of enums are", () => {
    expect(shown("name: shop\nregion: f|ra\n")).toMatch(/^`fra`: Frankfurt, Europe \(`fra1`\)\.\n/);
    expect(shown("databases:\n- name: db\n  engine: VAL|KEY\n")).toMatch(
      /^`VALKEY`: Valkey. As a managed cluster only: `production: true` and `cluster_name`\.\n/,
    );
    expect(shown("services:\n- name: api\n  environment_slug: node-|js\n")).toMatch(/^`node-js`: Node\.js\n/);
    expect(shown("services:\n- name: api\n  protocol: HTTP|2\n")).toMatch(/^`HTTP2`: HTTP\/2 in clear text/);
  });

  it("tells the next three runs of a schedule in its time zone", () => {
    const job = (time_zone: string) => `
      name: shop
      jobs:
      - name: nightly
        kind: SCHEDULED
        schedule:
          cron: "30 3 |* * 1-5"
          ${time_zone}
    `;
    expect(shown(job(""))?.split("\n\n---")[0]).toBe(
      [
        "Next runs (`UTC`):",
        "",
        "- Friday, 2 October 2026 at 03:30 (in 16 hours)",
        "- Monday, 5 October 2026 at 03:30 (in 4 days)",
        "- Tuesday, 6 October 2026 at 03:30 (in 5 days)",
      ].join("\n"),
    );
    expect(shown(job("time_zone: Europe/Berlin"))).toContain(
      "- Friday, 2 October 2026 at 03:30 (in 14 hours, 01:30 UTC)",
    );
    expect(shown(job("time_zone: Berlin"))).toContain("`Berlin` is no time zone of the tz database.");
    expect(shown("jobs:\n- schedule: {time_zone: Asia/To|kyo}\n")).toContain(
      "Now Thursday, 1 October 2026 at 21:00, 12:00 UTC.",
    );
  });

  it("says what an encrypted secret is, without showing it", () => {
    const text = shown("name: a\nenvs:\n- {key: A, type: SECRET, value: 'EV[1:ab|c:def]'}\n");
    expect(text).toMatch(/^\*\*An encrypted secret\.\*\* The platform encrypted this value/);
    expect(text).not.toContain("abc");
  });

  it("never repeats a secret", () => {
    expect(shown("name: a\nenvs:\n- {key: A, type: SECRET, value: hunt|er2}\n")).not.toContain("hunter2");
    expect(shown(SHOP("${STRI|PE_KEY}"))).toBe("`${STRIPE_KEY}`: the secret `STRIPE_KEY` of the app.");
  });

  it("tells which component a rule leads to", () => {
    expect(
      shown(
        "services:\n- {name: api, instance_size_slug: apps-s-1vcpu-1gb}\ningress:\n  rules:\n  - component: {name: a|pi}\n",
      ),
    ).toMatch(/^Service `api` · \$12.00\/mo · 1 × apps-s-1vcpu-1gb\n/);
  });

  it("looks a cluster up in the account, where that is known", () => {
    const spec = "databases:\n- {name: db, production: true, cluster_name: ma|in}\n";
    const clusters = [{ name: "main", engine: "PG", version: "17", region: "nyc3" }];
    expect(shown(spec, { account: { clusters } })).toMatch(
      /^The account's cluster `main`: PostgreSQL 17 in `nyc3`\.\n/,
    );
    expect(shown(spec, { account: { clusters: [] } })).toMatch(
      /^The account has no database cluster `main`\.\n/,
    );
    expect(shown(spec)).toMatch(/^`cluster_name` · text\n/);
  });
});

describe("a hover on a reference", () => {
  it("tells what it becomes", () => {
    expect(shown(SHOP("http://${api.PRIVA|TE_URL}"))).toBe(
      "`${api.PRIVATE_URL}`, of the service `api`. The URL under which the app's other components reach it. It becomes `http://api:3000`.",
    );
    expect(shown(SHOP("${_self.PUBLI|C_URL}"))).toContain("It becomes `https://www.example.com/api`.");
    expect(shown(SHOP("${APP_U|RL}"))).toContain("It becomes `https://www.example.com`.");
    expect(shown(SHOP("${main.DATAB|ASE}"))).toContain("It becomes `shop`.");
  });

  it("tells which database it is of, and that a build does not see it", () => {
    expect(shown(SHOP("${db.DATABAS|E_URL}"))).toBe(
      "`${db.DATABASE_URL}`, of the database `db` (PostgreSQL 16, a development database). The connection string, with user, password, host, port and database. Filled in when the component runs, not while it is built.",
    );
    expect(shown(SHOP("${main.pool.HO|STNAME}"))).toContain(
      "of the connection pool `pool` of the database `main` (MySQL, the cluster `mysql-1`)",
    );
  });

  it("follows other variables of the file", () => {
    expect(shown(SHOP("${LOG_L|EVEL}"))).toBe("`${LOG_LEVEL}`: the variable `LOG_LEVEL` of the app: `info`.");
    expect(shown(SHOP("${api.PAGE|_SIZE}"))).toBe(
      "`${api.PAGE_SIZE}`: the variable `PAGE_SIZE` of the service `api`: `20`.",
    );
    expect(shown(SHOP("${PAGE|_SIZE}"))).toBe(
      "`${PAGE_SIZE}`: the variable `PAGE_SIZE` of this component: `20`.",
    );
  });

  it("says when nobody knows the name, and what is meant perhaps", () => {
    expect(shown(SHOP("${ap.PRIVA|TE_URL}"))).toBe(
      "`${ap.PRIVATE_URL}`: no component or database is called `ap`, so the app gets the text as it stands. Did you mean `${api.PRIVATE_URL}`?",
    );
    expect(shown(SHOP("${api.N|OTHING}"))).toContain("a service has no variable `NOTHING`");
    expect(shown(SHOP("${GIT_|SHA}"))).toContain("A workflow that is allowed to fills it in");
  });

  it("covers the reference alone, and none that is escaped", () => {
    expect(covered(SHOP("a ${api.PRIVATE_U|RL}/x"))).toBe("${api.PRIVATE_URL}");
    expect(covered(SHOP("a $${api.PRIVATE_U|RL}/x"))).toBe("a $${api.PRIVATE_URL}/x");
  });
});

describe("a hover on a comment that silences a rule", () => {
  it("explains the rule", () => {
    expect(shown("# appspec-ignore env-d|up: on purpose\nname: shop\n")).toMatch(
      /^\*\*A variable is set once in a list\*\*\n\n.*\n\n\[Documentation\]\(.*#env-dup\)$/,
    );
  });
});
