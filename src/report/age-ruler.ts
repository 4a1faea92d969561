import type { Steps } from '../measure/timeline-step.ts'
import { ageBeside } from './age-text.ts'
import { durationText } from './duration.ts'
import { element, escaped } from './svg.ts'
import { COLOUR } from './timeline-colour.ts'

export const RULER_HEIGHT = 84

/** Room behind the largest age, as a share of the ruler. */
const SLACK = 0.06

/** How old an event became on a scale of its own, with the limit as a mark; dotted, how old it would have become. */
export function ageRuler(
  { ageMs, nextAgeMs, maximumAgeMs }: Steps['end'],
  { x, y, width }: { readonly x: number; readonly y: number; readonly width: number },
): string {
  const largestMs = Math.max(ageMs, nextAgeMs ?? 0, maximumAgeMs)
  const at = (ms: number) => Math.round((x + (ms / largestMs) * width * (1 - SLACK)) * 10) / 10
  const line = y + 44
  const bar = (fromMs: number, toMs: number, more: Readonly<Record<string, string | number>>) =>
    element('line', { x1: at(fromMs), y1: line, x2: at(toMs), y2: line, 'stroke-linecap': 'round', ...more })
  const text = (ms: number, textY: number, words: string, more: Readonly<Record<string, string>> = {}) => {
    // A label near an end of the ruler stays within it.
    const share = (at(ms) - x) / width
    const anchor = share < 0.2 ? 'start' : share > 0.8 ? 'end' : 'middle'
    return element(
      'text',
      { x: at(ms), y: textY, 'font-size': 13, fill: COLOUR.quiet, 'text-anchor': anchor, ...more },
      [escaped(words)],
    )
  }
  return element('g', {}, [
    bar(0, largestMs, { stroke: COLOUR.rule, 'stroke-width': 2 }),
    bar(0, ageMs, { stroke: COLOUR.quiet, 'stroke-width': 6 }),
    ...(nextAgeMs === undefined
      ? []
      : [bar(ageMs, nextAgeMs, { stroke: COLOUR.retry, 'stroke-width': 5, 'stroke-dasharray': '0.1 9' })]),
    element('path', { d: `M${at(maximumAgeMs)} ${line - 14}v28`, stroke: COLOUR.bad, 'stroke-width': 3 }),
    text(maximumAgeMs, line - 22, `age limit ${durationText(maximumAgeMs)}`, { fill: COLOUR.bad }),
    text(
      nextAgeMs ?? ageMs,
      line + 30,
      nextAgeMs === undefined
        ? `age at the end ${durationText(ageMs)}`
        : `age now ${durationText(ageMs)}, at the next dispatch ${ageBeside(nextAgeMs, maximumAgeMs)}`,
    ),
  ])
}
