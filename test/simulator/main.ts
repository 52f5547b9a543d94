import { HELP, readOptions, UsageError } from "./options.ts";
import { startSimulator } from "./simulator.ts";

try {
  const options = readOptions(process.argv.slice(2));
  if (options === "help") console.log(HELP);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = error instanceof UsageError ? 2 : 1;
}

async function run(options: Exclude<ReturnType<typeof readOptions>, "help">): Promise<void> {
  const simulator = await startSimulator(options);
  // Clients read the first line that begins with a brace; nothing else is printed before it.
  console.log(JSON.stringify({ url: simulator.url, token: simulator.token }));
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void simulator.close());
}
