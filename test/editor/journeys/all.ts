import { APPS } from "./apps.ts";
import { CONSOLE } from "./console.ts";
import { DEPLOY } from "./deploy.ts";
import { FAIL } from "./fail.ts";
import { CREATE_SPEC, FIRST_PRICE, SAVE_LIVE_SPEC } from "./first-spec.ts";
import type { Journey } from "./journey.ts";
import { LOGS } from "./logs.ts";
import { PROPOSE } from "./propose.ts";
import { ROLL_BACK } from "./roll-back.ts";
import { KILLED, OUTAGE, READ_ONLY, REVOKED, SIGN_OUT } from "./trouble.ts";
import { UPDATE } from "./update.ts";
import { WEB } from "./web.ts";
import { WRITE } from "./write.ts";

/** In the order in which a new user makes them. */
export const JOURNEYS: readonly Journey[] = [
  CREATE_SPEC,
  FIRST_PRICE,
  SAVE_LIVE_SPEC,
  WRITE,
  WEB,
  DEPLOY,
  PROPOSE,
  UPDATE,
  FAIL,
  APPS,
  LOGS,
  CONSOLE,
  ROLL_BACK,
  READ_ONLY,
  REVOKED,
  OUTAGE,
  KILLED,
  SIGN_OUT,
];
