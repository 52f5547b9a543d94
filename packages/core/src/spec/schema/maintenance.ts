import * as z from "zod";
import { doc } from "./doc.ts";

/** Takes the app off the air for a while. */
export const maintenance = z
  .looseObject({
    enabled: z.boolean().register(doc, {
      description: "Whether visitors see an offline page instead of the app.",
      default: false,
    }),
    archive: z.boolean().register(doc, {
      description:
        "Whether the app is archived: as offline as with `enabled`, and its components cost nothing.",
    }),
    offline_page_url: z.string().register(doc, {
      description: "A page of your own to show meanwhile.",
    }),
  })
  .partial()
  .register(doc, {
    id: "maintenance",
    kind: "the maintenance mode",
    bare: "enabled",
    description: "Takes the app off the air for a while.",
  });
