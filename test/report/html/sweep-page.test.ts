import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { axisNumbers } from '../../../src/experiment/axis-numbers.ts'
import { figureScale } from '../../../src/report/html/figure-scale.ts'
import { TURNS } from '../../../src/report/html/heat-map.ts'
import { shadeOf } from '../../../src/report/html/shade.ts'
import { evenly, labelled, valueAxis } from '../../../src/report/html/value-axis.ts'
import { ROOT } from '../../source-file.ts'
import { EVENTFUL, pageOfFind, pageOfFront, pageOfSweep, RETRIES, SLOTS } from './written-page.ts'

const HOSTILE = '</title><script>alert(1)</script>"\'&'

/** The texts of elements, without what stands in them. */
function texts(page: string, pattern: RegExp): string[] {
  return [...page.matchAll(pattern)].map(([, text]) => text!.replaceAll(/<[^>]+>/g, ''))
}
const told = (page: string) => texts(page, /<g class="mark"><title>([^<]*)<\/title>/g).filter((text) => text !== '')
const headings = (page: string, level: number) =>
  texts(page, new RegExp(`<h${level}[^>]*>([\\s\\S]*?)</h${level}>`, 'g'))
const csvOf = (page: string, name: string) => {
  const [, data] = new RegExp(`download="${name}" href="data:text/csv;charset=utf-8,([^"]*)"`).exec(page)!
  return decodeURIComponent(data!)
    .split('\n')
    .map((line) => line.split(','))
}

