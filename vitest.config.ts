import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Every processor: many tests wait for processes of their own, and the default leaves one of two idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
  },
})
