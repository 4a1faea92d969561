import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FindFrontOptions, type FrontQuest, findFront, readFrontSearch } from '../../src/experiment/find-front.ts'
import type { FrontResult } from '../../src/experiment/front-result.ts'
import { searchFrontWith } from '../../src/experiment/front-search.ts'
import { readGrid } from '../../src/experiment/sweep.ts'
import { sweepWith } from '../../src/experiment/sweeping.ts'
import { Workers } from '../../src/experiment/workers.ts'
import { takeScenario } from '../../src/scenario/read.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { erlangB } from '../theory/formulas.ts'

const SLOTS = 'functions.station.reservedConcurrency'
const SERVICE = 'functions.station.model.duration.exponential.mean'
const MEMORY = 'functions.station.memory'
const AGE = 'functions.station.eventInvokeConfig.MaximumEventAgeInSeconds'
const SHARE = 'station.synchronous.throttledShare'

/** Calls that find a free slot or are refused: Erlang's loss system. */
function station(ratePerS: number, runs = 800): ScenarioInput {
  return {
    runLength: `${Math.ceil(30 + runs / ratePerS)}s`,
    warmUp: '30s',
    options: { scalingRate: 'off' },
    functions: {
      station: {
        timeout: '900s',
        reservedConcurrency: 1,
        model: { duration: { exponential: { mean: '1s' } } },
        arrivals: [{ invocation: 'RequestResponse', poisson: { rate: `${ratePerS}/s` } }],
      },
    },
  }
}

/** Events that are retried and age out. */
const BUSY: ScenarioInput = {
  seed: 5,
  runLength: '3m',
  functions: {
    station: {
      reservedConcurrency: 2,
      eventInvokeConfig: { MaximumRetryAttempts: 1, MaximumEventAgeInSeconds: 240 },
      model: { duration: { exponential: { mean: '900ms' } }, errors: { probability: 0.3 } },
      arrivals: [{ poisson: { rate: '2/s' } }],
    },
  },
}

function frontValues({ front, points }: FrontResult): unknown[][] {
  return front.map((number) => Object.values(points.find(({ point }) => point === number)!.values))
}

