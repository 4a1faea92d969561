import { describe, expect, it } from 'vitest'
import { Playback } from '../../src/playground/playback/playback.ts'
import type { Setup } from '../../src/playground/setup/setup.ts'
import { type StageMap, UPRIGHT_MAP, WIDE_MAP } from '../../src/playground/stage/map.ts'
import { endPlaces, MOST_DOTS, Troupe } from '../../src/playground/stage/troupe.ts'
import { retryLane } from '../../src/playground/stage/wait-scale.ts'
import { nameOf, neighbour } from '../../src/playground/stage/walk.ts'

const DEAD = 'arn:aws:sqs:us-east-1:123456789012:dead'

function setup(rate: string): Setup {
  const checkout = {
    reservedConcurrency: 5,
    timeout: '30s',
    deadLetterConfig: { TargetArn: DEAD },
    eventInvokeConfig: { MaximumEventAgeInSeconds: 300, DestinationConfig: { OnFailure: { Destination: DEAD } } },
    model: { duration: '4s', errors: { probability: 0.5 } },
    arrivals: [{ poisson: { rate } }],
  }
  return { scenario: { seed: 5, runLength: '5m', functions: { checkout } }, turns: [] }
}

/** Follows a run in frames of 100 ms of simulated time; tells what was seen at each. */
async function followed(map: StageMap, look: (troupe: Troupe, playback: Playback) => void, rate = '1/s') {
  const playback = await Playback.begin(setup(rate))
  const troupe = new Troupe(map)
  for (let frame = 0; frame < 4_000 && !playback.isOver; frame++) {
    playback.advance(frame * 250)
    troupe.follow(playback, 16, 5)
    look(troupe, playback)
  }
}

describe.each([
  ['wide', WIDE_MAP],
  ['upright', UPRIGHT_MAP],
])('the troupe on the %s map', (_, map) => {
  it('has every event in flight as a dot at its place, and none twice', async () => {
    let most = 0
    await followed(map, (troupe, { whereabouts }) => {
      most = Math.max(most, troupe.sprites.size)
      expect(troupe.sprites.size).toBe(whereabouts.size)
      for (const { event, spot } of troupe.sprites.values()) expect(spot).toBe(event.place)
    })
    expect(most).toBeGreaterThan(20)
  })

  it('gives each running attempt a slot of its own', async () => {
    await followed(map, (troupe) => {
      const cells = [...troupe.sprites.values()].filter(({ spot }) => spot === 'running').map(({ cell }) => cell)
      expect(new Set(cells).size).toBe(cells.length)
    })
  })

  it('keeps every dot on the map', async () => {
    const outside: unknown[] = []
    await followed(map, ({ sprites, lingering }) => {
      for (const { at } of [...sprites.values(), ...lingering])
        if (!(at.x >= 0 && at.x <= map.width && at.y >= 0 && at.y <= map.height)) outside.push(at)
    })
    expect(outside).toEqual([])
  })

  it('shows each end once, at each place that took something of it', async () => {
    const seen = new Map<number, Set<string>>()
    await followed(map, ({ lingering }) => {
      for (const { event, spot } of lingering) seen.set(event.number, (seen.get(event.number) ?? new Set()).add(spot))
    })
    const kinds = new Set([...seen.values()].map((spots) => [...spots].sort().join()))
    expect([...kinds].sort()).toEqual(['deadLetter,onFailure', 'succeeded'])
  })
})

