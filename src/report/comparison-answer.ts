import type { ComparedFigure, ComparisonResult } from '../experiment/comparison.ts'
import type { Estimate } from '../experiment/estimate.ts'
import { halfWidthText, type Notation, valueText } from './figure-text.ts'
import { countText } from './number.ts'
import { listed } from './prose.ts'

/** Whether an interval says that there is a difference at all. */
export function isSure(difference: Estimate | null): difference is Estimate {
  if (!difference || difference.low === null || difference.high === null) return false
  return difference.doubt === undefined && (difference.low > 0 || difference.high < 0)
}

/** What a comparison says, in one sentence: which setting drops least, or what else differs. */
export function comparisonAnswer({ figures, settings }: ComparisonResult): string {
  const dropped = figures.total.dropped!
  const alternatives = settings.slice(1).map((setting) => setting.with)
  if (dropped.differences[0]?.halfWidth === null) return singleAnswer(dropped, alternatives)
  if (alternatives.length === 1) {
    const [name] = alternatives as [string]
    return isSure(dropped.differences[0]!)
      ? `With ${name} ${droppedText(dropped, 0, figures.total.received!)}, ${costText(figures.total['cost.usd']!, 0)}.`
      : `With ${name} ${sameText(dropped)}${elseText(figures.total, 0)}, ${costText(figures.total['cost.usd']!, 0)}.`
  }
  const byDrops = alternatives
    .map((name, place) => ({ name, place, difference: dropped.differences[place]! }))
    .filter(({ difference }) => isSure(difference))
    .sort((a, b) => a.difference.mean - b.difference.mean)
  const told = ({ name, place }: { name: string; place: number }) =>
    `${name}: ${droppedText(dropped, place, figures.total.received!)}, ${costText(figures.total['cost.usd']!, place)}`
  const [fewest] = byDrops
  if (fewest && fewest.difference.mean < 0) return `Fewest events are dropped with ${told(fewest)}.`
  if (fewest && byDrops.length === alternatives.length)
    return `No setting drops fewer events than the file as it is; nearest to it comes ${told(fewest)}.`
  const more = byDrops.length > 0 ? `, and ${countText(byDrops.length)} of ${alternatives.length} more` : ''
  return `No setting drops fewer events than the file as it is${more}.`
}

/** One replication has figures, and nothing to say how sure they are. */
function singleAnswer({ settings }: ComparedFigure, alternatives: readonly string[]): string {
  const dropped = alternatives.map((name, place) => `${valueText(settings[place + 1]!.mean, 'count')} with ${name}`)
  const all = listed([`${valueText(settings[0]!.mean, 'count')} with the file as it is`, ...dropped])
  return `In a single replication events are dropped: ${all}; how sure that is only more of them tell.`
}

function droppedText(dropped: ComparedFigure, place: number, received: ComparedFigure): string {
  const difference = dropped.differences[place]!
  const [before, after] = [dropped.settings[0]!, dropped.settings[place + 1]!]
  const count = valueText(Math.abs(difference.mean), 'count')
  const more = difference.mean > 0 ? 'more' : 'fewer'
  const of = valueText(received.settings[0]!.mean, 'count')
  return `${count} ± ${halfWidthText(difference, 'count')} ${more} of ${of} events a run are dropped (${valueText(after.mean, 'count')} instead of ${valueText(before.mean, 'count')})`
}

function sameText({ settings, differences }: ComparedFigure): string {
  if (settings.every((estimate) => estimate?.mean === 0)) return 'nothing is dropped, as without it'
  const [difference] = differences
  if (difference?.mean === 0 && difference.halfWidth === 0)
    return 'exactly as many events are dropped as without it, replication by replication'
  const within =
    difference?.halfWidth == null
      ? ''
      : `, ${signed(difference.mean, 'count')} ± ${halfWidthText(difference, 'count')},`
  return `about as many events are dropped as without it: the difference${within} may be chance`
}

/** The first of these that differs for sure. */
const ELSE = [
  ['completion.p99', 'the 99th percentile of completion'],
  ['completion.mean', 'completion'],
  ['eventAge.mean', 'age at dispatch'],
] as const

function elseText(figures: Readonly<Record<string, ComparedFigure>>, place: number): string {
  for (const [metric, words] of ELSE) {
    const difference = figures[metric]?.differences[place]
    if (!difference || !isSure(difference)) continue
    const size = valueText(Math.abs(difference.mean), 'duration')
    const isMean = metric.endsWith('.mean') ? ' on average' : ''
    return `, ${words} is ${size} ${difference.mean > 0 ? 'later' : 'sooner'}${isMean}`
  }
  return ''
}

function costText({ differences }: ComparedFigure, place: number): string {
  const difference = differences[place]
  if (difference?.mean === 0 && difference.halfWidth === 0) return 'for the same cost'
  if (!difference || !isSure(difference)) return 'for about the same cost'
  return `for ${valueText(Math.abs(difference.mean), 'money')} ${difference.mean > 0 ? 'more' : 'less'}`
}

/** A difference with its sign. */
export function signed(value: number, notation: Notation): string {
  return value > 0 ? `+${valueText(value, notation)}` : valueText(value, notation)
}
