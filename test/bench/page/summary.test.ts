import { expect, test } from 'vitest'
import { figureTable } from './summary.ts'

const FRAMES = { name: 'frames', unit: '/s', target: { atLeast: 55 } } as const
const READY = { name: 'ready', unit: 'ms', target: { below: 1_000 } } as const

test.each([
  [FRAMES, [60, 10, 55], '55.0 /s', '10.0 – 60.0', 'met'],
  [FRAMES, [60, 10, 54.9], '54.9 /s', '10.0 – 60.0', 'missed'],
  [READY, [999, 5_000, 1], '999 ms', '1 – 5000', 'met'],
  [READY, [1_000, 5_000, 1], '1000 ms', '1 – 5000', 'missed'],
] as const)('the median of %o over %j is held against its target', (figure, values, median, range, verdict) => {
  const line = figureTable([{ figure, values }])
    .split('\n')
    .find((each) => each.includes(figure.name))!
  const cells = line.split('│').map((cell) => cell.trim())
  expect(cells.slice(1, 6)).toEqual([figure.name, median, range, expect.any(String), verdict])
})
