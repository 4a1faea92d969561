import { describe, expect, it } from 'vitest'
import { EvenSample } from '../../src/measure/even-sample.ts'
import { FATES, type Fate, Fates } from '../../src/measure/fates.ts'
import { DEAD, World } from '../engine/world.ts'

/** Of 200 events the even ones fail, every tenth twice only; `g` keeps its failures, `f` throws them away. */
function fatesOf(fate: Fate | readonly Fate[], functionName?: string, fromMs?: number) {
  const fates = new Fates([fate].flat(), functionName, fromMs)
  const world = new World({
    observers: [fates],
    accountConcurrency: 1,
    run: ({ event, tries }) => ({
      ms: event,
      outcome: event % 2 === 0 && !(event % 10 === 0 && tries === 2) ? 'error' : 'success',
    }),
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f' })
      plane.functions.create({ FunctionName: 'g', DeadLetterConfig: { TargetArn: DEAD } })
      for (const FunctionName of ['f', 'g']) plane.eventInvokeConfigs.put({ FunctionName, MaximumRetryAttempts: 1 })
    },
  })
  for (let event = 1; event <= 200; event++) world.send(event * 1_000, event > 100 ? 'g' : 'f', { count: 1 })
  world.finish()
  return { fates, world }
}

describe('fates', () => {
  it('are counted, as many as the journal tells of', () => {
    const { fates, world } = fatesOf('dropped')
    const ends = world.told('finished')
    expect(fates.total).toBe(200)
    expect(fates.count('dropped')).toBe(ends.filter(({ condition }) => condition !== 'Success').length)
    expect(fates.count('RetriesExhausted')).toBe(80)
    expect(fates.count('Success')).toBe(120)
    expect(fates.count('discarded')).toBe(world.told('discarded').length)
    expect(fates.count('discarded')).toBe(40)
    expect(fates.count('retried')).toBe(ends.filter(({ attempts }) => attempts > 1).length)
    expect(fates.count('throttled')).toBe(new Set(world.told('throttled').map(({ event }) => event)).size)
    expect(fates.count('throttled')).toBeGreaterThan(0)
    expect(fates.count('slow')).toBe(2)
    expect(fates.count('ZeroReservedConcurrency')).toBe(0)
  })

  it('are counted for one function, or for events from some time on, where that is asked', () => {
    expect(fatesOf('dropped', 'g').fates).toMatchObject({ total: 100 })
    expect(fatesOf('dropped', 'g').fates.count('discarded')).toBe(0)
    expect(fatesOf('dropped', undefined, 151_000).fates).toMatchObject({ total: 50 })
  })

  it.each(FATES)('give events that met them: %s', (fate) => {
    const { fates, world } = fatesOf(fate)
    const end = (event: number) => world.told('finished').find((entry) => entry.event === event)!
    const picked = fates.pick(fate, 5)
    expect(new Set(picked).size).toBe(picked.length)
    expect(picked.length).toBe(Math.min(5, fates.count(fate)))
    for (const event of picked) {
      if (fate === 'discarded') expect(world.told('discarded').map((entry) => entry.event)).toContain(event)
      else if (fate === 'throttled') expect(world.told('throttled').map((entry) => entry.event)).toContain(event)
      else if (fate === 'retried') expect(end(event).attempts).toBeGreaterThan(1)
      else if (fate === 'dropped') expect(end(event).condition).not.toBe('Success')
      else if (fate === 'slow') {
        const slower = world.told('finished').filter(({ ageMs }) => ageMs > end(event).ageMs)
        expect(slower.length).toBeLessThan(2)
      } else expect(end(event).condition).toBe(fate)
    }
  })

  it('give the median by attempts, then by age', () => {
    const { fates, world } = fatesOf('RetriesExhausted')
    const ages = world
      .told('finished')
      .filter(({ condition }) => condition === 'RetriesExhausted')
      .toSorted((a, b) => a.attempts - b.attempts || a.ageMs - b.ageMs || a.event - b.event)
    expect(fates.pick('RetriesExhausted', 1)).toEqual([ages[40]!.event])
    expect(fates.pick('RetriesExhausted', 2)).toEqual([ages[20]!.event, ages[60]!.event])
  })

  it('give the same events for several fates at once as for each alone, and none of others', () => {
    const { fates } = fatesOf(FATES)
    for (const fate of FATES) expect(fates.pick(fate, 3)).toEqual(fatesOf(fate).fates.pick(fate, 3))
    expect(fatesOf('dropped').fates.pick('Success', 3)).toEqual([])
  })
})

describe('an even sample', () => {
  const filled = (count: number) => {
    const sample = new EvenSample(8)
    for (let number = 0; number < count; number++) sample.add({ number, steps: number * 2, ageMs: number / 2 })
    return sample.events()
  }

  it('holds all events until it is full', () => {
    expect(filled(8).map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it.each([
    [9, 2],
    [16, 2],
    [17, 4],
    [1_000, 128],
  ])('of %d events it holds one in %d, whole and in order', (count, stride) => {
    const events = filled(count)
    expect(events.map(({ number }) => number)).toEqual(
      Array.from({ length: Math.ceil(count / stride) }, (_, place) => place * stride),
    )
    expect(events.every(({ number, steps, ageMs }) => steps === number * 2 && ageMs === number / 2)).toBe(true)
  })
})
