import { describe, expect, test } from 'vitest'
import { eventsOf, timesOf } from '../arriving.ts'

describe('batches', () => {
  test('come whole at their times', async () => {
    const times = await timesOf('{ batch: { size: 5000, at: [2h, 1h] } }', { runLength: '3h' })
    expect(times).toEqual([...Array(5_000).fill(3_600_000), ...Array(5_000).fill(7_200_000)])
  })

  test('come again and again, the first at from', async () => {
    const batch = '{ batch: { size: 2, every: 20m }, from: 5m, until: 45m }'
    expect(await timesOf(batch)).toEqual([300_000, 300_000, 1_500_000, 1_500_000])
    expect(await timesOf('{ batch: { size: 1, every: 100ms } }', { runLength: '1h' })).toHaveLength(36_000)
  })

  test('are spread evenly over a time', async () => {
    const batch = '{ batch: { size: 4, every: 10s, over: 10s } }'
    expect(await timesOf(batch, { runLength: '12s' })).toEqual([0, 2_500, 5_000, 7_500, 10_000])
    const once = '{ batch: { size: 4, at: [1s], over: 2s } }'
    expect(await timesOf(once, { runLength: '2s' })).toEqual([1_000, 1_500])
  })

  test('come even at the very end of the run', async () => {
    expect(await timesOf('{ batch: { size: 3, at: [1h] } }')).toEqual([3_600_000, 3_600_000, 3_600_000])
    expect(await timesOf('{ batch: { size: 3, at: [30m, 40m, 1h] }, from: 35m, until: 50m }')).toEqual(
      Array(3).fill(2_400_000),
    )
  })

  test('keep their names when the window ends earlier', async () => {
    const batch = (until: string) => eventsOf(`{ batch: { size: 7, every: 1m, over: 30s }, until: ${until} }`)
    const [whole, part] = await Promise.all([batch('30m'), batch('625s')])
    expect(part).toEqual(whole.filter(({ atMs }) => atMs < 625_000))
    expect(part.length % 7).toBeGreaterThan(0)
  })
})
