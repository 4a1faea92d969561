import { describe, expect, test } from 'vitest'
import { reportText } from '../../src/report/text.ts'
import { reportOf, resultOf, STYLE, scenarioOf } from './sample.ts'

describe('synchronous calls', () => {
  const none = { mean: 0, p50: 0, p90: 0, p99: 0, max: 0 }
  const answered = {
    calls: 1_000,
    succeeded: 887,
    errors: 13,
    throttles: 100,
    throttledShare: 0.1,
    systemErrors: 0,
    notFound: 0,
    pending: 0,
    coldStarts: 3,
    duration: none,
    response: { ...none, p99: 1_250 },
  }
  const told = (events: number, synchronous: typeof answered) => {
    const counts = { received: events, succeeded: events, attempts: events, coldStarts: 3, synchronous }
    return reportText(reportOf(scenarioOf([{ name: 'checkout' }]), [resultOf(counts)]), STYLE)
  }

  test('have one line, with what went wrong among them', () => {
    expect(told(5, answered)).toContain(
      '\n  1,000 synchronous calls · 10.0 % refused · 13 errors · p99 of answers 1.3 s\n  5 attempts · ',
    )
    const worse = { ...answered, succeeded: 0, errors: 0, throttles: 0, systemErrors: 1, notFound: 600, pending: 399 }
    expect(told(5, worse)).toContain(
      '\n  1,000 synchronous calls · none refused · 1 system error · 60.0 % not found\n  39.9 % still running\n',
    )
  })

  test('are all there is to tell of where no event came', () => {
    const text = told(0, answered)
    expect(text).toContain('\n  No event arrived, only synchronous calls came.\n')
    expect(text).toContain('\n  running  ')
    expect(text).toMatch(/p99 of answers 1\.3 s\n {2}3 cold starts · \$ /)
    expect(text).not.toMatch(/attempts|accepted/)
  })

  test('are not spoken of where there were none', () => {
    expect(told(5, { ...answered, calls: 0 })).not.toContain('synchronous')
  })
})
