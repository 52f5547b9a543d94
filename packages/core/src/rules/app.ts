import { NAMED_LISTS } from "../spec/components.ts";
import type { Rule } from "./rule.ts";

const emptyApp: Rule = {
  id: "empty-app",
  severity: "warning",
  title: "An app has a component",
  explanation:
    "Without a service, static site, worker, job, functions component or database there is nothing to deploy. No source says what the platform answers.",
  evidence: "inferred",
  bad: `
    name: shop
    region: nyc
  `,
  good: `
    name: shop
    region: nyc
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  check(context) {
    if (context.components.length > 0 || context.databases.length > 0) return;
    if (context.mistaken([], ...NAMED_LISTS)) return;
    context.report({
      path: context.spec.name === undefined ? [] : ["name"],
      absent: true,
      message:
        "There is nothing to deploy: the app has no component. Add one, for example `services: [{name: web, github: {repo: owner/repo, branch: main}}]`.",
    });
  },
};

const regionSlug: Rule = {
  id: "region-slug",
  severity: "warning",
  title: "A region has no number",
  explanation:
    "App Platform runs in regions (`nyc`), Droplets in their data centres (`nyc3`). Specs with a data centre are common; whether the platform takes them is not known.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    region: nyc3
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    region: nyc
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
};

const unknownField: Rule = {
  id: "unknown-field",
  severity: "error",
  title: "Every key is one that the spec has",
  explanation:
    "The official command-line client refuses a spec with a key that it does not know, at any depth. Often it is a slip of the pen, a key of another tool, or one of another kind of component.",
  evidence: "client",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      command: npm start
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
      run_command: npm start
  `,
};

const specWrapper: Rule = {
  id: "spec-wrapper",
  severity: "warning",
  title: "`spec:` on top is the form of `deploy.template.yaml`",
  explanation:
    "The template of a deploy button wraps the spec in a `spec:` key, other files do not: `doctl` reads `.do/app.yaml` without it. This is reported where the file's name is known.",
  evidence: "docs",
  bad: `
    spec:
      name: shop
      services:
      - name: api
        image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  check({ form, fileName, report }) {
    if (form !== "template" || fileName === undefined || /deploy\.template\.ya?ml$/i.test(fileName)) return;
    report({
      path: [],
      message:
        "A `spec:` key on top is the form of `.do/deploy.template.yaml`, the template of a deploy button. Remove it here and write its fields at the top.",
    });
  },
};

const featuresFormat: Rule = {
  id: "features-format",
  severity: "info",
  title: "A feature is a flag or `key=value`",
  explanation:
    "`features` turns on what is not a field of its own. `buildpack-stack=ubuntu-22` is the current stack of the buildpacks, `ubuntu-18` an old one.",
  evidence: "docs",
  bad: `
    name: shop
    features:
    - buildpack-stack=ubuntu-18
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
  `,
  good: `
    name: shop
    features:
    - buildpack-stack=ubuntu-22
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
  `,
  about: ["features"],
  check({ spec, report }) {
    spec.features?.forEach((feature, index) => {
      if (!feature) return;
      const path = ["features", index];
      if (feature === "buildpack-stack=ubuntu-18")
        report({ path, message: "This stack is old. Write `buildpack-stack=ubuntu-22`." });
      else if (!/^[\w.-]+(=\S+)?$/.test(feature))
        report({
          path,
          message:
            "A feature is a flag (`name`) or `key=value` without spaces, such as `buildpack-stack=ubuntu-22`.",
        });
    });
  },
};

const maintenanceArchive: Rule = {
  id: "maintenance-archive",
  severity: "warning",
  title: "An archived app is in maintenance",
  explanation:
    "`archive: true` takes the app offline as `enabled: true` does, so `enabled: false` beside it contradicts it.",
  evidence: "reference",
  bad: `
    name: shop
    maintenance: {archive: true, enabled: false}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    maintenance: {archive: true}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["maintenance"],
  check({ spec, report }) {
    if (spec.maintenance?.archive === true && spec.maintenance.enabled === false)
      report({
        path: ["maintenance", "enabled"],
        message:
          "`archive: true` takes the app offline, whatever `enabled` says. Remove `enabled`, or `archive`.",
      });
  },
};

const maintenanceUrlUnused: Rule = {
  id: "maintenance-url-unused",
  severity: "info",
  title: "The offline page is shown in maintenance",
  explanation:
    "`offline_page_url` has no effect until `enabled` or `archive` is true. It may wait there for that day.",
  evidence: "inferred",
  bad: `
    name: shop
    maintenance: {offline_page_url: "https://status.example.com"}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  good: `
    name: shop
    maintenance: {enabled: true, offline_page_url: "https://status.example.com"}
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
  `,
  about: ["maintenance"],
  check({ spec, report }) {
    const { maintenance } = spec;
    if (maintenance?.offline_page_url && !maintenance.enabled && !maintenance.archive)
      report({
        path: ["maintenance", "offline_page_url"],
        at: "key",
        absent: true,
        message: "The page is not shown while neither `enabled` nor `archive` is true.",
      });
  },
};

export const APP_RULES = [emptyApp, regionSlug, unknownField, specWrapper, featuresFormat];
export const MAINTENANCE_RULES = [maintenanceArchive, maintenanceUrlUnused];
