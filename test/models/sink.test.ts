import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Target } from '../../src/engine/target.ts'
import { Constant, Exponential } from '../../src/kernel/distributions/index.ts'
import { Draws } from '../../src/kernel/draws.ts'
import { type Consumer, RateConsumer, WorkingConsumer } from '../../src/models/consumer.ts'
import { type Message, Sink } from '../../src/models/sink.ts'

const ALWAYS = { fromMs: 0, untilMs: Number.POSITIVE_INFINITY }
const FOR_EVER = Number.POSITIVE_INFINITY
const message = (enteredMs: number, name0 = 0): Message => ({
  event: 1,
  name0,
  name1: 0,
  side: 2,
  target: {} as Target,
  payload: new Uint8Array(),
  enteredMs,
})

/** How many messages waited from when on, after messages entered at these times. */
function depths(sink: (meter: { changed: (...change: [number, number, number]) => void }) => Sink, times: number[]) {
  const told: [atMs: number, depth: number][] = []
  const queue = sink({ changed: (atMs, _before, depth) => void told.push([atMs, depth]) })
  for (const atMs of times) queue.receive(message(atMs))
  queue.advance(100_000)
  return told
}

describe('a queue behind a destination', () => {
  it('keeps what nobody takes until the retention is over, each message by its own age', () => {
    const told = depths((meter) => new Sink(60_000, undefined, meter), [0, 1_000, 30_000])
    expect(told).toEqual([
      [0, 1],
      [1_000, 2],
      [30_000, 3],
      [60_000, 2],
      [61_000, 1],
      [90_000, 0],
    ])
  })

  it('is emptied at a rate: the first message at once, each further one an interval later at the earliest', () => {
    const told = depths((meter) => new Sink(FOR_EVER, new RateConsumer(1 / 200, ALWAYS), meter), [0, 50, 60, 1_000])
    // The message of time 0 is taken at once and never waits, as is that of 1 s; the others at 200 and 400 ms.
    expect(told).toEqual([
      [50, 1],
      [60, 2],
      [200, 1],
      [400, 0],
    ])
  })

  it('is emptied by workers, each busy with one message at a time', () => {
    const consumer = new WorkingConsumer(2, new Constant(1_000), ALWAYS, new Draws(1))
    const told = depths((meter) => new Sink(FOR_EVER, consumer, meter), [0, 100, 200, 300, 400])
    expect(told).toEqual([
      [200, 1],
      [300, 2],
      [400, 3],
      [1_000, 2],
      [1_100, 1],
      [2_000, 0],
    ])
  })

  it('is not emptied before its consumer starts, nor from the moment on that it stops', () => {
    const consumer = new RateConsumer(1 / 1_000, { fromMs: 5_000, untilMs: 7_000 })
    const told = depths((meter) => new Sink(20_000, consumer, meter), [0, 0, 0])
    expect(told.slice(3)).toEqual([
      [5_000, 2],
      [6_000, 1],
      [20_000, 0],
    ])
  })

  it('drops a message that would be taken at the very moment at which its retention is over', () => {
    const sink = new Sink(60_000, new RateConsumer(1, { fromMs: 60_000, untilMs: FOR_EVER }))
    sink.receive(message(0))
    sink.receive(message(1))
    sink.advance(60_001)
    expect(sink).toMatchObject({ expired: 1, consumed: 1, depth: 0 })
  })

  it('says how long messages waited, those that are still there too, and when most of them did', () => {
    const sink = new Sink(FOR_EVER, new RateConsumer(1 / 4_000, ALWAYS))
    for (const atMs of [0, 1_000, 2_000]) sink.receive(message(atMs))
    sink.advance(5_000)
    // Waited 0 ms, 3 s (until 4 s), and 3 s so far.
    expect(sink.waits(5_000)).toEqual({ mean: 2_000, max: 3_000 })
    expect(sink).toMatchObject({ maxDepth: 2, maxDepthAtMs: 2_000, depth: 1 })
    expect(new Sink(FOR_EVER).waits(1)).toEqual({ mean: 0, max: 0 })
  })

  it('gives back the message that has waited longest, and forgets none of thousands', () => {
    const sink = new Sink(FOR_EVER)
    for (let number = 0; number < 5_000; number++) sink.receive(message(number, number))
    const names = Array.from({ length: 4_999 }, () => sink.redrive(5_000).name0)
    expect(names).toEqual(Array.from({ length: 4_999 }, (_, number) => number))
    expect([sink.holdsOneOf(4_999), sink.holdsOneOf(5_000), sink.depth]).toEqual([false, true, 1])
  })

  it('works on a message for as long as its name says, whatever else is in the queue', () => {
    const worked = (first: number) => {
      const consumer = new WorkingConsumer(1, new Exponential(1_000), ALWAYS, new Draws(1))
      consumer.take(message(0, first), 0)
      const freeMs = consumer.takesMs(0)
      consumer.take(message(freeMs, 7), freeMs)
      return consumer.takesMs(0) - freeMs
    }
    expect(worked(1)).toBeCloseTo(worked(2), 9)
  })

  const consumers: fc.Arbitrary<(seed: number) => Consumer | undefined> = fc
    .record({
      kind: fc.constantFrom('none', 'rate', 'workers'),
      fromMs: fc.integer({ min: 0, max: 3_000 }),
      lengthMs: fc.constantFrom(500, 4_000, FOR_EVER),
      workers: fc.integer({ min: 1, max: 3 }),
      meanMs: fc.integer({ min: 1, max: 2_000 }),
    })
    .map(({ kind, fromMs, lengthMs, workers, meanMs }) => (seed) => {
      const time = { fromMs, untilMs: fromMs + lengthMs }
      if (kind === 'none') return undefined
      if (kind === 'rate') return new RateConsumer(1 / meanMs, time)
      return new WorkingConsumer(workers, new Exponential(meanMs), time, new Draws(seed))
    })

  it('loses and makes no message, and the depth over time adds up to the time that messages waited', () => {
    const steps = fc.array(
      fc.record({ gapMs: fc.integer({ min: 0, max: 900 }), does: fc.constantFrom('receive', 'receive', 'redrive') }),
      { maxLength: 60 },
    )
    fc.assert(
      fc.property(consumers, fc.integer({ min: 200, max: 9_000 }), steps, (consumer, retentionMs, moves) => {
        let [area, lastMs] = [0, 0]
        const changed = (atMs: number, before: number, depth: number) => {
          expect(atMs).toBeGreaterThanOrEqual(lastMs)
          expect(depth).toBeGreaterThanOrEqual(0)
          area += before * (atMs - lastMs)
          lastMs = atMs
        }
        const sink = new Sink(retentionMs, consumer(1), { changed })
        let nowMs = 0
        let most = 0
        for (const [number, { gapMs, does }] of moves.entries()) {
          nowMs += gapMs
          if (does === 'receive') sink.receive(message(nowMs, number))
          else {
            sink.advance(nowMs)
            if (sink.depth > 0) sink.redrive(nowMs)
          }
          most = Math.max(most, sink.depth)
          expect(sink.received).toBe(sink.consumed + sink.redriven + sink.expired + sink.depth)
        }
        sink.advance(nowMs)
        area += sink.depth * (nowMs - lastMs)
        const { mean, max } = sink.waits(nowMs)
        expect(mean * sink.received).toBeCloseTo(area, 3)
        expect(max).toBeLessThanOrEqual(retentionMs)
        expect(sink.maxDepth).toBe(most)
      }),
      { seed: 1 },
    )
  })
})
