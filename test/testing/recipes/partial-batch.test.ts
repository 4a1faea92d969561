import { expect, it } from 'vitest'
import { checkIdempotent } from '../../../src/testing/fast-check.ts'
import { harness } from '../../../src/testing/index.ts'

/**
 * Sends the lines of a batch. Notes each line that is sent, as a table would, and fails in the end if one was not: then a retry
 * sends only that.
 */
function batchSender(refused: () => boolean = () => false) {
  const sent: string[] = []
  const done = new Set<string>()
  const handler = async ({ lines }: { lines: string[] }) => {
    const failures: Error[] = []
    for (const line of lines) {
      if (done.has(line)) continue
      if (line === 'b' && refused()) {
        failures.push(new Error(`${line} was refused`))
        continue
      }
      done.add(line)
      sent.push(line)
    }
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${lines.length} failed`)
  }
  return { handler, sent, effects: () => sent.toSorted() }
}

it('sends the lines that went well once, and the one that did not when it can', async () => {
  let refusals = 2
  const { handler, sent } = batchSender(() => refusals-- > 0)
  const lambda = harness({ functions: { send: handler } })
  const event = await lambda.invoke('send', { lines: ['a', 'b', 'c'] })
  await lambda.settled(event)

  expect(sent).toEqual(['a', 'c', 'b'])
  expect(event.attempts.map(({ outcome }) => outcome)).toEqual(['error', 'error', 'success'])
  lambda.stop()
})

it('sends no line twice, whatever goes wrong', async () => {
  await checkIdempotent(() => batchSender(), { payload: { lines: ['a', 'b', 'c'] }, seed: 1 })
})
