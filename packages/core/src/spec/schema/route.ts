import * as z from "zod";
import { doc } from "./doc.ts";
import { duration } from "./primitives.ts";

const USE_INGRESS = "Write rules below `ingress.rules` instead; the platform turns these into such rules.";

/** Routes of a component, the predecessor of ingress rules. */
export const routes = z
  .array(
    z
      .looseObject({
        path: z.string().register(doc, {
          description: "A path prefix that begins with `/` and that no other component has.",
          deprecated: USE_INGRESS,
        }),
        preserve_path_prefix: z.boolean().register(doc, {
          description:
            "Whether the component sees the whole path. By default the prefix is cut off: with the path `/api` it sees `/api/list` as `/list`.",
          deprecated: USE_INGRESS,
        }),
      })
      .partial()
      .register(doc, {
        id: "route",
        kind: "a route",
        bare: "path",
        description: "One path prefix that leads to the component.",
      }),
  )
  .register(doc, {
    description: "The HTTP path prefixes that lead to this component.",
    deprecated: USE_INGRESS,
  });

const originMatch = z
  .looseObject({
    exact: z
      .string()
      .max(256)
      .register(doc, { description: "An origin, letter by letter: `https://www.example.com`." }),
    prefix: z.string().max(256).register(doc, {
      description: "The beginning of an origin.",
      deprecated: "A prefix also matches origins that merely begin alike. Write `exact` or `regex` instead.",
    }),
    regex: z.string().min(1).max(256).register(doc, {
      description: "A regular expression in RE2 syntax (no look-around, no back-references).",
    }),
  })
  .partial()
  .register(doc, {
    id: "originMatch",
    kind: "an allowed origin",
    bare: "exact",
    description: "An origin that may ask: exactly one of `exact`, `prefix` and `regex`.",
  });

const headers = (header: string, what: string) =>
  z.array(z.string()).register(doc, { description: `${what} Answered as \`${header}\`.` });

/** Which other origins may call, and how. */
export const cors = z
  .looseObject({
    allow_origins: z.array(originMatch).register(doc, {
      description: "The origins that may ask. Answered as `Access-Control-Allow-Origin`.",
    }),
    allow_methods: headers("Access-Control-Allow-Methods", "The HTTP methods that may be used."),
    allow_headers: headers("Access-Control-Allow-Headers", "The request headers that may be sent."),
    expose_headers: headers("Access-Control-Expose-Headers", "The response headers that a script may read."),
    max_age: duration().register(doc, {
      description:
        "How long a browser may keep the answer to a preflight request: a duration such as `5h30m` or `600s`. Answered as `Access-Control-Max-Age`.",
      spelling: "duration",
      rules: { pattern: "cors-max-age" },
    }),
    allow_credentials: z.boolean().register(doc, {
      description:
        "Whether a script may read the answer to a request with credentials. Answered as `Access-Control-Allow-Credentials`.",
    }),
  })
  .partial()
  .register(doc, {
    id: "cors",
    kind: "a CORS policy",
    description: "Cross-origin requests (CORS): which other sites may call, and how.",
  });

/** The policy of a component, the predecessor of that of an ingress rule. */
export const componentCors = cors
  .optional()
  .register(doc, { deprecated: "Write `cors` on a rule below `ingress.rules` instead." });
