import * as z from "zod";
import { doc, page, suspect } from "./doc.ts";
import { envs } from "./env.ts";
import { image } from "./image.ts";
import { logDestinations } from "./log-destination.ts";
import { componentName } from "./name.ts";
import { componentCors, routes } from "./route.ts";
import { build, repositories, runCommand } from "./source.ts";

/** A component whose built files are served by the platform's CDN. */
export const staticSite = z
  .looseObject({
    name: componentName("The static site's name."),
    ...repositories,
    ...build,
    output_dir: z.string().register(doc, {
      description:
        "Where the build leaves the files, relative to the build context. Without it `_static`, `dist`, `public` and `build` are tried.",
      alsoWritten: ["output_directory", "publish_dir"],
    }),
    index_document: z.string().register(doc, {
      description: "The file that answers for a directory.",
      default: "index.html",
    }),
    error_document: z.string().register(doc, {
      description:
        "The file that answers where there is none; the platform has one of its own if the site lacks it. Not together with `catchall_document`.",
      default: "404.html",
    }),
    catchall_document: z.string().register(doc, {
      description:
        "The file that answers, as a success, where there is none: `index.html` for a single-page app. Not together with `error_document`.",
    }),
    envs,
    routes,
    cors: componentCors,
    image: suspect(image),
    run_command: suspect(runCommand),
    log_destinations: suspect(logDestinations),
  })
  .partial()
  .required({ name: true })
  .register(doc, {
    id: "staticSite",
    kind: "a static site",
    description: "A component that is built once and served as files.",
    docs: page("how-to/manage-static-sites"),
  });
