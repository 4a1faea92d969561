import type { Estimate } from '../experiment/estimate.ts'
import type { Unit } from '../scenario/metric.ts'
import { durationText } from './duration.ts'
import { countText, finePercentText, meanText, moneyText } from './number.ts'

/** How a figure is written: as what it counts, money and shares apart from other amounts. */
export type Notation = Unit | 'money' | 'share'

/** A mean, or a difference of means. */
export function valueText(value: number, notation: Notation): string {
  if (value < 0) return `-${valueText(-value, notation)}`
  switch (notation) {
    case 'count':
      return Number.isInteger(value) ? countText(value) : meanText(value)
    case 'duration':
      return durationText(value)
    case 'money':
      return value === 0 || value >= 0.000_1
        ? moneyText(value)
        : `$ ${value.toFixed(1 - Math.floor(Math.log10(value)))}`
    case 'share':
      return finePercentText(value, 1)
    default:
      return value === 0 || value >= 10 ? meanText(value) : String(Number(value.toPrecision(3)))
  }
}

/** How far the truth may lie from a mean: `± 12`. Empty where nobody knows, as after one replication. */
export function halfWidthText({ halfWidth }: Pick<Estimate, 'halfWidth'>, notation: Notation): string {
  return halfWidth === null ? '' : valueText(halfWidth, notation)
}

/** Both, for two cells of a table; empty where nothing is known. */
export function figureCells(estimate: Estimate | undefined, notation: Notation): [mean: string, within: string] {
  return estimate ? [valueText(estimate.mean, notation), halfWidthText(estimate, notation)] : ['', '']
}

/** Both in one: `12 ± 3`. */
export function figureText(estimate: Estimate, notation: Notation): string {
  const [mean, within] = figureCells(estimate, notation)
  return within === '' ? mean : `${mean} ± ${within}`
}

/** Why intervals mean nothing, in words: those of the doubts that there are. */
export function doubtLines(doubts: ReadonlySet<Estimate['doubt']>, replications: number, unseen: number): string[] {
  const share = `${Math.round(unseen * 100)} %`
  return [
    ...(doubts.has('unseen')
      ? [`unseen: it came in none of ${replications} replications; up to ${share} of runs may have it (95 %).`]
      : []),
    ...(doubts.has('rare')
      ? ['rare: it came less than five times, or in less than five replications: its interval means nothing.']
      : []),
    ...(doubts.has('tail')
      ? ['tail: fewer than five values of a run lie beyond this quantile: it is little more than the maximum.']
      : []),
  ]
}
