import { defineConfig } from "vitest/config";

// `source`: the packages' TypeScript is tested as it is, without a build in between. What must be tested as it
// ships (the bundled action) is built by `npm run build`, which `npm test` runs first.
export default defineConfig({
  ssr: { resolve: { conditions: ["source"] } },
  resolve: { conditions: ["source"] },
  test: {
    include: ["packages/*/src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: ["**/node_modules/**", "test/editor/**"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