describe('the page of a sweep', () => {
  let page: string
  beforeAll(async () => {
    page = await pageOfSweep()
  })

  it('is the same, to the last byte, for the same scenario and seed', async () => {
    expect(await pageOfSweep()).toBe(page)
  })

  it('shows every point against loss and cost, and joins those of the front', () => {
    const marks = told(page).filter((text) => / lost, \$ /.test(text))
    expect(marks).toHaveLength(12)
    expect(marks.filter((text) => /least lost|cheapest|, front/.test(text)).length).toBeGreaterThan(2)
    expect(page).toMatch(/<path d="M[\d.]+ [\d.]+(?:H[\d.]+V[\d.]+)+" fill="none"/)
  })

  it('tells by a shape, a sign and words what of the front is close, and its line goes by the means', async () => {
    const hopeful = EVENTFUL.slice(0, EVENTFUL.indexOf('expect:'))
    const close = await pageOfSweep([`${SLOTS}=6..11`, `${RETRIES}=0,1,2`], hopeful)
    const points = told(close).filter((text) => / lost, \$ /.test(text))
    const count = points.filter((text) => text.endsWith(', close')).length
    expect(count).toBeGreaterThan(3)
    expect(close.match(/<g class="mark"><title>[^<]*, close<\/title><path d="M[\d.]+ [\d.]+l5 5l-5 5/g)).toHaveLength(
      count,
    )
    expect(close.match(/◇<span class="unseen"> close/g)!.length).toBeGreaterThanOrEqual(count)
    expect(close).toContain('<p>close: another point may be cheaper and lose as little; more replications tell.</p>')
    const [, line] = /<path d="(M[\d. ]+(?:H[\d.]+V[\d.]+)+)" fill="none"/.exec(close)!
    const heights = [...line!.matchAll(/(?:^M[\d.]+ |V)([\d.]+)/g)].map(([, y]) => Number(y))
    expect(heights.length).toBeLessThan(count)
    expect(heights).toEqual(heights.toSorted((a, b) => a - b))
  })

  it('says at each mark what it is, with its interval', () => {
    expect(told(page)).toContainEqual(
      expect.stringMatching(
        /^reservedConcurrency 3, MaximumRetryAttempts 1: [\d.]+ % ± [\d.]+ %, an expectation fails$/,
      ),
    )
  })

  it('has each value of a heat map as text, and the same values in its curves', () => {
    const [map] = /<div class="table heat"[\s\S]*?<\/table>/.exec(page)!
    const cells = texts(map, /<td class="[^"]*" style="--level:[\d.]+%">([\s\S]*?)<\/td>/g)
    expect(cells).toHaveLength(12)
    const values = cells.map((cell) => /[\d.]+ %/.exec(cell)![0])
    const curves = told(page).filter((text) =>
      /^reservedConcurrency \d, MaximumRetryAttempts \d: [\d.]+ % ±/.test(text),
    )
    expect(curves.map((text) => /[\d.]+ %/.exec(text)![0]).toSorted()).toEqual(values.toSorted())
  })

  it('marks by a shape where an expectation fails', async () => {
    const cross = /<g class="mark"><title>[^<]*an expectation fails<\/title><path /g
    expect(page.match(cross)!.length).toBeGreaterThan(10)
    expect(page.match(/<g class="mark"><title>[^<]*an expectation fails<\/title><circle/g)).toBeNull()
    const fine = await pageOfSweep(undefined, EVENTFUL.replace('  - orders.dropped == 0\n', ''))
    expect(fine.match(cross)).toBeNull()
    expect(fine).not.toContain('an expectation fails')
  })

  it('offers all points as a file, with ends of intervals and expectations that were met', () => {
    const [head, ...lines] = csvOf(page, 'points.csv')
    expect(head!.slice(0, 5)).toEqual(['point', SLOTS, RETRIES, 'replications', 'lost'])
    expect(head!.slice(-2)).toEqual(['met: orders.discarded == 0', 'met: orders.dropped == 0'])
    expect(lines).toHaveLength(12)
    expect(lines.map(([point]) => Number(point))).toEqual(lines.map((_, place) => place + 1))
  })

  it('has a curve a figure where one thing varies, and no heat map', async () => {
    const one = await pageOfSweep([`${SLOTS}=2..5`])
    expect(one).not.toContain('class="table heat"')
    expect(headings(one, 3)).toEqual(expect.arrayContaining(['lost', 'cost', 'throttles']))
    expect(told(one).filter((text) => /^reservedConcurrency \d: /.test(text)).length).toBeGreaterThanOrEqual(4 * 5)
  })

  it('draws two axes of three for each value of the third, which needs no script', async () => {
    const three = await pageOfSweep([`${SLOTS}=2..4`, `${RETRIES}=0,1`, 'functions.orders.timeout=2s,5s,30s'])
    expect(headings(three, 2)).toContain('By reservedConcurrency and timeout')
    expect(three.match(/<details class="held"/g)).toHaveLength(2)
    expect(three.match(/<details class="held" open/g)).toHaveLength(1)
    expect(three.match(/class="table heat"/g)).toHaveLength(2 * 4)
  })

  it('stays a page with many points: the best are drawn, the file has all', async () => {
    const short = EVENTFUL.replace('runLength: 20m', 'runLength: 10s')
    const many = await pageOfSweep([`${SLOTS}=1..30`, `${RETRIES}=0,1,2`, 'functions.mail.timeout=2s..20s/2s'], short)
    expect(many.length).toBeLessThan(1_500_000)
    expect(many.match(/<details class="held"/g)!.length).toBeLessThanOrEqual(9)
    expect(csvOf(many, 'points.csv')).toHaveLength(901)
  }, 60_000)

  it('takes whatever a scenario says for text', async () => {
    const hostile = await pageOfSweep([`name=${JSON.stringify(HOSTILE)},plain`])
    expect(hostile.match(/<\/?script>/g)).toHaveLength(8)
  })
})

describe('the page of a search', () => {
  let page: string
  beforeAll(async () => {
    page = await pageOfFind()
  })

  it('tells each turn, in order, with what was decided', () => {
    const turns = told(page).filter((text) => text.startsWith('turn '))
    expect(turns.length).toBeGreaterThan(4)
    expect(turns.map((text) => Number(/\d+/.exec(text)![0]))).toEqual(turns.map((_, place) => place + 1))
    expect(turns[0]).toMatch(/^turn 1: reservedConcurrency 1, fails after \d+ runs$/)
    expect(turns[1]).toMatch(/^turn 2: reservedConcurrency 30, holds after \d+ runs$/)
    expect(turns.filter((text) => text.includes(', found after '))).toHaveLength(1)
  })

  it('draws each term with its bound, and what it was at each value', () => {
    expect(headings(page, 3)).toEqual([
      'orders.dropped &lt; 300',
      'orders.completion.mean &lt; 12s',
      'cost of a run',
      'The scenario',
    ])
    expect(texts(page, /<text[^>]*>(bound [^<]*)<\/text>/g)).toEqual(['bound 300', 'bound 12.0 s'])
    expect(told(page)).toContainEqual(expect.stringMatching(/^reservedConcurrency 1: 1,3\d\d ± [\d.]+, fails$/))
  })

  it('narrows what is left from turn to turn down to two neighbours', () => {
    const [drawing] = /<figure class="drawing">[\s\S]*?<\/figure>/.exec(page)!
    const spans = [...drawing.matchAll(/<line x1="([\d.]+)" x2="([\d.]+)"[^>]*stroke-width="6" stroke-linecap/g)]
    const widths = spans.map(([, from, to]) => Number(to) - Number(from)).slice(0, -1)
    expect(widths.length).toBeGreaterThan(3)
    for (const [place, width] of widths.slice(1).entries()) expect(width).toBeLessThanOrEqual(widths[place]!)
    expect(widths.at(-1)).toBeLessThan(widths[0]! / 10)
  })

  it('says what binds where nothing suffices', async () => {
    const none = await pageOfFind(undefined, 'orders.dropped < 5')
    expect(none).toMatch(/<p id="answer"[^>]*>No reservedConcurrency of 1 to 30 suffices/)
    expect(none).not.toContain('values that are left')
  })
})

describe('the page of a front', () => {
  let page: string
  beforeAll(async () => {
    page = await pageOfFront()
  })
  const columns = (line: readonly string[] | undefined, ...places: number[]) => places.map((place) => line![place])

  it('is the same, to the last byte, for the same scenario and seed', async () => {
    expect(await pageOfFront()).toBe(page)
  })

  it('shows every setting that was tried, and tells of each what it is, as the file beside the table does', () => {
    const [head, ...lines] = csvOf(page, 'settings.csv')
    expect(head!.slice(0, 9)).toEqual([
      'point',
      SLOTS,
      RETRIES,
      'replications',
      'verdict',
      'note',
      'cost',
      '"cost',
      ' from"',
    ])
    expect(lines.length).toBeGreaterThan(8)
    const marks = told(page)
    expect(marks).toHaveLength(lines.length)
    const endings = {
      front: /, front$/,
      close: /, close$/,
      '': /dropped, \$ [\d.]+ ± \$ [\d.]+ cost(?:, the requirement does not hold)?$/,
    }
    for (const line of lines) {
      const [slots, retries, verdict, note] = columns(line, 1, 2, 4, 5)
      const mark = marks.find((text) =>
        text.startsWith(`reservedConcurrency=${slots}, MaximumRetryAttempts=${retries}: `),
      )
      expect(mark).toMatch(endings[note as keyof typeof endings])
      expect(mark!.includes('the requirement does not hold')).toBe(verdict === 'unmet')
    }
    expect(lines.some(([, , , , verdict]) => verdict === 'unmet')).toBe(true)
    expect(lines.some(([, , , , , note]) => note === 'front')).toBe(true)
  })

  it('draws the first figure against each of the others, and nothing where there is one alone', async () => {
    const short = EVENTFUL.replace('runLength: 20m', 'runLength: 7m')
    const three = await pageOfFront(['cost', 'dropped', 'completion.p99'], undefined, short)
    expect(three.match(/<figure class="drawing">/g)).toHaveLength(2)
    expect(three).toContain('aria-label="completion.p99 against cost: ')
    const one = await pageOfFront(['cost'], undefined, short)
    expect(one).not.toContain('<figure class="drawing">')
    expect(one).toMatch(/<p id="answer"[^>]*>One setting with which/)
  })

  it('says what binds where nothing suffices, and shows what was tried', async () => {
    const none = await pageOfFront(undefined, 'orders.dropped < 0.5')
    expect(none).toMatch(/<p id="answer"[^>]*>No setting that was tried suffices: what binds is/)
    expect(csvOf(none, 'settings.csv').length).toBeGreaterThan(4)
  })
})

describe('an axis', () => {
  const axis = (values: readonly unknown[]) => valueAxis({ path: 'a.b', values }, 'b', axisNumbers(values))

  it('has numbers at their distances, of whatever notation', () => {
    expect(axis([10, 20, 40, 50]).shares.map((share) => Number(share.toFixed(3)))).toEqual([0.04, 0.27, 0.73, 0.96])
    expect(axisNumbers(['500ms', '2s', '1m'])).toEqual([500, 2_000, 60_000])
    expect(axisNumbers(['30/m', '1/s'])).toEqual([0.0005, 0.001])
    expect(axisNumbers(['1KB', '1MB'])).toEqual([1_024, 1_048_576])
    expect(axis(['1s', '3s', '2s']).shares[2]).toBeCloseTo(0.5)
  })

  it('is logarithmic where values are even by factors', () => {
    expect(axis([1, 2, 4, 8, 16]).isLogarithmic).toBe(true)
    expect(axis([128, 512, 1_024, 10_240]).isLogarithmic).toBe(true)
    expect(axis([6, 7, 8, 9]).isLogarithmic).toBe(false)
    expect(axis([0, 1, 2, 4, 8]).isLogarithmic).toBe(false)
    expect(axis([1, 100]).isLogarithmic).toBe(false)
  })

  it('has words beside each other, with nothing between', () => {
    expect(axis(['fifo', 'recorded'])).toMatchObject({ isContinuous: false, shares: [0.25, 0.75] })
    expect(axis([true, false]).isContinuous).toBe(false)
  })

  it('leaves out labels that would hide each other, never those of the ends', () => {
    const { texts: all, shares } = axis(Array.from({ length: 200 }, (_, place) => place + 100))
    const kept = labelled({ texts: all, shares }, () => 0.1)
    expect(kept.length).toBeGreaterThan(5)
    expect([kept[0], kept.at(-1)]).toEqual([0, 199])
    const gaps = kept.slice(1).map((place, index) => shares[place]! - shares[kept[index]!]!)
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(0.1)
  })

  it('is thinned evenly, with both ends', () => {
    expect(evenly(3, 5)).toEqual([0, 1, 2])
    expect(evenly(101, 5)).toEqual([0, 25, 50, 75, 100])
  })
})

describe('a scale of figures', () => {
  const labels = (...given: Parameters<typeof figureScale>) => figureScale(...given).ticks.map(({ text }) => text)

  it('has round labels in their unit, from 0 on', () => {
    expect(labels([0, 0.2], [], 'share')).toEqual(['0 %', '5 %', '10 %', '15 %', '20 %'])
    expect(labels([5_000, 90_000], [], 'duration')).toEqual(['0 s', '20 s', '40 s', '60 s', '80 s'])
    expect(labels([0, 4_000], [], 'count')).toEqual(['0', '1,000', '2,000', '3,000', '4,000'])
  })

  it('shows how figures differ that lie close together', () => {
    const scale = figureScale([0.024, 0.027], [0.0239, 0.0271], 'money')
    expect(scale.ticks[0]!.text).toBe('$ 0.024')
    expect(scale.shareOf(0.024)).toBeLessThan(0.15)
    expect(scale.shareOf(0.027)).toBeGreaterThan(0.85)
  })

  it('is logarithmic over orders of magnitude, and none where something is 0', () => {
    expect(figureScale([0.0003, 0.2], [-0.001], 'share')).toMatchObject({ isLogarithmic: true })
    expect(labels([0.0003, 0.2], [], 'share')).toEqual(['0.1 %', '1.0 %', '10.0 %'])
    expect(figureScale([0, 0.2], [], 'share').isLogarithmic).toBe(false)
  })

  it.each([
    [[0], []],
    [[5, 5], [5]],
    [
      [1e-9, 1],
      [-1, 2],
    ],
  ])('has room for %j with bounds %j: every value lies on it', (means, bounds) => {
    const { shareOf, ticks } = figureScale(means, bounds, 'amount')
    for (const value of [...means, ...bounds]) expect(shareOf(value)).toBeGreaterThanOrEqual(0)
    for (const value of [...means, ...bounds]) expect(shareOf(value)).toBeLessThanOrEqual(1)
    expect(ticks.length).toBeGreaterThan(1)
  })
})

describe('shades', () => {
  it('go from the least to the largest value, by factors where they differ by orders of magnitude', () => {
    const { level, isLogarithmic } = shadeOf([2, 4, 6])
    expect([level(2), level(4), level(6), isLogarithmic]).toEqual([0, 0.5, 1, false])
    const wide = shadeOf([0, 0.01, 1, 100])
    expect([wide.level(0), wide.level(0.01), wide.level(100)]).toEqual([0, 0, 1])
    expect(wide.level(1)).toBeCloseTo(0.5)
    expect(wide.isLogarithmic).toBe(true)
    expect(shadeOf([3, 3]).level(3)).toBe(0)
  })

  const css = readFileSync(join(ROOT, 'src/report/html/browser/page.css'), 'utf8')
  const ramps = [...css.matchAll(/--least: (#\w{6});\s+--most: (#\w{6});/g)].map(([, least, most]) => [least!, most!])

  it.each([
    ['light', 0, (level: number) => (level > TURNS.light ? '#ffffff' : '#000000')],
    ['dark', 1, (level: number) => (level > TURNS.dark ? '#000000' : '#ffffff')],
  ] as const)('leave a text readable on each of them, on a %s ground', (_, place, inkAt) => {
    const [least, most] = ramps[place]!
    const contrasts = Array.from({ length: 1_001 }, (_each, step) => {
      const level = step / 1_000
      return contrast(luminance(mixed(channels(least!), channels(most!), level)), luminance(channels(inkAt(level))))
    })
    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5)
  })
})

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
}

function mixed(from: readonly number[], to: readonly number[], level: number): number[] {
  return from.map((channel, place) => channel * (1 - level) + to[place]! * level)
}

/** As WCAG 2 has it. */
function luminance(colour: readonly number[]): number {
  const [red, green, blue] = colour.map((channel) => {
    const share = channel / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!
}

function contrast(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}
