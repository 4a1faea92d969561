import { expect, test } from 'vitest'
import { Callers } from '../../src/local/callers.ts'

test('a call that finds nothing any more is answered with 404 and what was not found', async () => {
  const callers = new Callers((name, qualifier) => `arn:${name}:${qualifier}`)
  const target = { function: { name: 'f' }, qualifier: 'live' } as never
  callers.attach({ events: { number: () => -1 } } as never)
  const answer = callers.answer(() => {
    callers.calls.called(0, target)
    callers.calls.missed(0, target)
  })
  await expect(answer).rejects.toMatchObject({
    status: 404,
    code: 'ResourceNotFoundException',
    message: 'Function not found: arn:f:live',
  })
})
