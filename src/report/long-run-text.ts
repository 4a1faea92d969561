import type { BatchMeans } from '../experiment/batch-means.ts'
import type { LongRun } from '../experiment/long-run.ts'
import { cellsTable } from './cells-table.ts'
import { briefText } from './duration.ts'
import { halfWidthText, type Notation, valueText } from './figure-text.ts'
import { wrap } from './prose.ts'
import { ASCII, type Style } from './style.ts'

const ROWS: readonly (readonly [label: string, name: keyof LongRun['means'], notation: Notation])[] = [
  ['completion', 'completion', 'duration'],
  ['attempts an event', 'attempts', 'amount'],
  ['share dropped', 'dropped', 'amount'],
]

/** What stands below the report of one long run: its means by batch means, its warm-up, and what speaks against them. */
export function longRunText({ means, warmUp, doubts }: LongRun, style: Style): string {
  const known = ROWS.flatMap(([label, name, notation]) => {
    const batches = means[name]
    return batches ? [[label, ...cellsOf(batches, notation)]] : []
  })
  const [batches] = Object.values(means).filter((each) => each !== null)
  const lines = [
    ...(batches
      ? [`  ${batches.batches} batches, 95 % confidence`, ...cellsTable(['', 'mean', '±', 'correlation'], known, style)]
      : []),
    ...(warmUp === null ? [] : [`  steady from ${warmUp === 0 ? 'the start' : `${briefText(warmUp)} on`} (MSER-5)`]),
    ...doubts.flatMap((doubt) => wrap(`${style.glyphs.unmet} ${doubt}`, '  ', style.width)),
  ]
  const text = `\n${lines.join('\n')}\n`
  return style.glyphs === ASCII ? text.replaceAll('±', '+-') : text
}

function cellsOf({ interval, correlation }: BatchMeans, notation: Notation): string[] {
  return [valueText(interval.mean, notation), halfWidthText(interval, notation), correlation.toFixed(2)]
}
