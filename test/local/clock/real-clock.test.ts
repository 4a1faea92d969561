import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { RealClock } from '../../../src/local/clock/real-clock.ts'
import { ManualTimers } from './manual-timers.ts'
import { MovedList } from './moved-list.ts'

function started(options: { speed?: number; nowMs?: number } = {}, ...due: number[]) {
  const timers = new ManualTimers()
  const clock = new RealClock({ startMs: 1_000_000, timers, ...options })
  const world = new MovedList(...due)
  clock.add(world)
  return { timers, clock, world }
}

describe('a real clock', () => {
  it('does what is due when it is due, and sets one timer for it', async () => {
    const { timers, world } = started({}, 1_000, 60_000)
    await timers.advance(999)
    expect(world.doneMs).toEqual([])
    expect(timers.size).toBe(1)
    await timers.advance(1_000)
    expect(world.doneMs).toEqual([1_000])
    await timers.advance(60_000)
    expect(world.doneMs).toEqual([1_000, 60_000])
    expect(timers.size).toBe(0)
  })

  it('tells of what a world throws, and moves the others on', async () => {
    const timers = new ManualTimers()
    const failures: unknown[] = []
    const clock = new RealClock({ startMs: 0, timers, onFailure: (error) => failures.push(error) })
    const [broken, sound] = [new MovedList(1_000), new MovedList(1_000, 2_000)]
    clock.add(broken)
    clock.add(sound)
    broken.advance = () => {
      broken.approach(1_001)
      throw new Error('oh')
    }
    await timers.advance(1_000)
    expect([failures, sound.doneMs]).toEqual([[new Error('oh')], [1_000]])
    await timers.advance(2_000)
    expect(sound.doneMs).toEqual([1_000, 2_000])
  })

  it('runs as much faster as its speed says', async () => {
    const { timers, clock, world } = started({ speed: 60 }, 60_000)
    await timers.advance(1_000)
    expect(world.doneMs).toEqual([60_000])
    expect(clock.nowMs).toBe(60_000)
  })

  it('goes on from where it is told that it stands', async () => {
    const { timers, clock, world } = started({ nowMs: 5_000 }, 4_000, 6_000)
    expect(world.doneMs).toEqual([4_000])
    await timers.advance(1_000)
    expect(world.doneMs).toEqual([4_000, 6_000])
    expect(clock.nowMs).toBe(6_000)
  })

  it('waits for what is further away than a timer can be set for', async () => {
    const far = 3 * 2 ** 31
    const { timers, world } = started({}, far)
    await timers.advance(far - 1)
    expect(world.doneMs).toEqual([])
    await timers.advance(far)
    expect(world.doneMs).toEqual([far])
  })

  it('lets what was due before something from outside happen before it', () => {
    const { timers, clock, world } = started({}, 1_000, 2_000)
    timers.oversleep(1_500)
    const seen = clock.enter(world, () => [...world.doneMs])
    expect(seen).toEqual([1_000])
    expect(world.nowMs).toBe(1_500)
  })

  it('wakes for what becomes due by something from outside', async () => {
    const { timers, clock, world } = started()
    clock.enter(world, () => world.add(30))
    await timers.advance(30)
    expect(world.doneMs).toEqual([30])
  })

  it('moves on after something from outside that failed', async () => {
    const { timers, clock, world } = started()
    const fail = () => {
      world.add(10)
      throw new Error('refused')
    }
    expect(() => clock.enter(world, fail)).toThrow('refused')
    await timers.advance(10)
    expect(world.doneMs).toEqual([10])
  })

  it('settles when everything has ended', async () => {
    const { timers, clock } = started({}, 100)
    let isSettled = false
    const settled = clock.settle().then(() => {
      isSettled = true
    })
    await timers.advance(99)
    expect(isSettled).toBe(false)
    await timers.advance(100)
    await settled
  })

  it('settles no sooner than what is underway has ended', async () => {
    const { clock, world } = started()
    const delivery = Promise.withResolvers<void>()
    world.running = delivery.promise
    let isSettled = false
    const settled = clock.settle().then(() => {
      isSettled = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isSettled).toBe(false)
    world.running = undefined
    delivery.resolve()
    await settled
  })

  it('goes on evenly when the machine’s clock is set', () => {
    const clock = new RealClock({ startMs: 0, speed: 1 })
    const before = clock.nowMs
    vi.useFakeTimers({ toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    for (const jumpMs of [3_600_000, -7_200_000]) {
      vi.setSystemTime(Date.now() + jumpMs)
      expect(clock.nowMs).toBeGreaterThanOrEqual(before)
      expect(clock.nowMs - before).toBeLessThan(60_000)
    }
  })

  it('cannot be moved', async () => {
    await expect(started().clock.advance(1)).rejects.toThrow('moves by itself')
  })

  it('does nothing after it has stopped', async () => {
    const { timers, clock, world } = started({}, 100)
    clock.stop()
    await timers.advance(1_000)
    expect(world.doneMs).toEqual([])
  })

  it.each([0, -1, 1_000_001, Number.NaN, Number.POSITIVE_INFINITY])('refuses a speed of %s', (speed) => {
    expect(() => started({ speed })).toThrow(`speed: expected a number above 0, up to 1000000, got ${speed}`)
  })
})
