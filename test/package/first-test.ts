import { pages } from '../markdown.ts'

/** The first test that the README shows. */
export const SHOWN = pages()
  .find(({ path }) => path === 'README.md')!
  .blocks.find(({ fileName }) => fileName === 'charge.test.ts')!
  .lines.join('\n')

/** The same for node's own runner, with the plain assertions. */
export const PLAIN = SHOWN.replace("import 'asyncinvoke/vitest'\n", '')
  .replace(/import { .* } from 'vitest'/, "import { after as afterAll, it } from 'node:test'")
  .replace('import { harness,', 'import { assertDeadLettered, assertRetriedAfter, harness,')
  .replace(/expect\(event\)\.toHave(\w+)\(/g, 'assert$1(event, ')
  .replace(/expect\(event\)\.toBe(\w+)\(/g, 'assert$1(event, ')

/** The same test of a function that is not retried. */
export const broken = (test: string) => test.replace('MaximumRetryAttempts: 2', 'MaximumRetryAttempts: 0')

/** What a broken rule shows: a sentence, and the timeline of the event. */
export const RED = [
  'expected the event to be retried after 1m and 2m, it was not retried',
  /event 1 · charge · dropped/,
  /00:00:00\.000\s+┬ attempt 1/,
  /✗ .*retries/,
]
