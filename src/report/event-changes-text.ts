import type { ComparisonResult } from '../experiment/comparison.ts'
import { countOf, countText } from './number.ts'
import { listed } from './prose.ts'
import type { Glyphs } from './style.ts'

/** Events of a change that are named. */
const NAMED = 4

/** How events fared under an alternative, in one sentence. */
export function eventsSentence(result: ComparisonResult, place: number): string {
  const { compared, changes, sooner, later, onlyBefore, onlyAfter } = result.events[place]!
  const others = changes.reduce((sum, { count }) => sum + count, 0)
  const rest = [
    ...(sooner > 0 ? [`${countText(sooner)} ended sooner`] : []),
    ...(later > 0 ? [`${countText(later)} ended later`] : []),
  ]
  const alone = [
    ...(onlyBefore > 0 ? [`${countOf(onlyBefore, 'event')} came without it only`] : []),
    ...(onlyAfter > 0 ? [`${countOf(onlyAfter, 'event')} came with it only`] : []),
  ]
  const first = result.replications > 1 ? ' of the first replication' : ''
  const lead =
    others === 0
      ? `Each of the ${countOf(compared, 'event')}${first} ended the same way`
      : `${countText(others)} of ${countOf(compared, 'event')}${first} ended otherwise`
  const like = rest.length > 0 ? `; ${others === 0 ? '' : 'of the others '}${listed(rest)}` : ''
  return `${[lead + like, ...alone].join('; ')}.`
}

/** Each way in which events ended otherwise, with some of them. */
export function changeTexts(result: ComparisonResult, place: number, glyphs: Glyphs): string[] {
  return result.events[place]!.changes.map(({ from, to, count, events }) => {
    const numbers = events.slice(0, NAMED).map(([before]) => countText(before))
    const named = `event ${numbers.join(', ')}${count > numbers.length ? ` ${glyphs.more}` : ''}`
    return `${countText(count)}  ${from} ${glyphs.arrow} ${to}  ${named}`
  })
}
