import type { Route } from "../server/route.ts";
import { alertRoutes } from "./alerts.ts";
import { appRoutes } from "./apps.ts";
import { bandwidthRoutes } from "./bandwidth.ts";
import { catalogRoutes } from "./catalog.ts";
import { consoleRoutes } from "./console.ts";
import { deploymentRoutes } from "./deployments.ts";
import { eventRoutes } from "./events.ts";
import { instanceRoutes } from "./instances.ts";
import { jobRoutes } from "./jobs.ts";
import { logRoutes } from "./logs.ts";
import { rollbackRoutes } from "./rollback.ts";

/** The 38 operations of the API reference. Fixed paths stand before those with an id in the same place. */
export const ROUTES: readonly Route[] = [
  ...catalogRoutes,
  ...appRoutes,
  ...deploymentRoutes,
  ...rollbackRoutes,
  ...logRoutes,
  ...consoleRoutes,
  ...instanceRoutes,
  ...alertRoutes,
  ...eventRoutes,
  ...jobRoutes,
  ...bandwidthRoutes,
];
