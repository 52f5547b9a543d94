import { defineConfig } from "vitest/config";

// `source`: the packages' TypeScript is tested as it is, without a build in between. What must be tested as it
// ships (the bundled action) is built by `npm run build`, which `npm test` runs first.
export default defineConfig({
  ssr: { resolve: { conditions: ["source"] } },
  resolve: { conditions: ["source"] },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/editor/**"],
    // Acceptance tests wait for child processes most of their time: more of them at once than there are cores.
    maxWorkers: 6,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
});
