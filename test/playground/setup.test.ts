import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal } from '../../src/measure/journal.ts'
import { DEFAULT_TARGETS } from '../../src/playground/setup/destinations.ts'
import { anyKnob, KNOBS } from '../../src/playground/setup/knob.ts'
import { functionAt, isOut, type Setup, scenarioOf, type Turn } from '../../src/playground/setup/setup.ts'
import type { ScenarioInput } from '../../src/scenario/schema/scenario.ts'
import { simulate } from '../../src/scenario/simulate.ts'
import { knob, SCENARIO, turn, VALUES } from './turns.ts'

const SEED = 11

async function lines(setup: Setup, beforeMs = Number.POSITIVE_INFINITY): Promise<unknown[]> {
  const journal = new Journal()
  await simulate(scenarioOf(setup), { observers: [journal] })
  // Times of arrivals come out of another sum where their rate varies: the last bit of them may differ.
  const rounded = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toFixed(6)) : value)
  return journal.entries.flatMap((entry) => (entry.atMs < beforeMs ? [JSON.stringify(entry, rounded)] : []))
}

describe(`what somebody does to a scenario (seed ${SEED})`, () => {
  it('changes nothing of what came before', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 5 }), turn, async (turns, last) => {
        const setup = { scenario: SCENARIO, turns: turns.filter(({ atMs }) => atMs <= last.atMs) }
        // What is turned at one moment can only be told after it.
        const before = await lines(setup, last.atMs)
        expect(await lines({ ...setup, turns: [...setup.turns, last] }, last.atMs)).toEqual(before)
      }),
      { seed: SEED, numRuns: 150 },
    )
  })

  it('is a scenario like any other: it is read without a problem', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { maxLength: 8 }), async (turns) => {
        await expect(lines({ scenario: SCENARIO, turns })).resolves.toBeDefined()
      }),
      { seed: SEED, numRuns: 100 },
    )
  })

  it('stands at the knob that was turned, from then on', () => {
    fc.assert(
      fc.property(knob, fc.integer({ min: 0, max: 600_000 }), (name, atMs) => {
        const [value] = fc.sample(VALUES[name], { seed: SEED + atMs, numRuns: 1 })
        const setup = { scenario: SCENARIO, turns: [{ atMs, function: 'charge', knob: name, value } as Turn] }
        expect(anyKnob(name).read(functionAt(setup, 'charge', atMs))).toEqual(value)
        const untouched = anyKnob(name).read(SCENARIO.functions!.charge!)
        if (atMs > 0) expect(anyKnob(name).read(functionAt(setup, 'charge', atMs - 1))).toEqual(untouched)
      }),
      { seed: SEED, numRuns: 200 },
    )
  })

  it('decides what follows', async () => {
    const fails = { atMs: 0, function: 'charge', knob: 'errors', value: 1 } as const
    const setup = { scenario: SCENARIO, turns: [fails] }
    expect((await simulate(scenarioOf(setup))).functions.charge!.succeeded).toBe(0)
    const heals = { ...fails, atMs: 300_000, value: 0 }
    const { charge } = (await simulate(scenarioOf({ ...setup, turns: [fails, heals] }))).functions
    expect(charge!.succeeded).toBeGreaterThan(0)
    expect(charge!.dropped.RetriesExhausted).toBeGreaterThan(0)
  })

  it('begins an outage and ends it', async () => {
    const outage = (atMs: number, value: boolean) => ({ atMs, function: 'mail', knob: 'outage', value }) as const
    const setup = { scenario: SCENARIO, turns: [outage(60_000, true), outage(120_000, false)] }
    expect([59_999, 60_000, 120_000].map((atMs) => isOut(setup, 'mail', atMs))).toEqual([false, true, false])
    const { mail } = (await simulate(scenarioOf(setup))).functions
    // Three that arrive in that minute, each with one attempt then; their retries come a minute later.
    expect(mail).toMatchObject({ errors: 3, succeeded: mail!.received })
    const open = { scenario: SCENARIO, turns: [outage(60_000, true)] }
    expect((await simulate(scenarioOf(open))).functions.mail!.succeeded).toBe(3)
  })

  it('is an outage whatever the scenario changes of the errors, and whatever versions say of theirs', async () => {
    const outage = (atMs: number, value: boolean) => ({ atMs, function: 'charge', knob: 'outage', value }) as const
    const arrivals = [{ constant: { rate: '1/s' }, qualifier: 'live' }]
    const versions = { 1: { model: { errors: { probability: 0 } } }, 2: {} }
    const charge = { timeout: '30s', versions, aliases: { live: { functionVersion: 1 } }, arrivals }
    const none = { model: { errors: { probability: 0 } } }
    const scenario: ScenarioInput = {
      runLength: '3m',
      functions: { charge },
      changes: [
        { at: '30s', functions: { charge: none } },
        { at: '100s', functions: { charge: { aliases: { live: { functionVersion: 3 } }, versions: { 3: none } } } },
      ],
    }
    const turns = [outage(10_000, true), outage(50_000, false), outage(90_000, true), outage(130_000, false)]
    const journal = new Journal()
    await simulate(scenarioOf({ scenario, turns }), { observers: [journal] })
    const ends = journal.entries.flatMap((entry) => (entry.name === 'ended' ? [entry] : []))
    expect(ends.length).toBeGreaterThan(179)
    for (const { atMs, durationMs, outcome } of ends) {
      const isFailed = isOut({ scenario, turns }, 'charge', atMs - durationMs)
      expect([atMs, outcome]).toEqual([atMs, isFailed ? 'error' : 'success'])
    }
  })

  it('sends events by hand, after those of the scenario by name', async () => {
    const send = { atMs: 1_500, function: 'charge', knob: 'send', value: 2 } as const
    const with2 = await simulate(scenarioOf({ scenario: SCENARIO, turns: [send] }))
    const without = await simulate(SCENARIO)
    expect(with2.functions.charge!.received).toBe(without.functions.charge!.received + 2)
  })

  it('takes the queue of the scenario where it has one, else one of its own', () => {
    const Destination = 'arn:aws:sqs:us-east-1:123456789012:mine'
    const charge = { eventInvokeConfig: { DestinationConfig: { OnFailure: { Destination } } } }
    const scenario: ScenarioInput = { functions: { charge } }
    const at = (...whats: { knob: 'onFailure' | 'deadLetter'; value: boolean }[]) => {
      const turns = whats.map((each): Turn => ({ ...each, atMs: 0, function: 'charge' }))
      return functionAt({ scenario, turns }, 'charge', 0)
    }
    expect(KNOBS.onFailure.read(at({ knob: 'onFailure', value: false }))).toBe(false)
    const again = at({ knob: 'onFailure', value: false }, { knob: 'onFailure', value: true })
    expect(again.eventInvokeConfig?.DestinationConfig?.OnFailure?.Destination).toBe(Destination)
    const dead = at({ knob: 'deadLetter', value: true })
    expect(dead.deadLetterConfig?.TargetArn).toBe(DEFAULT_TARGETS.deadLetter)
  })

  it('goes on from what the scenario itself has changed by then', async () => {
    const changes: ScenarioInput['changes'] = [
      {
        at: '2m',
        functions: { mail: { model: { duration: '500ms' }, eventInvokeConfig: { MaximumRetryAttempts: 0 } } },
      },
      { at: '4m', functions: { mail: { eventInvokeConfig: null } } },
    ]
    const scenario = { ...SCENARIO, changes }
    const turns: Turn[] = [
      { atMs: 180_000, function: 'mail', knob: 'errors', value: 1 },
      { atMs: 180_000, function: 'mail', knob: 'age', value: 90 },
    ]
    const stands = (atMs: number) => {
      const { duration, errors, retries, age } = KNOBS
      const written = functionAt({ scenario, turns }, 'mail', atMs)
      return [duration, errors, retries, age].map((each) => each.read(written))
    }
    expect([119_999, 120_000, 180_000, 240_000].map(stands)).toEqual([
      [0, 0, 2, 21_600],
      [500, 0, 0, 21_600],
      [500, 1, 0, 90],
      [500, 1, 2, 21_600],
    ])
    const { mail } = (await simulate(scenarioOf({ scenario, turns }))).functions
    // All that arrive from the turn on fail, in the half second that the scenario gave them; without a retry for a minute.
    expect(mail!.duration.max).toBe(500)
    expect(mail!.succeeded).toBe(9)
  })
})
