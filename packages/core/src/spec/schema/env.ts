import * as z from "zod";
import { doc, page } from "./doc.ts";

const env = z
  .looseObject({
    key: z
      .string()
      .regex(/^[_A-Za-z][_A-Za-z0-9]*$/)
      .register(doc, {
        description: "The variable's name: letters, digits and underscores, not beginning with a digit.",
        spelling: "environment variable",
        rules: { pattern: "env-key" },
        alsoWritten: ["name"],
      }),
    value: z.string().register(doc, {
      description:
        "The value, always a string: quote numbers and booleans. It may hold bindable variables such as `${db.DATABASE_URL}`. That of a `SECRET` is encrypted when it is first sent; from then on send back the `EV[…]` text.",
      rules: { type: "env-value-string" },
      secret: true,
    }),
    scope: z.enum(["UNSET", "RUN_TIME", "BUILD_TIME", "RUN_AND_BUILD_TIME"]).register(doc, {
      description: "When the variable can be seen.",
      default: "RUN_AND_BUILD_TIME",
      offered: ["RUN_AND_BUILD_TIME", "RUN_TIME", "BUILD_TIME"],
      values: {
        UNSET: "Not set: the default applies.",
        RUN_TIME: "Only while the component runs.",
        BUILD_TIME: "Only while it is built.",
        RUN_AND_BUILD_TIME: "Both while it is built and while it runs.",
      },
      aliases: {
        RUN_AND_BUILD: "RUN_AND_BUILD_TIME",
        "BUILD_TIME RUN_TIME": "RUN_AND_BUILD_TIME",
        RUN: "RUN_TIME",
        BUILD: "BUILD_TIME",
      },
    }),
    type: z.enum(["GENERAL", "SECRET"]).register(doc, {
      description: "Whether the value is a secret.",
      default: "GENERAL",
      values: {
        GENERAL: "Kept and shown as plain text.",
        SECRET: "Encrypted, and shown as `EV[…]` from then on.",
      },
      aliases: { PLAIN: "GENERAL", ENCRYPTED: "SECRET" },
    }),
  })
  .partial()
  .required({ key: true })
  .register(doc, { id: "env", kind: "an environment variable", description: "One environment variable." });

/** What other tools call such a list. */
const OTHER_NAMES = [
  "env",
  "environment",
  "environments",
  "environment_variables",
  "env_vars",
  "variables",
  "vars",
];

/** Environment variables of a component. */
export const envs = z.array(env).register(doc, {
  description: "Environment variables of this component. They win over those of the app.",
  docs: page("how-to/use-environment-variables"),
  alsoWritten: OTHER_NAMES,
});

export const appEnvs = z.array(env).register(doc, {
  description: "Environment variables of all components. One of a component with the same key wins.",
  docs: page("how-to/use-environment-variables"),
  alsoWritten: OTHER_NAMES,
});
