import * as z from "zod";
import { functionsAlerts } from "./alert.ts";
import { doc, page } from "./doc.ts";
import { envs } from "./env.ts";
import { logDestinations } from "./log-destination.ts";
import { componentName } from "./name.ts";
import { componentCors, routes } from "./route.ts";
import { repositories, sourceDir } from "./source.ts";

/** A component of serverless functions, described by the `project.yml` of its source. */
export const functions = z
  .looseObject({
    name: componentName("The functions component's name."),
    ...repositories,
    source_dir: sourceDir,
    envs,
    routes,
    alerts: functionsAlerts,
    log_destinations: logDestinations,
    cors: componentCors,
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    id: "functions",
    kind: "a functions component",
    foreign: { image: "source-static" },
    description:
      "Serverless functions, described by the `project.yml` of their source. They are paid by use.",
    docs: page("how-to/manage-functions"),
  });
