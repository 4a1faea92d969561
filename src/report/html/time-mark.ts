import type { OutageSpec, Scenario } from '../../scenario/scenario.ts'
import { Clock } from '../clock.ts'
import { listed } from '../prose.ts'
import type { Mark } from './line-chart.ts'
import { html, type Markup } from './markup.ts'

/** Something that every axis of time shows, in words beside it. */
export interface TimeMark extends Mark {
  readonly text: string
}

/** Stretches and moments that are shown; more are counted. */
const MOST = 20
/** Names of what an outage is of; more are counted. */
const NAMED = 3

/**
 * The warm-up, outages and changes of a run, and the end of its arrivals: stretches are signed with letters, moments with
 * numbers.
 */
export function timeMarks(scenario: Scenario, endedAt: number): TimeMark[] {
  const clock = new Clock(endedAt)
  const stretches = [
    ...(scenario.warmUpMs > 0
      ? [{ fromMs: 0, toMs: scenario.warmUpMs, text: 'warm-up: events of this time are not counted' }]
      : []),
    ...outagesOf(scenario),
  ].filter(({ fromMs }) => fromMs < endedAt)
  const moments = scenario.changes.flatMap(({ atMs, texts }) => texts.map((text) => ({ fromMs: atMs, text })))
  if (scenario.runLengthMs > 0) moments.push({ fromMs: scenario.runLengthMs, text: 'arrivals end' })
  return [
    ...stretches.slice(0, MOST).map(({ fromMs, toMs, text }, place) => ({
      sign: letters(place),
      from: fromMs,
      to: Math.min(toMs, endedAt),
      text: `${clock.exact(fromMs)} to ${clock.exact(toMs)} ${text}`,
    })),
    ...moments
      .filter(({ fromMs }) => fromMs < endedAt)
      .slice(0, MOST)
      .map(({ fromMs, text }, place) => ({
        sign: String(place + 1),
        from: fromMs,
        to: fromMs,
        text: `${clock.exact(fromMs)} ${text}`,
      })),
  ]
}

/** What the signs in the pictures stand for. */
export function markList(marks: readonly TimeMark[], name = 'Marked in every picture'): Markup | undefined {
  if (marks.length === 0) return undefined
  return html`<ul class="marks" aria-label="${name}">
${marks.map(
  ({ sign, from, to, text }) =>
    html`<li><span class="sign ${from === to ? 'moment' : 'stretch'}">${sign}</span> ${text}</li>\n`,
)}</ul>
`
}

/** The outages of functions, of what they depend on and of targets; those at the same time together. */
function outagesOf({ functions, dependencies, destinations, changes }: Scenario) {
  const specs = [...functions, ...changes.flatMap((change) => change.functions)]
  const named = [
    ...specs.flatMap(({ name, model, versions }) =>
      [model, ...versions.map((version) => version.model)].flatMap(({ errors }) =>
        errors.outages.map((outage) => [name, outage] as const),
      ),
    ),
    ...dependencies.flatMap(({ name, outages }) => outages.map((outage) => [name, outage] as const)),
    ...destinations.flatMap(({ arn, outages }) => outages.map((outage) => [arn, outage] as const)),
  ]
  const byTime = new Map<string, { readonly outage: OutageSpec; readonly names: Set<string> }>()
  for (const [name, outage] of named) {
    const key = `${outage.fromMs} ${outage.toMs}`
    const known = byTime.get(key) ?? { outage, names: new Set() }
    byTime.set(key, known)
    known.names.add(name)
  }
  return [...byTime.values()]
    .map(({ outage: { fromMs, toMs }, names }) => {
      const all = [...names]
      return {
        fromMs,
        toMs,
        text: `outage of ${all.length > NAMED ? `${all[0]} and ${all.length - 1} more` : listed(all)}`,
      }
    })
    .sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs)
}

function letters(place: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + place)
}
