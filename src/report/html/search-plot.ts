import type { FindResult, TrialResult } from '../../experiment/find-result.ts'
import type { Verdict } from '../../experiment/requirement.ts'
import { verdictText } from '../find-text.ts'
import { countOf } from '../number.ts'
import { element } from '../svg.ts'
import { COLOUR } from '../timeline-colour.ts'
import { axisTitle } from './curve-plot.ts'
import { html, type Markup } from './markup.ts'
import { acrossAt, mark, plot, type Shape, sample, shareOfText, text, upAt } from './plot.ts'
import { labelled, type ValueAxis } from './value-axis.ts'

/** How each verdict is drawn. */
export const VERDICT_SHAPES: Readonly<Record<Verdict, Shape>> = { met: 'dot', unmet: 'cross', undecided: 'diamond' }

/**
 * How a search went, from above: at each turn the value that was tried, what came of it, and between which values the answer
 * then had to be.
 *
 * @param axis of the values that were tried, in their order
 */
export function searchPlot(result: FindResult, axis: ValueAxis): Markup {
  const { trials, outcome, value } = result
  const x = (trial: TrialResult) => acrossAt(axis.shares[trials.indexOf(trial)]!)
  const heightOf = (turn: number) => 1 - (turn - 0.5) / trials.length
  const turns = trials.toSorted((a, b) => a.turn - b.turn)
  const rows = turns.map((trial) => {
    const y = upAt(heightOf(trial.turn))
    const left = bracket(result, trial.turn)
    const span = left
      ? [
          element('line', {
            x1: x(left[0]),
            x2: x(left[1]),
            y1: y,
            y2: y,
            stroke: COLOUR.rule,
            'stroke-width': 6,
            'stroke-linecap': 'round',
          }),
        ]
      : []
    const told = `turn ${trial.turn}: ${axis.name} ${axis.texts[trials.indexOf(trial)]}, ${verdictText(result, trial)} after ${countOf(trial.replications, 'run')}`
    return { span, mark: mark(x(trial), y, VERDICT_SHAPES[trial.verdict], COLOUR.running, told) }
  })
  const found = outcome === 'found' ? trials.find((trial) => trial.value === value) : undefined
  const guide = found
    ? [
        element('line', {
          x1: x(found),
          x2: x(found),
          y1: upAt(1),
          y2: upAt(0),
          stroke: COLOUR.good,
          'stroke-width': 1.5,
          'stroke-dasharray': '2 3',
        }),
        text(
          x(found),
          upAt(1) - 6,
          `found ${axis.texts[trials.indexOf(found)]}`,
          anchorAt(axis.shares[trials.indexOf(found)]!),
          true,
        ),
      ]
    : []
  const drawing = plot({
    title: 'The search',
    told: `${countOf(trials.length, 'value')} tried, one below the other in the order of their turns`,
    x: {
      name: axisTitle(axis),
      ticks: labelled(axis, shareOfText).map((place) => ({ share: axis.shares[place]!, text: axis.texts[place]! })),
    },
    y: { name: 'turn', ticks: turns.map(({ turn }) => ({ share: heightOf(turn), text: String(turn) })) },
    inside: [...rows.flatMap(({ span }) => span), ...guide, ...rows.map((row) => row.mark)],
  })
  return html`${drawing}${verdictKey(rows.some(({ span }) => span.length > 0))}`
}

/** What the shapes mean. @param hasSpans whether there are bars of values that are left */
export function verdictKey(hasSpans: boolean): Markup {
  const shape = (verdict: Verdict) => sample(mark(8, 8, VERDICT_SHAPES[verdict], COLOUR.running, ''))
  const span = element('line', {
    x1: 4,
    x2: 24,
    y1: 8,
    y2: 8,
    stroke: COLOUR.rule,
    'stroke-width': 6,
    'stroke-linecap': 'round',
  })
  return html`<p class="key"><span>${shape('met')}holds</span><span>${shape('unmet')}fails</span><span>${shape('undecided')}undecided</span>${
    hasSpans ? html`<span>${sample(span, 28)}values that are left</span>` : ''
  }</p>
`
}

/**
 * The neighbours between which the answer is, going by the turns so far: undefined while there are no two. What counts are the
 * terms that did not hold at the value that was tried first, the one that would be liked best: they make the search go on.
 */
function bracket({ trials, sought }: FindResult, turn: number): [TrialResult, TrialResult] | undefined {
  const first = trials.find((trial) => trial.turn === 1)!
  const isEnough = ({ terms }: TrialResult) =>
    terms.every(({ verdict }, index) => verdict === 'met' || first.terms[index]!.verdict === 'met')
  const known = trials.filter((trial) => trial.turn <= turn)
  const fromBest = sought === 'smallest' ? known : known.toReversed()
  const place = fromBest.findIndex(isEnough)
  return place < 1 ? undefined : [fromBest[place - 1]!, fromBest[place]!]
}

function anchorAt(share: number): 'start' | 'middle' | 'end' {
  return share < 0.15 ? 'start' : share > 0.85 ? 'end' : 'middle'
}
