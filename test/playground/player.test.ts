import { describe, expect, it } from 'vitest'
import { Player } from '../../src/playground/playback/player.ts'
import type { Place } from '../../src/playground/setup/link.ts'
import { scenarioOf } from '../../src/playground/setup/setup.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { SCENARIO } from './turns.ts'

const START: Place = { scenario: SCENARIO, turns: [], atMs: 0, speed: 10 }

/** A player with a real time of its own, which each frame moves on by 16 ms. */
async function watched(place: Partial<Place> = {}) {
  let realMs = 0
  const player = await Player.open({ ...START, ...place }, () => realMs)
  const frames = (count: number) => {
    for (let frame = 0; frame < count; frame++) {
      player.frame()
      realMs += 16
    }
  }
  const settle = () => {
    for (let frame = 0; frame < 10_000 && player.isSeeking; frame++) frames(1)
  }
  return { player, frames, settle }
}

describe('a player', () => {
  it('moves the clock by its speed, and stands still when it is paused', async () => {
    const { player, frames } = await watched()
    frames(10)
    expect(player.playback.nowMs).toBe(0)
    player.play()
    frames(101)
    expect(player.playback.nowMs).toBeCloseTo(101 * 16 * 10, 6)
    player.pause()
    frames(10)
    expect(player.playback.nowMs).toBeCloseTo(101 * 16 * 10, 6)
  })

  it('stops at the end, with the same ends as a run without anybody watching', async () => {
    const { player, frames } = await watched({ speed: 10_000 })
    player.play()
    frames(1_000)
    expect([player.isPlaying, player.playback.isOver]).toEqual([false, true])
    const { total } = await simulate(SCENARIO)
    expect(player.playback.simulation.result().total).toMatchObject({
      received: total.received,
      attempts: total.attempts,
      dropped: total.dropped,
      completion: total.completion,
    })
  })

  it('steps from one moment at which something happens to the next', async () => {
    const { player } = await watched()
    const moments: number[] = []
    for (let step = 0; step < 4; step++) {
      const { nextMs } = player.playback
      player.step()
      expect(player.playback.nowMs).toBe(nextMs)
      moments.push(nextMs)
    }
    expect(moments).toEqual(moments.toSorted((a, b) => a - b))
    expect(new Set(moments).size).toBe(4)
  })

  it('goes back, and comes to the same again', async () => {
    const { player, settle } = await watched()
    await player.seek(400_000)
    settle()
    const before = player.playback.log.latest
    expect(player.playback.nowMs).toBe(400_000)
    await player.seek(100_000)
    settle()
    expect(player.playback.nowMs).toBe(100_000)
    await player.seek(400_000)
    settle()
    expect(player.playback.log.latest).toEqual(before)
  })

  it('lets what is turned hold from now on, as the scenario that its place stands for', async () => {
    const { player, settle } = await watched()
    await player.seek(200_000)
    settle()
    await player.turn({ function: 'charge', knob: 'errors', value: 0 })
    await player.toggleOutage('mail')
    await player.turn({ function: 'charge', knob: 'errors', value: 1 })
    settle()
    expect(player.playback.nowMs).toBe(200_000)
    expect(player.here.turns).toEqual([
      { atMs: 200_001, function: 'mail', knob: 'outage', value: true },
      { atMs: 200_001, function: 'charge', knob: 'errors', value: 1 },
    ])
    await player.seek(100_000_000)
    settle()
    const { total } = await simulate(scenarioOf(player.here))
    expect(player.playback.simulation.result().total).toMatchObject({
      received: total.received,
      dropped: total.dropped,
      attempts: total.attempts,
    })
    await player.restart()
    settle()
    expect([player.here.turns, player.playback.nowMs]).toEqual([[], 0])
  })

  it('takes back one of the things that were done, and keeps the others', async () => {
    const { player, settle } = await watched()
    await player.turn({ function: 'charge', knob: 'retries', value: 0 }, { function: 'mail', knob: 'age', value: 60 })
    await player.seek(60_000)
    settle()
    await player.turn({ function: 'charge', knob: 'send', value: 1 })
    const [retries, age, send] = player.here.turns
    expect([retries, age, send]).toMatchObject([{ knob: 'retries' }, { knob: 'age' }, { knob: 'send' }])
    await player.undo(age!)
    settle()
    expect(player.here.turns).toEqual([retries, send])
    expect(player.playback.setup.turns).toEqual([retries, send])
    expect(player.playback.nowMs).toBe(60_000)
  })

  it('does several things at once or none of them', async () => {
    const { player } = await watched()
    const good = { function: 'mail', knob: 'retries', value: 0 } as const
    const bad = { function: 'charge', knob: 'config', value: { MaximumRetryAttempts: 7 } } as const
    await expect(player.turn(good, bad)).rejects.toThrow('less than or equal to 2')
    expect(player.here.turns).toEqual([])
  })

  it('keeps the timeline of the event that is chosen, from its acceptance on', async () => {
    const { player, settle } = await watched()
    await player.seek(300_000)
    settle()
    expect(player.playback.timeline).toBeUndefined()
    await player.choose(3)
    settle()
    expect([player.playback.nowMs, player.here.event]).toEqual([300_000, 3])
    expect(player.playback.timeline).toMatchObject({ event: 3 })
    expect(player.playback.timeline!.steps[0]!.kind).toBe('accepted')
  })

  it('changes nothing where a turn would make no scenario', async () => {
    const { player } = await watched()
    const bad = { function: 'charge', knob: 'config', value: { MaximumRetryAttempts: 7 } } as const
    await expect(player.turn(bad)).rejects.toThrow('less than or equal to 2')
    expect([player.here.turns, player.isSeeking]).toEqual([[], false])
  })

  it('does one after the other what is asked for at once, and loses none of it', async () => {
    const { player, settle } = await watched()
    const retries = { function: 'charge', knob: 'retries', value: 0 } as const
    const age = { function: 'mail', knob: 'age', value: 60 } as const
    await Promise.all([player.turn(retries), player.turn(age), player.choose(3), player.seek(50_000)])
    await Promise.all([player.toggleOutage('mail'), player.toggleOutage('mail'), player.reseed(9)])
    settle()
    expect(player.here).toMatchObject({ event: 3, seed: 9, atMs: 50_000 })
    expect(player.here.turns).toEqual([
      { ...retries, atMs: 0 },
      { ...age, atMs: 0 },
      { atMs: 50_001, function: 'mail', knob: 'outage', value: false },
    ])
    expect(player.playback.setup).toMatchObject({ turns: player.here.turns, seed: 9 })
    expect([player.playback.nowMs, player.playback.event]).toEqual([50_000, 3])
  })

  it('does what can be done beside what cannot', async () => {
    const { player } = await watched()
    const good = { function: 'mail', knob: 'retries', value: 0 } as const
    const bad = { function: 'charge', knob: 'config', value: { MaximumRetryAttempts: 7 } } as const
    const settled = await Promise.allSettled([player.turn(good), player.turn(bad), player.choose(2)])
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(player.here).toMatchObject({ turns: [{ ...good, atMs: 0 }], event: 2 })
  })

  it('goes to the last of the times that are asked for while it is on its way, and turns where it was asked to', async () => {
    const { player, settle } = await watched()
    await player.seek(300_000)
    settle()
    await Promise.all([100_000, 90_000, 80_000].map((atMs) => player.seek(atMs)))
    settle()
    expect(player.playback.nowMs).toBe(80_000)
    const turn = { function: 'mail', knob: 'retries', value: 0 } as const
    await Promise.all([player.seek(40_000), player.turn(turn), player.seek(200_000)])
    settle()
    expect([player.playback.nowMs, player.here.turns]).toEqual([200_000, [{ ...turn, atMs: 40_001 }]])
  })

  it('refuses to turn a function that the scenario does not have', async () => {
    const { player } = await watched()
    await expect(player.turn({ function: 'chrage', knob: 'retries', value: 0 })).rejects.toThrow(
      'retries: expected a function of the scenario, got "chrage"; did you mean "charge"?',
    )
    expect([player.here.turns, player.isSeeking]).toEqual([[], false])
  })
})
