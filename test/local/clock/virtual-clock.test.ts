import { describe, expect, it } from 'vitest'
import { VirtualClock } from '../../../src/local/clock/virtual-clock.ts'
import { MovedList } from './moved-list.ts'

function started(...due: number[]) {
  const clock = new VirtualClock(1_000_000)
  const world = new MovedList(...due)
  clock.add(world)
  return { clock, world }
}

describe('a virtual clock', () => {
  it('stands still until somebody moves it, then goes from one due time to the next', async () => {
    const { clock, world } = started(1_000, 60_000)
    expect(clock.nowMs).toBe(0)
    await clock.advance(60_000)
    expect(world.done).toEqual([
      { dueMs: 1_000, atMs: 1_000 },
      { dueMs: 60_000, atMs: 60_000 },
    ])
    expect(clock.nowMs).toBe(60_000)
  })

  it('does not go past the time that was asked for', async () => {
    const { clock, world } = started(1_000, 60_000)
    await clock.advance(59_999)
    expect(world.doneMs).toEqual([1_000])
    expect(clock.nowMs).toBe(59_999)
  })

  it('waits at each instant for the code that runs then', async () => {
    const { clock, world } = started(1_000, 2_000)
    let end = () => {}
    world.running = new Promise((resolve) => {
      end = () => {
        world.running = undefined
        world.add(500)
        resolve()
      }
    })
    const moved = clock.advance(2_000)
    await new Promise(setImmediate)
    expect(world.doneMs).toEqual([])
    end()
    await moved
    expect(world.doneMs).toEqual([500, 1_000, 2_000])
  })

  it('goes as far as it must until every event has ended', async () => {
    const { clock, world } = started(1_000, 21_600_000)
    await clock.settle()
    expect(world.pending).toBe(0)
    expect(clock.nowMs).toBe(21_600_000)
  })

  it('makes one move after the other', async () => {
    const { clock } = started()
    await Promise.all([clock.advance(1_000), clock.advance(2_000), clock.settle()])
    expect(clock.nowMs).toBe(3_000)
  })

  it('that is stopped ends the move that is underway, makes none that was asked for, and stays where it is', async () => {
    const { clock, world } = started(1_000, 2_000)
    const running = Promise.withResolvers<void>()
    world.running = running.promise
    const moves = [clock.settle(), clock.advance(5_000)].map((move) => move.catch(({ name }: Error) => name))
    await new Promise(setImmediate)
    clock.stop()
    world.running = undefined
    running.resolve()
    expect(await Promise.all(moves)).toEqual(['ClockStoppedError', 'ClockStoppedError'])
    expect([clock.nowMs, world.doneMs]).toEqual([0, []])
  })

  it('that is stopped between two instants goes to none of the later ones', async () => {
    const { clock, world } = started(1_000, 2_000)
    const { advance } = world
    world.advance = (untilMs) => {
      advance.call(world, untilMs)
      if (untilMs === 1_000) clock.stop()
    }
    await expect(clock.settle()).rejects.toThrow('the clock has stopped')
    expect([clock.nowMs, world.doneMs]).toEqual([1_000, [1_000]])
  })

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('refuses to move by %s', async (byMs) => {
    await expect(started().clock.advance(byMs)).rejects.toThrow(`expected a time of 0 ms or more, got ${byMs}`)
  })
})
