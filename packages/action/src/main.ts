import { runAction } from "./action.ts";
import { thisJob } from "./job.ts";

const job = thisJob();
runAction(job).catch((error: unknown) => job.fail(error instanceof Error ? error.message : String(error)));
