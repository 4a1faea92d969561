import { describe, expect, it } from 'vitest'
import { escaped } from '../../src/report/svg.ts'
import { LAYOUTS, timelinePicture, timelineSvg } from '../../src/report/timeline-svg.ts'
import { SINK } from '../engine/world.ts'
import { ExplainedWorld } from '../measure/explained.ts'
import { HOUR, scenarioOf } from './sample.ts'

/** An event that is throttled, fails twice, the second time by its timeout, and is dropped by the look-ahead. */
function world(): ExplainedWorld {
  const made = new ExplainedWorld({
    run: ({ event, tries }) => {
      if (event === 1) return { ms: 2_000 }
      return tries === 1 ? { ms: 100, outcome: 'error' } : { ms: 9_000 }
    },
    setup: (plane) => {
      plane.functions.create({ FunctionName: 'f', Timeout: 3 })
      plane.concurrency.put({ FunctionName: 'f', ReservedConcurrentExecutions: 1 })
      const DestinationConfig = { OnFailure: { Destination: SINK } }
      plane.eventInvokeConfigs.put({ FunctionName: 'f', MaximumEventAgeInSeconds: 180, DestinationConfig })
    },
  })
  made.send(0, 'f', { count: 2 })
  return made.finish() as ExplainedWorld
}

function pictureOf(event: number, name = 'sample'): string {
  const scenario = scenarioOf([{ name: 'f' }], { runLengthMs: HOUR, name })
  return timelineSvg({ scenario, timelines: [world().timeline(event)], question: undefined })
}

/** The elements of a picture by name; throws where one is not closed in its turn. */
function elements(svg: string): string[] {
  const open: string[] = []
  const names: string[] = []
  for (const [tag, slash, name, , selfClosed] of svg.matchAll(/<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>/g)) {
    if (slash === '/') expect(open.pop(), tag).toBe(name)
    else {
      names.push(name!)
      if (selfClosed !== '/') open.push(name!)
    }
  }
  expect(open).toEqual([])
  expect(svg.replaceAll(/<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>/g, '')).not.toMatch(/[<>]/)
  return names
}

describe('the picture of a timeline', () => {
  const svg = pictureOf(2)

  it('is whole, with a title and a description for those who hear it', () => {
    expect(elements(svg).slice(0, 4)).toEqual(['svg', 'title', 'desc', 'style'])
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" [^>]*role="img" aria-labelledby="[\w -]+">/)
    expect(svg).toContain('event 2 · f · dropped as EventAgeExceeded after 1 m 06 s, 2 attempts</title>')
    expect(svg).toMatch(
      /<desc [^>]*>00:00:00\.000 accepted\. 00:00:00\.000 throttled: 1 of 1 reserved in use; wait 1 s\./,
    )
  })

  it('draws an attempt as a bar, a wait as a dotted line, and the limit of the age', () => {
    expect(svg.match(/<rect x=/g)).toHaveLength(2)
    // Two throttles and one wait of two pieces, and the rest of the age that the look-ahead refused.
    expect(svg.match(/stroke-dasharray/g)).toHaveLength(5)
    expect(svg).toContain('>age limit 3 m 00 s<')
    expect(svg).toContain('>age now 1 m 06 s, at the next dispatch 3 m 06 s<')
    expect(pictureOf(1)).toContain('>age at the end 2.0 s<')
  })

  it('needs nothing from outside, in light and in dark', () => {
    expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/https?:|url\(|@import|<script|<image/)
    expect(svg).toContain('@media (prefers-color-scheme: dark)')
    expect(svg).toMatch(/fill="#0072b2"/)
  })

  it('has its colours in its elements, for what knows no style sheets', () => {
    const bare = svg.replace(/<style>.*?<\/style>/s, '')
    expect(bare).not.toMatch(/var\(|style=/)
    for (const [tag, name] of bare.matchAll(/<(text|rect|circle|path|line) [^>]*>/g)) {
      expect(tag).toMatch(name === 'line' ? / stroke="#\w{6}"/ : / (?:fill|stroke)="#\w{6}"/)
    }
    // In the dark each of them has another.
    const dark = /@media \(prefers-color-scheme: dark\) \{(.*)\}/s.exec(svg)![1]!
    for (const [, kind, colour] of bare.matchAll(/ (fill|stroke)="(#\w{6})"/g)) {
      expect(dark.replaceAll('&quot;', '"')).toContain(`[${kind}="${colour}"] { ${kind}: #`)
    }
  })

  it('keeps all that it draws within its bounds', () => {
    const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)!.map(Number) as [number, number, number]
    for (const [, axis, at] of svg.matchAll(/ (x1|x2|y1|y2|cx|cy|x|y)="([\d.-]+)"/g)) {
      expect(Number(at)).toBeGreaterThanOrEqual(0)
      expect(Number(at)).toBeLessThanOrEqual(axis!.includes('x') ? width : height)
    }
  })

  it('takes any name', () => {
    const strange = pictureOf(2, '</svg> & "x" \u0007 ö 🙂')
    elements(strange)
    expect(strange).toContain('&lt;/svg&gt; &amp; &quot;x&quot;')
    expect(escaped('a\u0000\uD800b')).toBe('a??b')
  })
})

it('keeps every line of the narrow layout within its width, notes too', () => {
  const scenario = scenarioOf([{ name: 'f' }])
  for (const event of [1, 2]) {
    const timeline = world().timeline(event)
    const { columns, textX, width } = LAYOUTS.narrow
    const picture = timelinePicture(timeline, scenario, { layout: LAYOUTS.narrow, id: 'n', hasHeading: false })
    const beside = [...picture.matchAll(new RegExp(`<text x="${textX}"([^>]*)>(.*?)</text>`, 'g'))]
    expect(beside.length).toBeGreaterThan(2)
    for (const [, attributes, text] of beside) {
      const room = attributes!.includes('font-size="13"') ? columns * (15 / 13) : columns
      expect(text!.length).toBeLessThanOrEqual(room)
    }
    expect(textX + columns * 8.7).toBeLessThanOrEqual(width)
  }
})
