import { describe, expect, it } from 'vitest'
import { ASCII, type Colours, WIDTH } from '../../src/report/style.ts'
import { timelineText } from '../../src/report/timeline-text.ts'
import { HOUR, MINUTE, modelOf, STYLE, scenarioOf } from './sample.ts'
import { explained, onFailure, settings, worldOf } from './told.ts'

describe('the text', () => {
  const world = worldOf({ run: () => ({ ms: 500, outcome: 'error' }), setup: settings(onFailure) }, 1, 23 * HOUR)
  const outage = { fromMs: 23 * HOUR, toMs: 23 * HOUR + 10 * MINUTE }
  const scenario = scenarioOf([{ name: 'f', model: modelOf({ outages: [outage] }) }], { runLengthMs: 48 * HOUR })
  const explanation = {
    ...explained(world, 1),
    scenario: { ...scenario, startMs: Date.UTC(2026, 1, 28, 0, 59, 59, 500) },
  }

  it('names the day in a long run, the outage that an attempt fell into, and the sources', () => {
    expect(`\n${timelineText(explanation, STYLE)}`).toMatchInlineSnapshot(`
      "
      sample · seed 42
      times are UTC: the run starts at 00:59:59 on 2026-02-28

      event 1 · f · dropped as RetriesExhausted after 3 m 02 s, 3 attempts
      in force at its end: 2 retries and an age of 6 h

        2026-02-28
        23:59:59.500   accepted
        23:59:59.500 ┬ attempt 1, cold start                                  age 0 ms
        2026-03-01
        00:00:00.000 ┴ function error after 500 ms (outage until 2026-03-01 00:09:59)
                     · wait 60 s, then retry 1 of 2                     documented [1]
        00:01:00.000 ┬ attempt 2                                          age 1 m 01 s
        00:01:00.500 ┴ function error after 500 ms (outage until 00:09:59)
                     · wait 120 s, then retry 2 of 2                               [1]
        00:03:00.500 ┬ attempt 3                                          age 3 m 01 s
        00:03:01.000 ┴ function error after 500 ms (outage until 00:09:59)
                     ✗ 2 of 2 retries are used up, so the event is dropped
                                                                        documented [2]
        00:03:01.000 → on failure: sqs sink took the record             documented [3]

        [1] After a function error the event is tried again, first after 60 s, then
            after 120 s. Documented: "Error handling for asynchronous invocation".
        [2] An event that fails with its retries used up is dropped. Documented:
            "Error handling for asynchronous invocation".
        [3] A drop goes to the on-failure destination of the qualifier. Documented:
            "Capturing records of Lambda asynchronous invocations".
      "
    `)
  })

  it.each([40, 60, WIDTH])('fits into %d columns, and says the same', (width) => {
    const text = timelineText(explanation, { ...STYLE, width })
    expect(text.split('\n').filter((line) => line.length > Math.max(width, 41))).toEqual([])
    const words = (all: string) => all.split(/\s+/).filter((word) => word !== '').length
    expect(words(text)).toBe(words(timelineText(explanation, STYLE)))
  })

  it('is ASCII where it has to be, with the same columns', () => {
    const text = timelineText(explanation, { ...STYLE, glyphs: ASCII })
    expect(text).toMatch(/^[\n -~]+$/)
    expect(text).toContain('  23:59:59.500 + attempt 1, cold start  ')
  })

  it('says the same in colours', () => {
    const paint = (text: string) => `\u001B[31m${text}\u001B[39m`
    const colours: Colours = { bold: paint, dim: paint, red: paint, green: paint, yellow: paint, cyan: paint }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what it is about
    const stripped = timelineText(explanation, { ...STYLE, colours }).replaceAll(/\u001B\[\d+m/g, '')
    expect(stripped).toBe(timelineText(explanation, STYLE))
  })
})
