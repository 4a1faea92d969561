import type { Estimate } from '../../experiment/estimate.ts'
import { element } from '../svg.ts'
import { COLOUR } from '../timeline-colour.ts'
import { Markup } from './markup.ts'

const [WIDTH, HEIGHT] = [120, 16]
/** The ends of the scale, as shares of the mean with the file as it is: what lies beyond is drawn at the end. */
const MOST = 1
/** What the scale is, for the head of a column. */
export const SCALE_TEXT = '−100 % to +100 %'

/** A difference and its interval as a small picture, in shares of the mean that it is a difference from. Empty where that is 0. */
export function intervalMark(
  before: Estimate | null | undefined,
  difference: Estimate | null | undefined,
): Markup | string {
  if (!before || !difference || before.mean === 0) return ''
  const at = (value: number) => {
    const share = Math.max(-MOST, Math.min(MOST, value / before.mean))
    return Math.round((WIDTH / 2) * (1 + share * 0.86) * 10) / 10
  }
  const middle = HEIGHT / 2
  const { mean, low, high } = difference
  const range =
    low === null || high === null
      ? []
      : [
          element('line', {
            x1: at(low),
            x2: at(high),
            y1: middle,
            y2: middle,
            stroke: COLOUR.running,
            'stroke-width': 6,
            'stroke-opacity': 0.35,
            'stroke-linecap': 'round',
          }),
        ]
  return new Markup(
    element(
      'svg',
      {
        class: 'timeline interval',
        viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
        width: WIDTH,
        height: HEIGHT,
        'aria-hidden': 'true',
      },
      [
        element('line', { x1: WIDTH / 2, x2: WIDTH / 2, y1: 0, y2: HEIGHT, stroke: COLOUR.rule }),
        ...range,
        Math.abs(mean / before.mean) > MOST
          ? beyond(at(mean), mean > 0)
          : element('circle', { cx: at(mean), cy: middle, r: 4, fill: COLOUR.running }),
      ],
    ),
  )
}

/** What lies beyond an end of the scale: a tip that leads there. */
function beyond(x: number, isRight: boolean): string {
  return element('path', {
    d: `M${x - (isRight ? 2 : -2)} 3l${isRight ? 8 : -8} 5l${isRight ? -8 : 8} 5z`,
    fill: COLOUR.running,
  })
}
