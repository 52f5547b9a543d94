import * as z from "zod";
import { doc, page } from "./doc.ts";

/**
 * The union of two published patterns: the API reference has letters alone in the last label, the documentation
 * also digits and `xn--`, and hyphens in a row inside a label.
 */
const HOST_NAME = /^([a-zA-Z0-9]+(-+[a-zA-Z0-9]+)*\.)+((xn--)?[a-zA-Z0-9]{2,})\.?$/;

export const domain = z
  .looseObject({
    domain: z
      .string()
      .min(4)
      .max(253)
      .regex(HOST_NAME)
      .register(doc, {
        description:
          "The host name, for example `www.example.com`. For all its sub-domains set `wildcard: true`.",
        spelling: "host name",
        alsoWritten: ["name", "host", "hostname"],
      }),
    type: z.enum(["UNSPECIFIED", "DEFAULT", "PRIMARY", "ALIAS"]).register(doc, {
      description: "What the domain is for. One domain at most is `PRIMARY`.",
      default: "UNSPECIFIED",
      offered: ["PRIMARY", "ALIAS"],
      values: {
        UNSPECIFIED: "Not set.",
        DEFAULT: "The `ondigitalocean.app` host name that the platform gave the app.",
        PRIMARY:
          "The one that stands for the app: in the control panel and in `${APP_URL}` and `${APP_DOMAIN}`.",
        ALIAS: "Any other.",
      },
    }),
    wildcard: z.boolean().register(doc, {
      description: "Whether all sub-domains of the host name lead here too.",
      default: false,
    }),
    zone: z.string().register(doc, {
      description:
        "The DNS zone of the account that holds the domain (`example.com` for `www.example.com`). Set it only if DigitalOcean is to manage the DNS record.",
    }),
    certificate: z.string().register(doc, {
      description: "A certificate for the domain. Known to the Go client, documented nowhere.",
    }),
    minimum_tls_version: z.enum(["1.2", "1.3"]).register(doc, {
      description: 'The oldest TLS version that visitors may use, in quotes: `"1.2"` or `"1.3"`.',
      rules: { type: "domain-tls-string" },
    }),
  })
  .partial()
  .required({ domain: true })
  .register(doc, {
    id: "domain",
    kind: "a domain",
    bare: "domain",
    description: "A host name under which the app can be reached.",
    docs: page("how-to/manage-domains"),
  });
