import { DEPLOY } from "./deploy.ts";
import type { Journey } from "./journey.ts";
import { WRITE } from "./write.ts";

/** In the order in which a new user makes them. */
export const JOURNEYS: readonly Journey[] = [WRITE, DEPLOY];
