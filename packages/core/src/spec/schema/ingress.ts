import * as z from "zod";
import { doc, suspect } from "./doc.ts";
import { port } from "./primitives.ts";
import { cors } from "./route.ts";

const match = z
  .looseObject({
    path: z
      .looseObject({
        prefix: z.string().max(256).register(doc, {
          description:
            "The beginning of the path: `/api` matches `/api`, `/api/` and `/api/v1`, not `/apis`.",
        }),
        exact: z.string().max(256).register(doc, { description: "The whole path." }),
      })
      .partial()
      .register(doc, {
        id: "pathMatch",
        kind: "a path match",
        bare: "prefix",
        description: "The request's path.",
      }),
    authority: z
      .looseObject({
        exact: z.string().max(256).register(doc, {
          description:
            "The whole host name: one of the app's domains, or `${STARTER_DOMAIN}` for the platform's own.",
        }),
        prefix: suspect(
          z
            .string()
            .max(256)
            .register(doc, { description: "The beginning of the host name. Only `exact` works." }),
        ),
      })
      .partial()
      .register(doc, {
        id: "authorityMatch",
        kind: "an authority match",
        foreign: { regex: "ingress-authority-exact" },
        description: "The request's host name.",
      }),
  })
  .partial()
  .register(doc, {
    id: "ingressMatch",
    kind: "the match of an ingress rule",
    description: "Which requests the rule is for, by path and host name.",
  });

const component = z
  .looseObject({
    name: z.string().register(doc, {
      description: "The service, static site or functions component that answers.",
    }),
    preserve_path_prefix: z.boolean().register(doc, {
      description:
        "Whether the component sees the whole path. By default the matched prefix is cut off: with the prefix `/api` it sees `/api/list` as `/list`. Not together with `rewrite`, and not for functions.",
      default: false,
    }),
    rewrite: z.string().register(doc, {
      description:
        "What takes the place of the matched prefix: with the prefix `/api` and the rewrite `/v1` the component sees `/api/list` as `/v1/list`. Not together with `preserve_path_prefix`.",
    }),
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    id: "ingressComponent",
    kind: "the component of an ingress rule",
    bare: "name",
    description: "The component that answers. A rule has either `component` or `redirect`.",
    alsoWritten: ["service", "backend", "target"],
  });

const REDIRECT_CODES = [300, 301, 302, 303, 304, 307, 308] as const;

const redirect = z
  .looseObject({
    uri: z.string().register(doc, {
      description: "The path to go to. It takes the place of the whole requested path.",
    }),
    authority: z.string().register(doc, { description: "The host name to go to, without a port." }),
    port: port().register(doc, {
      description: "The port to go to.",
      zeroIsUnset: true,
      rules: { range: "port-range" },
    }),
    scheme: z.enum(["http", "https"]).register(doc, {
      description: "The scheme to go to.",
      default: "https",
      rules: { enum: "ingress-redirect-values" },
    }),
    redirect_code: z.literal(REDIRECT_CODES).register(doc, {
      description: "The HTTP status of the answer.",
      default: 302,
      rules: { enum: "ingress-redirect-values" },
      alsoWritten: ["code", "status", "status_code"],
    }),
  })
  .partial()
  .register(doc, {
    id: "ingressRedirect",
    kind: "the redirect of an ingress rule",
    description: "Sends the visitor elsewhere. A rule has either `component` or `redirect`.",
  });

const rule = z.looseObject({ match, component, redirect, cors }).partial().register(doc, {
  id: "ingressRule",
  kind: "an ingress rule",
  description: "Which requests lead to which component, or elsewhere.",
});

const secureHeader = z
  .looseObject({
    key: z.string().register(doc, { description: "The header's name." }),
    value: z.string().register(doc, { description: "The value that it must have.", secret: true }),
    remove_header: z.boolean().register(doc, {
      description: "Whether the header is taken off before the request reaches the app.",
    }),
  })
  .partial()
  .register(doc, {
    id: "secureHeader",
    kind: "a secure header",
    description: "An HTTP header with a secret value. Known to the Go client, documented nowhere.",
  });

/** How requests from outside find their component. */
export const ingress = z
  .looseObject({
    load_balancer: z.enum(["UNKNOWN", "DIGITALOCEAN"]).register(doc, {
      description: "Whose load balancer stands before the app. Known to the Go client, documented nowhere.",
      values: { UNKNOWN: "Not set.", DIGITALOCEAN: "One of DigitalOcean." },
    }),
    load_balancer_size: z.int().register(doc, {
      description: "The size of that load balancer. Known to the Go client, documented nowhere.",
    }),
    rules: z.array(rule).register(doc, {
      description: "Which requests lead to which component, each path and host name once.",
      alsoWritten: ["routes"],
    }),
    secure_header: secureHeader,
    custom_error_page_url: z
      .string()
      .regex(/^https:\/\//)
      .register(doc, {
        description:
          "An HTTPS page to show in a frame while the app cannot be reached. Its own headers must allow that it is framed.",
        spelling: "HTTPS URL",
        rules: { pattern: "ingress-error-page" },
      }),
  })
  .partial()
  .register(doc, {
    id: "ingress",
    kind: "the ingress",
    description: "How requests from outside find their component: routes, redirects, CORS.",
  });
