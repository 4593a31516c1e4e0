import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/given/dashboard.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Real engines and a real browser share two cores: more workers only make them wait for each other.
    maxWorkers: 2,
  },
})
