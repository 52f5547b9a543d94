import * as z from "zod";
import { doc } from "./doc.ts";

/** The name of an app, a component or a database. Each place says itself among which others it must be unique. */
export function name(description: string): z.ZodString {
  return z
    .string()
    .min(2)
    .max(32)
    .regex(/^[a-z][a-z0-9-]{0,30}[a-z0-9]$/)
    .register(doc, { description, spelling: "name", rules: { pattern: "name-pattern" } });
}

/** The name of a component or a database: they share one namespace. */
export function componentName(description: string): z.ZodString {
  return name(`${description} Unique among all components and databases of the app.`);
}
