import { expect, test } from 'vitest'
import { revisionId } from '../../src/rules/revision-id.ts'

test('is a UUID, the same for the same history and another for another', () => {
  const ids = ['f', 'g'].flatMap((name) =>
    Array.from({ length: 5_000 }, (_, revision) => revisionId(name, '', revision, 1_789_400_786_443)),
  )
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  expect(revisionId('f', '', 0, 1_789_400_786_443)).toBe(ids[0])
})
