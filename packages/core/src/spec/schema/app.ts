import * as z from "zod";
import { DEFAULT_CATALOG } from "../../catalog/index.ts";
import { appAlerts } from "./alert.ts";
import { database } from "./database.ts";
import { doc, page } from "./doc.ts";
import { domain } from "./domain.ts";
import { appEnvs } from "./env.ts";
import { functions } from "./functions.ts";
import { ingress } from "./ingress.ts";
import { job } from "./job.ts";
import { maintenance } from "./maintenance.ts";
import { name } from "./name.ts";
import { egress, vpc } from "./network.ts";
import { service } from "./service.ts";
import { staticSite } from "./static-site.ts";
import { worker } from "./worker.ts";

/** A whole AppSpec. Unknown keys pass: whoever reports them finds them in the value. */
export const app = z
  .looseObject({
    name: name("The app's name. Unique among all apps of the account."),
    region: z.enum(DEFAULT_CATALOG.regions.map((region) => region.slug)).register(doc, {
      description:
        "Where the app runs: a region without the number of a data centre. The nearest one by default.",
      values: Object.fromEntries(DEFAULT_CATALOG.regions.map(({ slug, label }) => [slug, label])),
      rules: { enum: "region-slug" },
    }),
    services: z.array(service).register(doc, {
      description: "Components that run all the time and answer HTTP requests.",
      alsoWritten: ["service"],
    }),
    static_sites: z.array(staticSite).register(doc, {
      description: "Components that are built once and served as files.",
      alsoWritten: ["static", "sites"],
    }),
    workers: z.array(worker).register(doc, {
      description: "Components that run all the time and take no requests from outside.",
    }),
    jobs: z.array(job).register(doc, {
      description: "Components that run to their end: around a deployment or by the clock.",
      alsoWritten: ["cron_jobs"],
    }),
    functions: z.array(functions).register(doc, { description: "Components of serverless functions." }),
    databases: z.array(database).register(doc, {
      description: "Databases that the app's components are given access to.",
      alsoWritten: ["db"],
    }),
    domains: z.array(domain).register(doc, {
      description:
        "Host names under which the app can be reached, beside the one that the platform gives it.",
      docs: page("how-to/manage-domains"),
    }),
    envs: appEnvs,
    alerts: appAlerts,
    ingress,
    egress,
    features: z
      .array(
        z.string().register(doc, {
          description: "A flag, or a key and its value.",
          offered: ["buildpack-stack=ubuntu-22"],
        }),
      )
      .register(doc, {
        description: "Flags of the platform, such as `buildpack-stack=ubuntu-22`.",
      }),
    maintenance,
    vpc,
    disable_edge_cache: z.boolean().register(doc, {
      description:
        "Whether answers are not cached in the CDN, as server-sent events need it. Needs a domain of your own; not for static sites.",
      default: false,
      docs: page("how-to/cache-content"),
    }),
    disable_email_obfuscation: z.boolean().register(doc, {
      description:
        "Whether e-mail addresses in HTML are left as they are instead of being hidden from robots.",
      default: false,
    }),
    enhanced_threat_control_enabled: z.boolean().register(doc, {
      description:
        "Whether suspicious requests are checked further, against floods of requests (layer 7 DDoS).",
      default: false,
    }),
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    kind: "the app",
    description: "An App Platform app: its components and how they are reached.",
    docs: page("reference/app-spec"),
  });
