import type { Rule } from "./rule.ts";
import { code } from "./words.ts";

const sourceDirRelative: Rule = {
  id: "source-dir-relative",
  severity: "warning",
  title: "Paths stay inside the repository",
  explanation:
    "`source_dir`, `dockerfile_path` and `output_dir` are counted from the root of the repository, which a leading `/` also means. There is nothing above it.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      source_dir: ../api
  `,
  good: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      source_dir: api
  `,
  about: ["source_dir", "dockerfile_path", "output_dir"],
  check({ components, report }) {
    for (const { path, spec } of components)
      for (const key of ["source_dir", "dockerfile_path", "output_dir"]) {
        const value = (spec as Record<string, unknown>)[key];
        if (typeof value === "string" && value.includes("..") && value.split(/[/\\]/).includes(".."))
          report({
            path: [...path, key],
            message: `${code(key)} is counted from the root of the repository, and \`..\` leads out of it. Write the path from the root, for example ${code(value.replace(/^(\.\.?[/\\])+/, "").split("..")[0] || "/")}.`,
          });
      }
  },
};

const dockerfileBuildpack: Rule = {
  id: "dockerfile-buildpack",
  severity: "info",
  title: "A Dockerfile takes the place of a buildpack",
  explanation:
    "With `dockerfile_path` the component is built from that file; `environment_slug` and `build_command` speak to buildpacks and have no effect.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      dockerfile_path: Dockerfile
      environment_slug: node-js
  `,
  good: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      dockerfile_path: Dockerfile
  `,
  about: ["dockerfile_path"],
  check(context) {
    for (const { path, spec } of context.of("services", "static_sites", "workers", "jobs")) {
      if (!spec.dockerfile_path || ("image" in spec && spec.image)) continue;
      for (const key of ["environment_slug", "build_command"] as const)
        if (spec[key])
          context.report({
            path: [...path, key],
            at: "key",
            message: `${code(key)} is for buildpacks and has no effect beside \`dockerfile_path\`. Remove it, or build without the Dockerfile.`,
          });
    }
  },
};

const runCommandShell: Rule = {
  id: "run-command-shell",
  severity: "info",
  title: "Shell operators need a shell",
  explanation:
    "Users report that `run_command` does not always reach a shell: `&&`, `|` or `;` may arrive as plain arguments. `sh -c '…'` makes sure of it.",
  evidence: "inferred",
  bad: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      run_command: npm run migrate && npm start
  `,
  good: `
    name: shop
    services:
    - name: api
      github: {repo: acme/shop, branch: main}
      run_command: sh -c 'npm run migrate && npm start'
  `,
  about: ["run_command"],
  check(context) {
    for (const { path, spec } of context.containers) {
      if (!spec.run_command) continue;
      const operator = /\s(&&|\|\|?|>>?|<)\s|(;)(?:\s|$)/.exec(spec.run_command.trim());
      if (operator && !/(^|\s)(?:\S*\/)?(?:ba|da|z)?sh\s+-\w*c\b/.test(spec.run_command))
        context.report({
          path: [...path, "run_command"],
          message: `${code(operator[1] ?? operator[2])} is for a shell, and \`run_command\` may not reach one. Write \`sh -c '…'\` around the command to be sure.`,
        });
    }
  },
};

export const BUILD_RULES = [sourceDirRelative, dockerfileBuildpack, runCommandShell];