describe('the troupe', () => {
  it('is a density where there are too many events for dots, with every one of them counted', async () => {
    let dense = 0
    const look = ({ density, sprites }: Troupe, { whereabouts }: Playback) => {
      if (whereabouts.size > MOST_DOTS) expect(density).toBeDefined()
      if (density) dense++
      if (density) expect(sprites.size).toBe(0)
    }
    await followed(WIDE_MAP, look, '20/s')
    expect(dense).toBeGreaterThan(100)
    const playback = await Playback.begin(setup('20/s'))
    playback.advance(200_000)
    const troupe = new Troupe(WIDE_MAP)
    troupe.follow(playback, 16, 5)
    const { queue, running, lanes } = troupe.density!
    const waiting = lanes.reduce((sum, lane) => sum + lane.reduce((all, count) => all + count), 0)
    expect(queue + running + waiting).toBe(playback.whereabouts.size)
  })

  it('is a density where more happens than an eye can follow, and dots again when the clock slows down', async () => {
    const playback = await Playback.begin(setup('1/s'))
    const troupe = new Troupe(WIDE_MAP)
    const isDense = (frameMs: number) => {
      playback.advance(playback.nowMs + frameMs)
      troupe.follow(playback, 16, 5)
      return troupe.density !== undefined
    }
    const slow = Array.from({ length: 50 }, () => isDense(50))
    const fast = Array.from({ length: 12 }, () => isDense(15_000))
    const slowAgain = Array.from({ length: 50 }, () => isDense(50))
    expect([slow.includes(true), fast.at(-1), slowAgain.at(-1)]).toEqual([false, true, false])
    // It changes once in each direction: nothing flickers.
    expect([...fast, ...slowAgain].filter((each, place, all) => each !== all[place - 1])).toHaveLength(3)
    expect(troupe.sprites.size).toBe(playback.whereabouts.size)
  })

  it('moves nothing but changes its place at once where motion is not wanted', async () => {
    const playback = await Playback.begin(setup('1/s'))
    const troupe = new Troupe(WIDE_MAP)
    troupe.isCalm = true
    for (let frame = 1; frame < 200; frame++) {
      playback.advance(frame * 250)
      troupe.follow(playback, 16, 5)
      for (const { spot, at } of troupe.sprites.values()) {
        const { x, y, width, height } = WIDE_MAP.boxes[spot]
        expect(at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height).toBe(true)
      }
    }
  })

  it('has everything where it belongs at once when another run is shown', async () => {
    const playback = await Playback.begin(setup('1/s'))
    playback.advance(100_000)
    const troupe = new Troupe(WIDE_MAP)
    troupe.follow(playback, 16, 5)
    const before = [...troupe.sprites.values()].map(({ at }) => at)
    troupe.follow(playback, 10_000, 5)
    expect([...troupe.sprites.values()].map(({ at }) => at)).toEqual(before)
    expect(troupe.lingering).toEqual([])
  })
})

describe('the waiting room after errors', () => {
  it('has a lane for each retry, however much jitter shortens the wait', async () => {
    const { scenario } = setup('1/s')
    const jitter = { functionError: [0.5, 1], throttle: [0.5, 1] }
    const playback = await Playback.begin({ scenario: { ...scenario, options: { jitter } } as never, turns: [] })
    const lanes = new Map<number, Set<number>>()
    for (let second = 1; second <= 300; second++) {
      playback.advance(second * 1_000)
      for (const event of playback.whereabouts.events)
        if (event.place === 'retryWait')
          lanes.set(event.attempts, (lanes.get(event.attempts) ?? new Set()).add(retryLane(event)))
    }
    expect(lanes).toEqual(
      new Map([
        [1, new Set([0])],
        [2, new Set([1])],
      ]),
    )
  })
})

describe('keys on the stage', () => {
  it('walk through the events in order and around, and each is named', async () => {
    const playback = await Playback.begin(setup('1/s'))
    expect(neighbour(playback.whereabouts, undefined, 1)).toBeUndefined()
    playback.advance(30_000)
    const { whereabouts } = playback
    const first = neighbour(whereabouts, undefined, 1)!
    const walked = [first]
    for (let next = neighbour(whereabouts, first, 1)!; next !== first; next = neighbour(whereabouts, next, 1)!)
      walked.push(next)
    expect(walked).toEqual(walked.toSorted((a, b) => a - b))
    expect(walked).toEqual(expect.arrayContaining([...whereabouts.events].map(({ number }) => number)))
    expect(neighbour(whereabouts, first, -1)).toBe(walked.at(-1))
    const names = walked.map((number) => nameOf(playback, number))
    expect(names.join('\n')).toMatch(/event \d+, running, age .*, 1 attempt/)
    expect(names.join('\n')).toMatch(/event \d+, waiting for a retry, .* left, age .*, 1 attempt/)
  })

  it('end where an event ended', () => {
    const event = { condition: 'RetriesExhausted', taken: [], discarded: true } as never
    expect(endPlaces(event)).toEqual(['discarded'])
  })
})
