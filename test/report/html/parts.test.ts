import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { classified, DURATION_CLASSES } from '../../../src/measure/duration-class.ts'
import { Histogram } from '../../../src/measure/histogram.ts'
import { csvHref } from '../../../src/report/html/csv-link.ts'
import { durationBars } from '../../../src/report/html/duration-bars.ts'
import { breakable, html, Markup } from '../../../src/report/html/markup.ts'
import { countScale, durationScale, timeScale } from '../../../src/report/html/scale.ts'
import { settingNames } from '../../../src/report/html/setting-name.ts'
import { timeMarks } from '../../../src/report/html/time-mark.ts'
import { HOUR, MINUTE, modelOf, scenarioOf } from '../sample.ts'

describe('a template', () => {
  it('escapes text in elements and attributes, and takes markup as it is', () => {
    const text = '<b a="1">&\u0000'
    expect(html`<p title="${text}">${text}</p>`.text).toBe(
      '<p title="&lt;b a=&quot;1&quot;&gt;&amp;?">&lt;b a=&quot;1&quot;&gt;&amp;?</p>',
    )
    expect(html`${new Markup('<i>')}${[1, undefined, html`<b>${'<'}</b>`]}`.text).toBe('<i>1<b>&lt;</b>')
  })

  it('lets lines break within paths, and never within numbers', () => {
    expect(breakable('a.b=1: 22,903 or 0.5').text).toBe('a.<wbr>b=1: 22,903 or 0.5')
    expect(breakable('<a.b>').text).toBe('&lt;a.<wbr>b&gt;')
  })
})

describe('a file of values in an address', () => {
  it('gives back what went in, whatever the texts', () => {
    const fields = fc.array(fc.tuple(fc.string({ unit: 'binary' }), fc.double({ noNaN: true })), { minLength: 1 })
    fc.assert(
      fc.property(fields, (lines) => {
        const href = csvHref(lines)
        const text = decodeURIComponent(href.slice('data:text/csv;charset=utf-8,'.length))
        const expected = lines.map(([label, value]) => {
          const written = /[",\n\r]/.test(label) ? `"${label.replaceAll('"', '""')}"` : label
          return `${written.toWellFormed()},${value}`
        })
        expect(text).toBe(expected.join('\n'))
        expect(href).not.toMatch(/[\s"<>#]/)
      }),
      { seed: 2, numRuns: 200 },
    )
  })

  it('leaves a field empty where there is no value', () => {
    expect(csvHref([['a', Number.NaN, 1]])).toBe('data:text/csv;charset=utf-8,a,,1')
  })

  it('is whole where a text has the sign that would end an address', () => {
    expect(csvHref([['a#b', 1]])).toBe('data:text/csv;charset=utf-8,a%23b,1')
  })
})

describe('a scale', () => {
  it.each([
    ['of counts', countScale, 1e9],
    ['of lengths of time', durationScale, 1e9],
  ] as const)('%s begins at 0, holds the largest value, and has a few round labels', (_, scale, max) => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max, noNaN: true }), (largest) => {
        const { least, most, ticks } = scale(largest)
        expect([least, ticks[0]?.at ?? 0]).toEqual([0, 0])
        expect(most).toBeGreaterThan(largest)
        expect(ticks.length).toBeLessThanOrEqual(5)
        expect(ticks.every(({ at }) => at <= largest * (1 + 1e-9))).toBe(true)
      }),
      { seed: 3, numRuns: 300 },
    )
  })

  it.each([
    [3_758, ['0', '1,000', '2,000', '3,000']],
    [3, ['0', '1', '2', '3']],
    [0.4, ['0', '0.10', '0.20', '0.30', '0.40']],
    [12_000_000, ['0', '5.00 M', '10.0 M']],
    [0, ['0', '0.50', '1']],
  ])('of counts up to %d is labelled %j', (largest, texts) => {
    expect(countScale(largest).ticks.map(({ text }) => text)).toEqual(texts)
  })

  it('of time is labelled as in the terminal', () => {
    expect(timeScale(6 * HOUR).ticks.map(({ text }) => text)).toEqual(['0h', '1h', '2h', '3h', '4h', '5h', '6h'])
    expect(timeScale(20 * MINUTE).ticks.at(-1)).toEqual({ at: 20 * MINUTE, text: '20m' })
  })
})

