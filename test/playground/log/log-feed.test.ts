import { describe, expect, it } from 'vitest'
import { LogFeed, type LogLine } from '../../../src/playground/log/log-feed.ts'
import { Playback } from '../../../src/playground/playback/playback.ts'
import type { Turn } from '../../../src/playground/setup/setup.ts'
import type { ScenarioInput } from '../../../src/scenario/schema/scenario.ts'

const SCENARIO: ScenarioInput = {
  functions: {
    charge: {
      timeout: '5s',
      reservedConcurrency: 1,
      eventInvokeConfig: {
        MaximumEventAgeInSeconds: 90,
        DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:failed' } },
      },
      model: { duration: '2s', errors: { byAttempt: [1, 1, 0] } },
      arrivals: [{ at: ['5s', '6s'] }],
    },
  },
}
const BUSY: ScenarioInput = {
  runLength: '10m',
  functions: { charge: { model: { errors: { probability: 0.2 } }, arrivals: [{ poisson: { rate: '20/s' } }] } },
}

const begin = (scenario: ScenarioInput, turns: Turn[] = []) => Playback.begin({ scenario, turns })
const textOf = (line: LogLine) =>
  line.kind === 'summary' ? `[${line.text}]` : `${line.atMs / 1_000} ${line.event}: ${line.text}`

describe('the log', () => {
  it('tells all that happens to an event, in the words of timelines', async () => {
    const playback = await begin(SCENARIO)
    playback.advance(3_600_000)
    const feed = new LogFeed()
    feed.look(playback, 0, false)
    expect(feed.lines.map(textOf)).toEqual([
      '5 1: accepted',
      '5 1: attempt 1 starts, cold start',
      '6 2: accepted',
      '6 2: throttled: 1 of 1 reserved in use',
      '6 2: waits 1 s: step 1 of the back-off',
      '7 1: attempt 1: function error after 2.0 s',
      '7 1: waits 60 s, then retry 1 of 2',
      '7 2: attempt 1 starts',
      '9 2: attempt 1: function error after 2.0 s',
      '9 2: waits 60 s, then retry 1 of 2',
      '67 1: attempt 2 starts',
      '69 1: attempt 2: function error after 2.0 s',
      '69 1: dropped as EventAgeExceeded: the next retry would come at age 3 m 04 s, the limit is 1 m 30 s, so the event is dropped now, not later',
      '69 1: on failure: sqs failed took the record',
      '69 2: attempt 2 starts',
      '71 2: attempt 2: function error after 2.0 s',
      '71 2: dropped as EventAgeExceeded: the next retry would come at age 3 m 05 s, the limit is 1 m 30 s, so the event is dropped now, not later',
      '71 2: on failure: sqs failed took the record',
    ])
  })

  it('does not flood: what comes too fast is counted, and nothing is counted twice or lost', async () => {
    const playback = await begin(BUSY)
    const feed = new LogFeed()
    for (let realMs = 0; !playback.isOver; realMs += 100) {
      const before = feed.lines.length
      playback.advance(playback.nowMs + 6_000)
      feed.look(playback, realMs, true)
      expect(feed.lines.length - before).toBeLessThanOrEqual(3)
      if (realMs > 2_000 && realMs < 8_900) expect(realMs % 1_500 === 0 || feed.lines.length === before).toBe(true)
    }
    feed.look(playback, 1e6, false)
    const counted = (decision: RegExp, summary: RegExp) =>
      feed.lines.reduce((sum, line) => {
        if (line.kind === 'decision') return sum + (decision.test(line.text) ? 1 : 0)
        return sum + Number(summary.exec(line.text)?.[1]?.replaceAll(',', '') ?? 0)
      }, 0)
    const { total } = playback.simulation.result()
    expect(counted(/^accepted$/, /([\d,]+) accepted/)).toBe(total.received)
    expect(counted(/^ends as Success/, /([\d,]+) succeeded/)).toBe(total.succeeded)
    expect(counted(/^attempt \d+ starts/, /([\d,]+) attempts?/)).toBe(total.attempts)
    expect(counted(/: function error/, /([\d,]+) errors?/)).toBe(total.errors)
    expect(feed.lines.length).toBeLessThanOrEqual(120)
    expect(feed.lines.filter(({ kind }) => kind === 'decision').length).toBeGreaterThan(2)
  })

  it('goes on where a run is made anew by a turn, and begins again where somebody steps back', async () => {
    const first = await begin(SCENARIO)
    first.advance(8_000)
    const feed = new LogFeed()
    feed.look(first, 0, false)
    const before = feed.lines
    const turned = await begin(SCENARIO, [{ atMs: 8_001, function: 'charge', knob: 'retries', value: 0 }])
    // A setup of the same scenario: the player keeps it as it is.
    Object.assign(turned, { setup: { ...turned.setup, scenario: first.setup.scenario } })
    turned.advance(8_000)
    feed.look(turned, 10, false)
    expect(feed.lines).toBe(before)
    turned.advance(9_000)
    feed.look(turned, 20, false)
    expect(feed.lines.slice(0, before.length)).toEqual(before)
    expect(textOf(feed.lines.at(-2)!)).toBe(
      '9 2: dropped as RetriesExhausted: no retries are allowed, so the event is dropped',
    )
    const back = await begin(SCENARIO)
    back.advance(5_500)
    feed.look(back, 30, false)
    expect(feed.lines.map(textOf)).toEqual(['5 1: accepted', '5 1: attempt 1 starts, cold start'])
  })
})
