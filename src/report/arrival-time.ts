import { DROP_CONDITIONS, type DropCondition } from '../rules/condition.ts'
import { FUNCTION_ERROR_DELAYS_MS } from '../rules/limits.ts'
import type { OutageSpec, Scenario } from '../scenario/scenario.ts'
import { certainlyInOutage } from './certain-outage.ts'
import { Clock } from './clock.ts'
import { concentration, wholeInside } from './concentration.ts'
import type { Dropper } from './droppers.ts'
import { briefText } from './duration.ts'
import { listed } from './prose.ts'
import type { Report } from './report.ts'

/** Periods that the arrivals must span before a stretch of them says anything. */
const PERIODS = 8
/** Most periods in which a stretch is looked for: in shorter ones even arrivals look uneven. */
const MOST_PERIODS = 1_000
/** Share of the span from which drops count as spread over all of it. */
const SPREAD = 0.8
/** Share of a stretch that an outage has to take before it is named beside it. */
const NEAR = 0.25
/** Share of a condition's drops that an outage has to explain for certain before the report says so. */
const CERTAIN = 0.8

/** When dropped events arrived, as the end of a sentence, and whether an outage explains their drops for certain. */
export interface ArrivalTime {
  /** `97 % of those arrived between 02:00 and 02:17, during the outage of 02:00 to 02:20`, without a full stop. */
  readonly text: string
  readonly explained: boolean
}

/** When the drops of a condition arrived; undefined where there is nothing certain to say. */
export function arrivalTime(
  report: Report,
  condition: DropCondition,
  droppers: readonly Dropper[],
  subject: string,
): ArrivalTime | undefined {
  const { result, scenario, series } = report
  const { periodMs } = series.arrivals
  const spanMs = Math.min(scenario.runLengthMs, result.endedAt)
  if (spanMs < PERIODS * periodMs) return undefined
  const counts = series.arrivals.of(DROP_CONDITIONS.indexOf(condition))
  const clock = new Clock(result.endedAt)
  const total = counts.reduce((sum, count) => sum + count, 0)
  // Periods fit into a second or a minute, unless the run is long: what lies between the moments that are named is counted.
  const isExact = clock.unitMs % periodMs === 0
  const between = (fromMs: number, toMs: number, least: number) => {
    const from = Math.floor(fromMs / clock.unitMs) * clock.unitMs
    const to = Math.ceil(toMs / clock.unitMs) * clock.unitMs
    const count = Math.max(least, wholeInside(counts, periodMs, from, to).count)
    return `${shareText(count, total)} of ${subject} arrived between ${clock.floor(from)} and ${clock.ceil(to)}`
  }
  const named = (outage: OutageSpec) => {
    const owner = scenario.functions.length > 1 && droppers.length === 1 ? ` of ${droppers[0]!.spec.name},` : ' of'
    return `the outage${owner} ${clock.exact(outage.fromMs)} to ${clock.exact(outage.toMs)}`
  }

  const certain = certainlyInOutage(report, condition, droppers, counts)
  if (certain && certain.stretch.count >= CERTAIN * total) {
    const { stretch, retries, outage } = certain
    const when = between(stretch.first * periodMs, stretch.end * periodMs, stretch.count)
    return { text: `${when}: ${attemptsText(retries)} fell into ${named(outage)}`, explained: true }
  }
  const coarse = series.arrivals.inPeriodsOf(spanMs / MOST_PERIODS, DROP_CONDITIONS.indexOf(condition))
  const stretch = concentration(coarse.counts)
  if (!stretch) return undefined
  const fromMs = stretch.first * coarse.periodMs
  const toMs = Math.min(stretch.end * coarse.periodMs, spanMs)
  if (toMs - fromMs >= SPREAD * spanMs) {
    return { text: `${capital(subject)} arrived all over the run`, explained: false }
  }
  const when = between(fromMs, toMs, stretch.count)
  const outage = mostOverlapping(outagesOf(droppers, scenario), fromMs, toMs)
  if (!outage) return { text: when, explained: false }
  // Periods are blunt: one that an outage begins or ends in is laid to the outage, and the text says "about".
  const inside = fromMs > outage.fromMs - coarse.periodMs && toMs < outage.toMs + coarse.periodMs
  if (!inside) return { text: `${when}, around ${named(outage)}`, explained: false }
  const within = between(Math.max(fromMs, outage.fromMs), Math.min(toMs, outage.toMs), isExact ? 0 : stretch.count)
  const text = isExact ? within : within.replace(' between ', ' between about ')
  return { text: `${text}, during ${named(outage)}`, explained: false }
}

function attemptsText(retries: number): string {
  if (retries === 0) return 'their only attempt'
  const waits = listed(FUNCTION_ERROR_DELAYS_MS.slice(0, retries).map(briefText))
  return `${retries === 1 ? 'both attempts' : 'their three attempts'}, ${waits} apart, ${retries === 1 ? '' : 'all '}`.trimEnd()
}

/** Outages of the functions themselves, as far as nothing changes in them, and of what they depend on. */
function outagesOf(droppers: readonly Dropper[], { dependencies }: Scenario): OutageSpec[] {
  const unchanged = droppers.filter(({ isChanged }) => !isChanged)
  const models = unchanged.flatMap(({ spec }) => [spec, ...spec.versions].map(({ model }) => model))
  const used = new Set(models.flatMap(({ uses }) => uses.map(({ name }) => name)))
  const shared = dependencies.filter(({ name }) => used.has(name)).flatMap(({ outages }) => outages)
  return [...models.flatMap(({ errors }) => errors.outages), ...shared]
}

/** The outage that most of a stretch lies in, if that is at least half of the shorter one of the two, and no small part of the stretch. */
function mostOverlapping(outages: readonly OutageSpec[], fromMs: number, toMs: number): OutageSpec | undefined {
  const overlapMs = (outage: OutageSpec) => Math.min(toMs, outage.toMs) - Math.max(fromMs, outage.fromMs)
  const [outage] = outages.toSorted((a, b) => overlapMs(b) - overlapMs(a))
  if (!outage) return undefined
  const lengthMs = toMs - fromMs
  const isNear = overlapMs(outage) >= NEAR * lengthMs
  return isNear && overlapMs(outage) >= Math.min(lengthMs, outage.toMs - outage.fromMs) / 2 ? outage : undefined
}

/** A share in percent, rounded down, so that it is never too much; above 99 % with a decimal, since little is left there. */
function shareText(part: number, whole: number): string {
  if (part === whole) return 'all'
  const percent = (part / whole) * 100
  return `${percent < 99 ? Math.floor(percent) : (Math.floor(percent * 10) / 10).toFixed(1)} %`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
