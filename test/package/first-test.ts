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

/** The pages whose code a user of the test kit pastes. */
export const TEST_PAGES = [
  'README.md',
  'docs/guides/test-your-handler.md',
  'docs/reference/testing.md',
  'docs/reference/fast-check.md',
]

/** The TypeScript of a page, in files: of one name the last one counts, as on the page. What shows a file of this repository is left out. */
export function codeOf(path: string): { readonly name: string; readonly text: string }[] {
  const { blocks } = pages().find((page) => page.path === path)!
  return blocks.flatMap(({ language, fileName, line, lines }) =>
    language !== 'ts' || lines[0]!.startsWith('// test/')
      ? []
      : [{ name: fileName ?? `line-${line}.ts`, text: `${lines.join('\n')}\nexport {}\n` }],
  )
}