describe('findFront', () => {
  let workers: Workers
  beforeAll(() => {
    workers = new Workers()
  })
  afterAll(() => workers.close())

  const NAMES = { vary: 'vary', minimize: 'minimize', require: 'require' }
  const found = async (input: ScenarioInput, quest: FrontQuest) => {
    const read = (set: readonly string[]) => takeScenario(input, { set })
    return (await searchFrontWith(workers, await readFrontSearch(quest, NAMES, read)))!
  }

  // More slots refuse fewer and so cost more; more memory costs more and is good for nothing here.
  it.each([
    [2, 5, 8],
    [4, 6, 16],
    [6, 8, 10],
  ])('finds the front that Erlang gives: load %f, up to %i slots, %i sizes of memory', async (load, slots, sizes) => {
    const vary = [`${SLOTS}=1..${slots}`, `${MEMORY}=128..${128 * sizes}/128`]
    const result = await found(station(load), { vary, minimize: ['cost', SHARE] })
    expect(frontValues(result)).toEqual(Array.from({ length: slots }, (_, place) => [place + 1, 128]))
    expect(result).toMatchObject({ outcome: 'found', open: 0, undecided: [], doubts: [], size: slots * sizes })
    // A sweep of as many runs a point as the first look has makes more, and decides less.
    expect(result.points.length).toBeLessThan(result.size * 0.75)
    for (const { values, objectives } of result.points) {
      const share = objectives[SHARE]!
      expect(Math.abs(share.mean - erlangB(Number(values[SLOTS]), load))).toBeLessThan(3 * share.halfWidth! + 0.01)
    }
  })

  // The fastest code that keeps so many slots busy: neither path alone has the answer, and it lies askew.
  it('finds the front that Erlang gives under a requirement, with a tenth of the runs of a sweep', async () => {
    const [rate, busy] = [4, 1.43]
    const carried = (slots: number, ms: number) => {
      const load = (rate * ms) / 1_000
      return load * (1 - erlangB(slots, load))
    }
    const expected = [2, 3, 4, 5].map((slots) => {
      let ms = 100
      while (carried(slots, ms) <= busy) ms += 50
      return [slots, ms < 1_000 ? `${ms}ms` : `${ms / 1_000}s`]
    })
    const result = await found(station(rate, 1_200), {
      vary: [`${SLOTS}=1..5`, `${SERVICE}=100ms..3s/50ms`],
      minimize: ['station.concurrency.max', SHARE],
      require: `station.concurrency.mean > ${busy}`,
    })
    expect(frontValues(result)).toEqual(expected)
    expect(result).toMatchObject({ outcome: 'found', open: 0, undecided: [], binding: [] })
    const most = Math.max(...result.points.map(({ replications }) => replications))
    expect(result.runs).toBeLessThan((result.size * most) / 10)
    expect(result.points.reduce((sum, { replications }) => sum + replications, 0)).toBe(result.runs)
  })

  it('finds the front of a sweep over all settings, with fewer runs', async () => {
    const vary = [`${SLOTS}=1..16`, `${AGE}=60..300/30`]
    const read = (set: readonly string[]) => takeScenario(BUSY, { set })
    const { grid, base } = await readGrid(vary, 'vary', read)
    const swept = (await sweepWith(workers, { grid, base: base.scenario, read }, [], { replications: 30 }))!
    const result = await found(BUSY, { vary, replications: 30 })
    // What is sure in one is in the other; only what is close may differ.
    const sure = ({ front, undecided }: { front: readonly number[]; undecided: readonly number[] }) =>
      front.filter((point) => !undecided.includes(point))
    expect(sure(result).length).toBeGreaterThan(3)
    expect(swept.front).toEqual(expect.arrayContaining(sure(result)))
    expect(result.front).toEqual(expect.arrayContaining(sure(swept)))
    expect(result.runs).toBeLessThan(swept.points.length * 30 * 0.4)
  })

  it('tells a setting once whose runs are the same, and takes the one of smaller values', async () => {
    const vary = [`${SLOTS}=20..40`, 'functions.station.timeout=800s..900s/10s']
    const result = await found(station(1), { vary, minimize: ['cost', 'loss', 'station.duration.max'] })
    expect(frontValues(result)).toEqual([[20, '13m20s']])
    expect(result).toMatchObject({ undecided: [], open: 0, runs: 4 * 15 })
  })

  it('says that no setting suffices, and which term binds, without trying all', async () => {
    const require = `${SHARE} < ${erlangB(6, 8)} and station.concurrency.mean < 9`
    const vary = [`${SLOTS}=1..4`, `${MEMORY}=128..1024/64`]
    const result = await found(station(8), { vary, require })
    expect(result).toMatchObject({ outcome: 'none', front: [], open: 0, binding: [`${SHARE} < ${erlangB(6, 8)}`] })
    expect(result.points).toHaveLength(4)
  })

  it('says which terms are not met together', async () => {
    // A load of 5: fewer than 10 % refused takes 8 slots, and then 4.65 are busy.
    const terms = [`${SHARE} < 0.1`, 'station.concurrency.mean < 4']
    const vary = [`${SLOTS}=1..16`, `${MEMORY}=128,256`]
    const result = await found(station(5), { vary, require: terms.join(' and ') })
    expect(result).toMatchObject({ outcome: 'none', front: [], open: 0, binding: terms })
  })

  it('keeps what was not decided after the most replications, and says so', async () => {
    const vary = [`${SLOTS}=4..6`, `${MEMORY}=128,256`]
    const require = `${SHARE} < ${erlangB(5, 4)}`
    const result = await found(station(4, 2_000), { vary, require, replications: 60 })
    expect(frontValues(result)).toEqual([
      [5, 128],
      [6, 128],
    ])
    expect(result.undecided).toEqual([result.front[0]])
    expect(result.points.find(({ point }) => point === result.front[0])).toMatchObject({
      verdict: 'undecided',
      replications: 60,
    })
  })

  it('decides == by runs: none of 59 may break it', async () => {
    const vary = [`${SLOTS}=1..12`, `${MEMORY}=128,256`]
    const result = await found(station(1, 40), { vary, require: 'station.synchronous.throttles == 0' })
    const [first] = frontValues(result)
    const at = (slots: number) => result.points.find(({ values }) => values[SLOTS] === slots && values[MEMORY] === 128)!
    expect(first![1]).toBe(128)
    expect(at(Number(first![0]))).toMatchObject({ verdict: 'met' })
    expect(at(Number(first![0])).replications).toBeGreaterThanOrEqual(59)
    expect(at(Number(first![0]) - 1).verdict).toBe('unmet')
  })

  it('that runs out of its budget says how many settings may yet be better', async () => {
    const vary = [`${SLOTS}=1..16`, `${AGE}=60..300/30`]
    const result = await found(BUSY, { vary, budget: 300 })
    expect(result.runs).toBeLessThanOrEqual(300)
    expect(result.runs).toBeGreaterThan(200)
    expect(result.open).toBeGreaterThan(0)
    expect(result.open).toBeLessThan(result.size)
    expect(result.outcome).toBe('found')
  })

  it('says so where a figure does not go one way', async () => {
    const vary = [`${SLOTS}=1,9,2,8`, `${MEMORY}=128,256`]
    const result = await found(station(4), { vary, minimize: ['cost', SHARE] })
    expect(result.doubts).toEqual([
      expect.stringContaining(`cost: does not go one way along ${SLOTS}`),
      expect.stringContaining(`${SHARE}: does not go one way along ${SLOTS}`),
    ])
  })

  it('gives the same bytes on one worker and on two', async () => {
    const quest = { vary: [`${SLOTS}=1..9`, `${AGE}=60..300/60`], budget: 500 }
    const [one, two] = await Promise.all([1, 2].map((workers) => findFront(BUSY, { ...quest, workers })))
    expect(one!.outcome).toBe('found')
    expect(JSON.stringify(two)).toBe(JSON.stringify(one))
  })

  it('that is interrupted says what was tried', async () => {
    const ending = new AbortController()
    const quest: FindFrontOptions = {
      vary: [`${SLOTS}=1..9`, `${AGE}=60..300/60`],
      signal: ending.signal,
      onProgress: (share) => void (share > 0.03 && ending.abort()),
    }
    const result = await findFront(BUSY, quest)
    expect(result!.outcome).toBe('interrupted')
    expect(result!.points.length).toBeGreaterThan(0)
    expect(result!.points.every(({ replications }) => replications >= 15)).toBe(true)
    expect(await findFront(BUSY, { ...quest, signal: AbortSignal.abort() })).toBeUndefined()
  })

  it('names all that is wrong with paths, objectives and the requirement at once', async () => {
    const quest = {
      vary: [`${SLOTS}=9..2`, `${MEMORY}=64,128`],
      minimize: ['cost', 'drops', 'statoin.dropped'],
      require: 'station.dropped < many',
    }
    const error = await findFront(station(1), quest).catch((reason) => reason)
    for (const message of [
      `vary ${SLOTS}=9..2: expected LOW at or below HIGH, got 9..2`,
      `vary ${MEMORY}=64: ${MEMORY}: expected`,
      'minimize drops: expected cost, loss or a figure such as dropped or checkout.eventAge.p99',
      'minimize statoin.dropped: unknown function "statoin"; did you mean "station"?',
      'require station.dropped < many: dropped is a count: expected a number, got "many"',
    ])
      expect(error.message.split(message)).toHaveLength(2)
  })

  it.each([
    [{ minimize: ['cost', 'drops'] }, 'minimize drops: expected cost, loss or a figure'],
    [{ minimize: ['cost', 'cost'] }, 'minimize: expected each objective once, got cost twice'],
    [{ minimize: [] }, 'minimize: expected objectives such as cost, loss or dropped, got ""'],
    [{ budget: 50 }, 'budget: expected 80 runs or more, to try the 4 settings at the ends of all paths, got 50'],
    [{ budget: 80.5 }, 'got 80.5'],
    [{ replications: 1 }, 'replications: expected 2 or more, got 1'],
    [{ require: 'total.dropped == 0', replications: 58 }, 'expected 59 or more to decide ==, !=, < and <=, got 58'],
    [{ vary: [] }, 'expected PATH=V1,V2,… once or more, got none'],
    [{ vary: [`${SLOTS}=1..900`, 'functions.station.timeout=1s..900s/1ms', `${MEMORY}=128..9000`] }, 'settings, got'],
  ])('refuses %j and says why', async (wrong, message) => {
    const quest = { vary: [`${SLOTS}=1..8`, `${MEMORY}=128,256`], ...wrong }
    await expect(findFront(station(1), quest)).rejects.toThrow(message)
  })
})
