import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Journal } from '../../src/measure/journal.ts'
import { Lineage } from '../../src/measure/lineage.ts'
import { type Timeline, timelineOf } from '../../src/measure/timeline.ts'
import type { Step } from '../../src/measure/timeline-step.ts'
import type { TransitionName } from '../../src/measure/transition.ts'
import { DEFAULT_MODEL_CHOICES } from '../../src/rules/model-choices.ts'
import { deliveryDetail, engineTrace } from '../reference/engine-trace.ts'
import { referenceInput } from '../reference/generate.ts'
import type { ReferenceInput, TraceLine } from '../reference/input.ts'
import { referenceTrace } from '../reference/reference.ts'
import { vectors } from '../reference/vectors.ts'
import { ExplainedWorld } from './explained.ts'

const SEED = 20_261_124
const generated = fc.sample(referenceInput, { seed: SEED, numRuns: 60 })
const inputs: readonly ReferenceInput[] = [...vectors.map(({ input }) => input), ...generated]

interface Explained {
  readonly input: ReferenceInput
  readonly journal: Journal
  readonly timelines: readonly Timeline[]
}

/** Every event of a scenario, explained, and the journal of the same run. */
function explained(input: ReferenceInput): Explained {
  const journal = new Journal({ limit: Number.POSITIVE_INFINITY })
  const lineage = new Lineage()
  engineTrace(input, [journal, lineage])
  const choices = { ...DEFAULT_MODEL_CHOICES, ...input.choices }
  const numbers = new Set(journal.entries.flatMap(({ event }) => event ?? []))
  return { input, journal, timelines: [...numbers].map((event) => timelineOf(journal.of(event), choices, lineage)!) }
}

const runs = inputs.map(explained)

/** Of the runs, taken in turn, the event with the most kinds of steps, and of those the one with the most steps. */
const chosen = runs
  .filter(({ timelines }) => timelines.length > 0)
  .map((run) => ({ ...run, timeline: run.timelines.toSorted((a, b) => richness(b) - richness(a))[0]! }))
  .toSorted((a, b) => richness(b.timeline) - richness(a.timeline))
  .slice(0, 20)

function richness({ steps }: Timeline): number {
  return 1_000 * new Set(steps.map(({ kind }) => kind)).size + steps.length
}

/** What the steps say in the reference simulator's words. It does not tell of the first wait, queues and discards. */
function asTrace({ event, function: name, steps }: Timeline): TraceLine[] {
  const line = (atMs: number, kind: TraceLine['kind'], detail: string, more = {}) => [
    { atMs, kind, event, detail, ...more },
  ]
  return steps.flatMap((step) => {
    switch (step.kind) {
      case 'accepted':
        return line(step.atMs, 'accepted', name)
      case 'throttle':
        return line(step.atMs, 'throttled', '')
      case 'wait':
        return step.after === 'none' ? [] : line(step.atMs, 'waiting', `until ${step.untilMs}`)
      case 'attempt':
        return [
          ...line(step.atMs, 'started', `attempt ${step.attempt}`, { provisioned: step.provisioned }),
          ...(step.endMs === undefined ? [] : line(step.endMs, 'ended', step.outcome!)),
        ]
      case 'end':
        return line(step.atMs, 'finished', step.condition)
      case 'delivery':
        // The reference does not tell of a message that nothing takes.
        return step.taken ? line(step.atMs, 'delivered', deliveryDetail(step.side, step.target)) : []
      default:
        return []
    }
  })
}

/** The transitions that a step stands for. */
function asTransitions(step: Step): [TransitionName, number][] {
  if (step.kind === 'attempt') {
    const end: [TransitionName, number][] = step.endMs === undefined ? [] : [['ended', step.endMs]]
    return [['started', step.atMs], ...end]
  }
  if (step.kind === 'delivery') return [[step.taken ? 'delivered' : 'deliveryFailed', step.atMs]]
  // A redrive is the other event's acceptance, a note a test's own.
  return step.kind === 'redrive' || step.kind === 'note' ? [] : [[NAMES[step.kind], step.atMs]]
}

const NAMES = {
  accepted: 'accepted',
  wait: 'waiting',
  queue: 'queued',
  throttle: 'throttled',
  miss: 'missed',
  end: 'finished',
  discard: 'discarded',
} as const