describe('the marks of a run', () => {
  const outage = { fromMs: HOUR, toMs: 2 * HOUR }
  const model = modelOf({ outages: [outage] })

  it('are its warm-up and outages with letters, its changes and the end of arrivals with numbers', () => {
    const change = { atMs: 3 * HOUR, texts: ['f: reserved concurrency 0'], calls: [], functions: [], destinations: [] }
    const scenario = scenarioOf([{ name: 'f', model }], {
      warmUpMs: MINUTE,
      runLengthMs: 4 * HOUR,
      changes: [{ ...change, accountConcurrency: 1_000 }],
    })
    expect(timeMarks(scenario, 5 * HOUR).map(({ sign, text }) => `${sign} ${text}`)).toEqual([
      'A 00:00 to 00:01 warm-up: events of this time are not counted',
      'B 01:00 to 02:00 outage of f',
      '1 03:00 f: reserved concurrency 0',
      '2 04:00 arrivals end',
    ])
  })

  it('are one where several have an outage at the same time, and end with the run', () => {
    const scenario = scenarioOf([{ name: 'f', model }, { name: 'g', model }, {}])
    const [mark, ...others] = timeMarks(scenario, 1.5 * HOUR)
    expect(mark).toMatchObject({ from: HOUR, to: 1.5 * HOUR, text: '01:00:00 to 02:00:00 outage of f and g' })
    expect(others).toEqual([])
  })
})

describe('a histogram', () => {
  const countsOf = (values: readonly number[]) => {
    const histogram = new Histogram()
    for (const value of values) histogram.record(value)
    return classified(histogram)
  }

  it('has every value in the class that it lies in', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e8, noNaN: true }), { minLength: 1 }), (values) => {
        const counts = countsOf(values)
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(values.length)
        for (const [place, { fromMs, toMs }] of DURATION_CLASSES.entries()) {
          // A value within 0.8 % of a border may be on its other side.
          const sure = values.filter((ms) =>
            toMs === 0 ? ms === 0 : ms > fromMs * 1.01 && ms < toMs * 0.99 && ms > 0.01,
          )
          expect(counts[place]).toBeGreaterThanOrEqual(sure.length)
        }
      }),
      { seed: 4, numRuns: 100 },
    )
  })

  it('is a table of the classes between the first and the last that hold something; what is nothing stands apart', () => {
    const bars = durationBars('x', [{ name: '', counts: countsOf([0, 0, 0, 60_000, 200_000]) }])!
    const rows = [...bars.text.matchAll(/<th scope="row">(.*?)<\/th>.*?size:(.*?)%.*?share">(.*?)<.*?figure">(.*?)</g)]
    expect(rows.map(([, ...cells]) => cells)).toEqual([
      ['0 ms', '100.00', '60.0 %', '3'],
      ['1 m to 2 m', '33.33', '20.0 %', '1'],
      ['2 m to 3 m', '0.00', '0.0 %', '0'],
      ['3 m to 5 m', '33.33', '20.0 %', '1'],
    ])
    expect(durationBars('x', [{ name: '', counts: countsOf([]) }])).toBeUndefined()
  })
})

describe('the names of settings', () => {
  it('are the last words of their paths, where these tell paths apart', () => {
    expect(settingNames(['', 'functions.f.timeout=5s', 'functions.f.timeout=9s,account.concurrency=10'])).toEqual([
      'the file as it is',
      'timeout=5s',
      'timeout=9s, concurrency=10',
    ])
    expect(settingNames(['functions.f.timeout=5s', 'functions.g.timeout=5s'])).toEqual([
      'functions.f.timeout=5s',
      'functions.g.timeout=5s',
    ])
  })
})
