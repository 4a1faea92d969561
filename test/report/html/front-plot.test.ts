import { expect, test } from 'vitest'
import { type FrontPoint, frontPlot } from '../../../src/report/html/front-plot.ts'

const estimate = (mean: number) => ({ mean, low: mean, high: mean, halfWidth: 0 })

function drawn(points: readonly Partial<FrontPoint>[], up = 'loss'): string {
  const whole = points.map((point, place) => ({
    across: estimate(1 + place),
    up: estimate(9 - place),
    name: `slots=${place}`,
    standing: 'front' as const,
    note: '',
    fails: false,
    ...point,
  }))
  const axes = {
    across: { label: 'cost', notation: 'money' as const },
    up: { label: up, notation: 'count' as const },
  }
  return frontPlot({ points: whole, noun: 'setting', ...axes, failing: 'the requirement does not hold' }).text
}

test('a name that is longer than its axis is cut in the middle, in the picture and nowhere else', () => {
  const name = `${'x'.repeat(64)}.eventAge.p99`
  const text = drawn([{}, {}], name)
  const [, shown = ''] = /<text x="4"[^>]*>([^<]*)</.exec(text) ?? []
  expect(shown).toMatch(/^x+….*\.eventAge\.p99$/)
  expect(shown.length).toBeLessThanOrEqual(63)
  expect(text).toContain(`aria-label="${name} against cost: 2 settings, 2 on the front"`)
})

test('the key has each kind of mark that is there, by what a point is, and no sample has an empty title', () => {
  const text = drawn([{}, { standing: 'close' }, { standing: 'other' }, { standing: 'other', fails: true }])
  expect(text).toContain('close: its runs do not decide')
  expect(text).toContain('another setting')
  expect(text).toContain('the requirement does not hold')
  expect(text).not.toContain('<title></title>')
  expect(drawn([{}])).toContain(': 1 setting, 1 on the front')
  expect(drawn([{}])).not.toContain('another setting')
})
