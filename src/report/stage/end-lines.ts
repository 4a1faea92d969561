import type { ConditionCount, Taker } from '../../measure/condition-counts.ts'
import { briefCountText } from '../number.ts'
import type { Glyphs } from '../style.ts'
import { deadLetterName, targetName } from '../target-name.ts'
import { type Line, lengthOf } from './line.ts'
import type { Stage } from './stage.ts'

/** Columns of a count. */
const COUNT_COLUMNS = 7

/**
 * How events ended so far, a line each, and where their records went: beside it, below it where there is more height than
 * width, or not at all.
 */
export function endLines(stage: Stage, glyphs: Glyphs, columns: number, rows: number): Line[] {
  const { conditions, whereabouts } = stage
  const shown = conditions.counts.filter(({ count, condition }) => count > 0 || condition === 'Success')
  const rest: Line[] = whereabouts.ends.dropped > 0 ? [discardedLine(whereabouts.ends.discarded)] : []
  const below = shown.flatMap((each) => [endLine(each), ...takersLines(each, glyphs, columns)])
  const labelColumns = Math.max(...shown.map((each) => lengthOf(endLine(each))))
  const beside = shown.map((each): Line => {
    const [took] = takersLine(each, glyphs)
    if (!took) return endLine(each)
    return [...endLine(each), [' '.repeat(labelColumns - lengthOf(endLine(each)))], took]
  })
  if (beside.every((line) => lengthOf(line) <= columns)) return [...beside, ...rest].slice(0, rows)
  const lines = below.length + rest.length <= rows ? below : shown.map(endLine)
  return [...lines, ...rest].slice(0, rows)
}

function endLine({ condition, count }: ConditionCount): Line {
  const isSuccess = condition === 'Success'
  return [
    [briefCountText(count).padStart(COUNT_COLUMNS), isSuccess ? 'green' : 'red'],
    [`  ${isSuccess ? 'succeeded' : condition}`],
  ]
}

function discardedLine(count: number): Line {
  return [
    [briefCountText(count).padStart(COUNT_COLUMNS), count > 0 ? 'red' : 'dim'],
    [count > 0 ? '  discarded: nothing took them' : '  discarded', 'dim'],
  ]
}

function takersLines(each: ConditionCount, glyphs: Glyphs, columns: number): Line[] {
  const indent = ' '.repeat(COUNT_COLUMNS)
  const whole = takersLine(each, glyphs).map((piece): Line => [[indent], piece])
  if (whole.every((line) => lengthOf(line) <= columns)) return whole
  return each.takers.map((taker) => [[`${indent}  ${takerText(taker, each.count, glyphs)}`, 'dim']])
}

/** All that took something, in one stretch; none where nothing did. */
function takersLine({ takers, count }: ConditionCount, glyphs: Glyphs) {
  if (takers.length === 0) return []
  return [[`  ${takers.map((taker) => takerText(taker, count, glyphs)).join(', ')}`, 'dim'] as const]
}

/** `→ sqs failed`; with its count where it did not take them all. */
function takerText({ side, target, count }: Taker, of: number, { arrow }: Glyphs): string {
  const name = side === 'deadLetter' ? deadLetterName(target) : targetName(target)
  return `${arrow} ${name}${count === of ? '' : ` ${briefCountText(count)}`}`
}
