import { defineConfig } from 'vitest/config'

/** The tests that hold the rules, for the mutation run: quick ones, without processes or theory. */
export default defineConfig({
  test: {
    include: [
      'test/rules/**/*.test.ts',
      'test/property/rules.test.ts',
      'test/control-plane/**/*.test.ts',
      'test/reference/**/*.test.ts',
      'test/conformance/**/*.test.ts',
    ],
    testTimeout: 60_000,
  },
})
