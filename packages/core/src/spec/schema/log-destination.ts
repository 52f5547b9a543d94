import * as z from "zod";
import { doc, page } from "./doc.ts";

const papertrail = z
  .looseObject({
    endpoint: z.string().register(doc, {
      description: "The `host:port` that takes syslog over TLS.",
    }),
  })
  .partial()
  .required({ endpoint: true })
  .register(doc, {
    id: "papertrail",
    kind: "a Papertrail destination",
    bare: "endpoint",
    description: "Sends to Papertrail.",
  });

const datadog = z
  .looseObject({
    endpoint: z.string().register(doc, {
      description:
        "The HTTP intake of your Datadog site, for example `https://http-intake.logs.datadoghq.com/api/v2/logs`.",
    }),
    api_key: z.string().register(doc, { description: "An API key of Datadog.", secret: true }),
  })
  .partial()
  .required({ api_key: true })
  .register(doc, { id: "datadog", kind: "a Datadog destination", description: "Sends to Datadog." });

const logtail = z
  .looseObject({
    token: z.string().register(doc, {
      description: "The token of the source in Logtail (now Better Stack).",
      secret: true,
      rules: { required: "log-logtail-token" },
      alsoWritten: ["endpoint"],
    }),
  })
  .partial()
  .required({ token: true })
  .register(doc, { id: "logtail", kind: "a Logtail destination", description: "Sends to Logtail." });

const openSearch = z
  .looseObject({
    endpoint: z.string().register(doc, {
      description: "`https://host:port` of a cluster of your own. Not together with `cluster_name`.",
    }),
    basic_auth: z
      .looseObject({
        user: z.string().register(doc, {
          description: "Needed with `endpoint`; `doadmin` with `cluster_name`.",
        }),
        password: z.string().register(doc, {
          description: "Needed with `endpoint`, not allowed with `cluster_name`.",
          secret: true,
        }),
      })
      .partial()
      .register(doc, {
        id: "basicAuth",
        kind: "a basic_auth",
        description: "User and password of the cluster.",
      }),
    index_name: z.string().register(doc, { description: "The index to write to.", default: "logs" }),
    cluster_name: z.string().register(doc, {
      description: "A managed OpenSearch cluster of the same account. Not together with `endpoint`.",
    }),
  })
  .partial()
  .register(doc, {
    id: "openSearch",
    kind: "an OpenSearch destination",
    description: "Sends to OpenSearch: a managed cluster by its name or any other by its endpoint.",
  });

const GENERIC =
  "of a destination that is none of the named providers. Known to the Go client, documented nowhere.";

const header = z
  .looseObject({
    key: z.string().register(doc, { description: "The header's name." }),
    value: z.string().register(doc, { description: "The header's value.", secret: true }),
  })
  .partial()
  .required({ key: true })
  .register(doc, { id: "logHeader", kind: "a header", description: "One HTTP header." });

const logDestination = z
  .looseObject({
    name: z
      .string()
      .min(2)
      .max(42)
      .regex(/^[A-Za-z0-9()[\]'"][-A-Za-z0-9_. /()[\]]{0,40}[A-Za-z0-9()[\]'"]$/)
      .register(doc, {
        description: "What the destination is called in the control panel.",
        spelling: "log destination",
      }),
    papertrail,
    datadog,
    logtail,
    open_search: openSearch,
    endpoint: z.string().register(doc, { description: `The endpoint ${GENERIC}` }),
    tls_insecure: z.boolean().register(doc, { description: `Skips the check of the certificate ${GENERIC}` }),
    headers: z.array(header).register(doc, { description: `HTTP headers ${GENERIC}` }),
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    id: "logDestination",
    kind: "a log destination",
    description: "One place outside of App Platform that gets the logs: a name and one provider.",
  });

export const logDestinations = z.array(logDestination).register(doc, {
  description: "Where the component's runtime logs are also sent. Lines are cut at 2,048 bytes.",
  docs: page("how-to/forward-logs"),
  rules: { type: "log-array" },
});