describe('a timeline', () => {
  it('is one of 20 chosen that between them show everything', () => {
    expect(chosen).toHaveLength(20)
    const kinds = new Set(chosen.flatMap(({ timeline }) => timeline.steps.map(({ kind }) => kind)))
    expect([...kinds].sort()).toEqual([
      'accepted',
      'attempt',
      'delivery',
      'discard',
      'end',
      'queue',
      'throttle',
      'wait',
    ])
  })

  it.each(chosen)('agrees with the naive reference simulator: event $timeline.event', ({ input, timeline }) => {
    const reference = referenceTrace(input).filter(({ event }) => event === timeline.event)
    expect(asTrace(timeline)).toEqual(reference)
  })

  it('holds what the journal holds, in the same order at the same times, for every event', () => {
    for (const { journal, timelines } of runs) {
      for (const { event, steps } of timelines) {
        expect(steps.flatMap(asTransitions)).toEqual(journal.of(event).map(({ name, atMs }) => [name, atMs]))
      }
    }
  })

  it('agrees with the reference simulator on every event', () => {
    for (const { input, timelines } of runs) {
      const reference = referenceTrace(input)
      for (const timeline of timelines)
        expect(asTrace(timeline)).toEqual(reference.filter(({ event }) => event === timeline.event))
    }
  })

  it('gives figures that make its decision: past the limit when it drops as too old, up to it when it waits', () => {
    let [drops, waits] = [0, 0]
    for (const { input, timelines } of runs) {
      const inclusive = input.choices.ageLookAheadBoundary === 'inclusive'
      for (const { acceptedMs, end, steps, function: name } of timelines) {
        const limitMs = input.functions.find((spec) => spec.name === name)!.maximumAgeMs
        const past = (ageMs: number) => (inclusive ? ageMs >= limitMs - 1e-6 : ageMs > limitMs + 1e-6)
        if (end?.condition === 'EventAgeExceeded') {
          drops++
          expect(end.maximumAgeMs).toBe(limitMs)
          expect(past(end.nextAgeMs ?? end.ageMs)).toBe(true)
          expect(end.nextAgeMs === undefined).toBe(end.atDispatch)
        }
        for (const step of steps) {
          if (step.kind !== 'wait' || step.after === 'none') continue
          waits++
          expect(past(step.untilMs - acceptedMs)).toBe(false)
        }
      }
    }
    expect(drops).toBeGreaterThan(20)
    expect(waits).toBeGreaterThan(20)
  })

  it('counts the backlog into the age that the look-ahead refused', () => {
    const world = new ExplainedWorld({
      choices: { backPressure: 2 },
      accountConcurrency: 1,
      run: () => ({ ms: 130_000 }),
      setup: (plane) => {
        plane.functions.create({ FunctionName: 'f', Timeout: 900 })
        plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 60 })
      },
    })
    world.send(0, 'f', { count: 3 })
    world.finish()
    // With two waiting every wait is doubled: 1.5 + 4 + 8 + 16 s, then 32 s more would be too much.
    expect(world.timeline(2).end).toMatchObject({ ageMs: 29_500, nextAgeMs: 61_500 })
    // Alone from there on, the third has 1.5 times its wait: at 30 s another 24 s, at 54 s another 48 s.
    expect(world.timeline(3).end).toMatchObject({ ageMs: 54_000, nextAgeMs: 102_000 })
  })

  it.each(['function error', 'throttle'])('gives the age that the event would have had after a varied %s', (kind) => {
    const drop = (MaximumEventAgeInSeconds: number) => {
      const world = new ExplainedWorld({
        choices: { jitter: 'recorded', ageLookAheadDelay: 'jittered' },
        accountConcurrency: 1,
        run: ({ event }) => (kind === 'throttle' && event === 1 ? { ms: 800_000 } : { outcome: 'error' }),
        setup: (plane) => {
          plane.functions.create({ FunctionName: 'f', Timeout: 900 })
          plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds })
        },
      })
      world.send(0, 'f', { count: 2 })
      world.finish()
      return world.timeline(2)
    }
    const { end } = drop(120)
    expect(end?.condition).toBe('EventAgeExceeded')
    // The same event with more time waits as long as the look-ahead counted.
    const patient = drop(21_600).steps.find((step) => step.kind === 'wait' && step.atMs === end!.atMs)
    expect(patient).toMatchObject({ untilMs: end!.nextAgeMs })
  })

  it('knows the delivery that an event was born of, from both sides', () => {
    let births = 0
    for (const { timelines } of runs) {
      for (const { event, steps } of timelines) {
        for (const step of steps) {
          if (step.kind !== 'delivery' || step.born === undefined) continue
          births++
          const child = timelines.find((timeline) => timeline.event === step.born)!
          expect(child.origin).toMatchObject({ event, by: step.side })
          expect(child.acceptedMs).toBe(step.atMs)
          expect(step.target.endsWith(`:${child.function}`)).toBe(true)
        }
      }
      const sent = timelines.filter(({ origin }) => origin === undefined)
      const born = timelines.flatMap(({ steps }) =>
        steps.flatMap((step) => (step.kind === 'delivery' ? (step.born ?? []) : [])),
      )
      expect(sent.length + born.length).toBe(timelines.length)
    }
    expect(births).toBeGreaterThan(20)
  })

  it('needs an acceptance', () => {
    expect(timelineOf([], DEFAULT_MODEL_CHOICES)).toBeUndefined()
  })
})
