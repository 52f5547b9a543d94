import { DEPLOY } from "./deploy.ts";
import type { Journey } from "./journey.ts";

/** In the order in which a new user makes them. */
export const JOURNEYS: readonly Journey[] = [DEPLOY];
