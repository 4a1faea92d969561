import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageOf } from '../../src/rules/page.ts'
import { ServiceError } from '../../src/rules/service-error.ts'

const key = (item: string) => item

function pages(items: readonly string[], MaxItems: number | undefined): string[][] {
  const seen: string[][] = []
  let Marker: string | undefined
  do {
    const page = pageOf(items, { MaxItems, Marker }, key)
    seen.push([...page.items])
    Marker = page.NextMarker ?? undefined
  } while (Marker !== undefined)
  return seen
}

test('pages hold every item once, in order, and as many as were asked for', () => {
  const items = fc.uniqueArray(fc.stringMatching(/^[a-z ]{1,6}$/), { maxLength: 120 }).map((each) => each.sort())
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 70 }), (all, MaxItems) => {
      const seen = pages(all, MaxItems)
      expect(seen.flat()).toEqual(all)
      for (const page of seen.slice(0, -1)) expect(page).toHaveLength(Math.min(MaxItems, 50))
    }),
    { seed: 7, numRuns: 200 },
  )
})

test('a page has 50 items where nobody says', () => {
  const items = Array.from({ length: 51 }, (_, index) => String(index).padStart(3, '0'))
  expect(pages(items, undefined).map((page) => page.length)).toEqual([50, 1])
})

test('the next page begins behind the last item, also where that is gone', () => {
  const { NextMarker } = pageOf(['a', 'b', 'c'], { MaxItems: 2 }, key)
  expect(pageOf(['a', 'bb', 'c'], { Marker: NextMarker! }, key).items).toEqual(['bb', 'c'])
})

test.each(['', 'x', btoa('x'), 'ä'])('a marker that no page has given is refused: %j', (Marker) => {
  expect(() => pageOf(['a'], { Marker }, key)).toThrow(ServiceError)
})
