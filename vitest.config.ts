import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

// Each process and thread that a test starts finds compiled what another has compiled: a tenth less to do.
process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'node-compile-cache')

const EVERY = 'test/**/*.test.ts'
/**
 * Tests of what is there when all is put together, as users meet it: in browsers, over machines, by AWS's own clients, as a
 * package, and whatever the docs show. Each takes seconds: `npm test` leaves them to `npm run test:end-to-end`.
 */
const END_TO_END = [
  ...['test/docs.test.ts', 'test/examples.test.ts', 'test/cli/worker.test.ts', 'test/report/html/browser.test.ts'],
  ...['test/playground/browser', 'test/experiment/redis', 'test/package'].map((folder) => `${folder}/**/*.test.ts`),
  ...['aws-cli', 'boto3', 'sdk', 'terraform'].map((client) => `test/local/api/${client}.test.ts`),
]
/** Tests that call the command line in their process, for much that it simulates. */
const COMMANDS = ['test/cli/**/*.test.ts']
/** Folders whose tests share a process, file after file: what they call keeps nothing and changes nothing outside itself. */
const PURE = [
  ...['rules', 'kernel', 'notation', 'engine', 'measure', 'models', 'scenario', 'experiment', 'report'],
  ...['property', 'theory', 'reference', 'validation'],
].map((folder) => `test/${folder}/**/*.test.ts`)

/**
 * The code under test is run as it is and not as Vite rewrites it: where that imports something it is slower by a quarter. In
 * all projects alike: what is run both ways is there twice, and its classes are two. Vite alone knows how to glob.
 */
const CODE = `${import.meta.dirname}/src/`.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
const GLOBBED = 'playground/lessons/lessons\\.ts'

export default defineConfig({
  test: {
    // Every processor: many tests wait for processes of their own, and the default leaves one of two idle.
    maxWorkers: '100%',
    testTimeout: 60_000,
    server: { deps: { external: [new RegExp(`${CODE}(?!${GLOBBED}).*[.]ts`)] } },
    // In the order of their names: small files come last and keep every processor busy to the end.
    projects: [
      { extends: true, test: { name: 'commands', include: COMMANDS, exclude: END_TO_END } },
      { extends: true, test: { name: 'end-to-end', include: END_TO_END } },
      { extends: true, test: { name: 'others', include: [EVERY], exclude: [...END_TO_END, ...COMMANDS, ...PURE] } },
      { extends: true, test: { name: 'pure', include: PURE, exclude: END_TO_END, isolate: false } },
    ],
  },
})
