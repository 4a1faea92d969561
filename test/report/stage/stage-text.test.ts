import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import picocolors from 'picocolors'
import { describe, expect, test } from 'vitest'
import { stageText } from '../../../src/report/stage/stage-text.ts'
import { ASCII, PLAIN, type Style, UNICODE } from '../../../src/report/style.ts'
import { ROOT } from '../../source-file.ts'
import { OUTAGE, stageAt } from './watched.ts'

const STYLE: Style = { colours: PLAIN, glyphs: UNICODE }
const AT_MS = 841_234

describe('a frame', () => {
  test.each([
    ['80x24', STYLE, 80, 24],
    ['120x40', STYLE, 120, 40],
    ['40x30', STYLE, 40, 30],
    ['80x24-ascii', { colours: PLAIN, glyphs: ASCII }, 80, 24],
    ['80x24-coloured', { colours: picocolors.createColors(true), glyphs: UNICODE }, 80, 24],
  ] as const)('of %s shows what is stored', async (name, style, columns, rows) => {
    const frame = stageText(await stageAt(OUTAGE, AT_MS), style, { columns, rows })
    await expect(`${frame.join('\n')}\n`).toMatchFileSnapshot(`expected-${name}.txt`)
  })

  test('is that of the guide, with its scenario', async () => {
    const guide = readFileSync(join(ROOT, 'docs/guides/terminal.md'), 'utf8')
    const frame = stageText(await stageAt(OUTAGE, AT_MS), STYLE, { columns: 80, rows: 24 })
    expect(guide).toContain(`\`\`\`text\n${frame.join('\n')}\n\`\`\``)
    expect(guide).toContain(`# outage.yaml\n${OUTAGE}\`\`\``)
  })

  test('fits every screen: as many lines as it has rows, none wider', async () => {
    const stages = [await stageAt(OUTAGE, 0), await stageAt(OUTAGE, AT_MS), await stageAt(OUTAGE, 4_000_000)]
    for (const stage of stages) {
      for (let columns = 1; columns <= 200; columns += columns < 6 ? 1 : 7) {
        for (let rows = 1; rows <= 60; rows += rows < 28 ? 1 : 8) {
          const frame = stageText(stage, STYLE, { columns, rows })
          expect(frame.length, `${columns}x${rows}`).toBe(rows)
          expect(Math.max(...frame.map((line) => line.length)), `${columns}x${rows}`).toBeLessThanOrEqual(columns)
        }
      }
    }
  })

  test('is all ASCII where the terminal shows nothing else, whatever names hold', async () => {
    const scenario = OUTAGE.replace('name: checkout', 'name: Bestellung für ☂')
    const frame = stageText(
      await stageAt(scenario, AT_MS),
      { colours: PLAIN, glyphs: ASCII },
      { columns: 80, rows: 24 },
    )
    expect(frame.join('\n')).toMatch(/^\p{ASCII}+$/u)
    expect(frame[0]).toContain('Bestellung f?r ? during an outage')
  })

  test('lets no control character of a name reach the terminal', async () => {
    const stage = await stageAt(OUTAGE, AT_MS)
    const scenario = { ...stage.scenario, name: '\x1b[2Jcheckout\n' }
    const frame = stageText({ ...stage, scenario }, STYLE, { columns: 80, rows: 24 })
    expect(frame.join('')).not.toMatch(/\p{Cc}/u)
  })

  test('says whether it is paused, over, slower than asked, and what keys there are', async () => {
    const stage = await stageAt(OUTAGE, AT_MS)
    const said = (changes: Partial<typeof stage>) => {
      const frame = stageText({ ...stage, ...changes }, STYLE, { columns: 80, rows: 24 })
      return [frame[0]!.replace(/^.*seed 42 +/, ''), frame.at(-1)!.trim()]
    }
    expect(said({ isPlaying: false })).toEqual(['20x paused', 'space play · . next decision · +- speed · q quit'])
    expect(said({ isBehind: true })[0]).toBe('20x asked, as fast as it can playing')
    expect(said({ isOver: true })).toEqual(['20x over', 'q the report'])
    expect(said({ hasKeys: false })[1]).toBe('Ctrl-C ends it')
  })

  test('tells counts that add up: whoever was accepted is somewhere', async () => {
    for (const atMs of [0, 1_000, 600_000, AT_MS, 1_500_000, 4_000_000]) {
      const { whereabouts, conditions, accepted } = await stageAt(OUTAGE, atMs)
      const places = (['queue', 'running', 'retryWait', 'backOff'] as const).map((place) => whereabouts.count(place))
      expect(places.reduce((sum, count) => sum + count)).toBe(whereabouts.size)
      const ended = conditions.counts.reduce((sum, { count }) => sum + count, 0)
      expect(whereabouts.size + ended).toBe(accepted)
    }
  })

  test('names the concurrency that is used most where functions have their own', async () => {
    const scenario = OUTAGE.replace('functions:', 'functions:\n  other: { arrivals: [{ at: [0s] }] }')
    const frame = stageText(await stageAt(scenario, 700_000), STYLE, { columns: 80, rows: 24 })
    expect(frame.join('\n')).toMatch(/\d of 1,000/)
    expect(frame.join('\n')).toMatch(/checkout: \d of 5/)
  })
})
