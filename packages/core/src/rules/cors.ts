import type { Path } from "../spec/path.ts";
import type { RuleContext } from "./context.ts";
import type { Rule } from "./rule.ts";
import { code, codeList } from "./words.ts";

const corsOneMatch: Rule = {
  id: "cors-one-match",
  severity: "error",
  title: "An allowed origin is matched in one way",
  explanation:
    "Each item of `allow_origins` has exactly one of `exact`, `prefix` (deprecated) and `regex`. A regular expression is one of RE2, which has neither look-around nor back-references.",
  evidence: "reference",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: api}
        cors:
          allow_origins:
          - {exact: "https://www.example.com", regex: "^https://.*$"}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: api}
        cors:
          allow_origins:
          - exact: https://www.example.com
          - regex: ^https://.*\\.example\\.com$
  `,
  about: ["ingress", "cors"],
  check(context) {
    for (const { path, origin } of context.once(allowedOrigins)) {
      const [first, ...more] = MATCHES.filter((key) => origin[key] !== undefined);
      for (const key of more)
        context.report({
          path: [...path, key],
          at: "key",
          message: `This origin is matched by ${code(first)} already. Write another item of \`allow_origins\` for ${code(key)}.`,
        });
      if (!first && !context.mistaken(path, ...MATCHES))
        context.report({
          path,
          absent: true,
          message: `This item allows no origin. Write ${codeList(MATCHES, "or")}, for example \`exact: https://www.example.com\`.`,
        });
      if (/\(\?(=|!|<=|<!)|\\[1-9]/.test(origin.regex ?? ""))
        context.report({
          path: [...path, "regex"],
          message:
            "The expression uses look-around or a back-reference, which RE2 does not have. Write several items of `allow_origins` in its place.",
        });
    }
  },
};

const MATCHES = ["exact", "regex", "prefix"] as const;

const corsMaxAge: Rule = {
  id: "cors-max-age",
  severity: "warning",
  title: "`cors.max_age` is a duration",
  explanation: "A number with its unit, such as `600s` or `5h30m`; neither a bare number nor days.",
  evidence: "reference",
  checkedBy: "schema",
  bad: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: api}
        cors: {max_age: 1d}
  `,
  good: `
    name: shop
    services:
    - name: api
      image: {registry_type: DOCR, repository: api}
    ingress:
      rules:
      - match: {path: {prefix: /}}
        component: {name: api}
        cors: {max_age: 24h}
  `,
};

export const CORS_RULES = [corsOneMatch, corsMaxAge];

type Origin = { readonly [key in (typeof MATCHES)[number]]?: string | undefined };

function allowedOrigins(context: RuleContext): { path: Path; origin: Origin }[] {
  const found: { path: Path; origin: Origin }[] = [];
  const collect = (origins: readonly (Origin | undefined)[] | undefined, path: Path) =>
    origins?.forEach((origin, index) => {
      if (origin) found.push({ path: [...path, "cors", "allow_origins", index], origin });
    });
  context.spec.ingress?.rules?.forEach((rule, index) => {
    collect(rule?.cors?.allow_origins, ["ingress", "rules", index]);
  });
  for (const { path, spec } of context.routed) collect(spec.cors?.allow_origins, path);
  return found;
}
