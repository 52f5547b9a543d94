// npm run bench -- validate, and the like
/** Each prints its figures and says whether they hold. */
const BENCHES: Readonly<Record<string, () => Promise<boolean>>> = {
  validate: async () => (await import("./validate.ts")).run(),
  complete: async () => (await import("./complete.ts")).run(),
  clients: async () => (await import("./clients.ts")).run(),
  logs: async () => (await import("./logs.ts")).run(),
  deploy: async () => (await import("./deploy.ts")).run(),
  hover: async () => (await import("./hover.ts")).run(),
  activation: async () => (await import("./activation.ts")).run(),
  startup: async () => (await import("./startup.ts")).run(),
  watch: async () => (await import("./watch.ts")).run(),
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in BENCHES));
if (names.length === 0 || unknown !== undefined) {
  console.error(
    `Name what to measure: ${Object.keys(BENCHES)
      .map((name) => `npm run bench -- ${name}`)
      .join(", ")}`,
  );
  process.exit(2);
}
for (const name of names) if (!(await BENCHES[name]?.())) process.exitCode = 1;
