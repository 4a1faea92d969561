import { countText } from '../../report/number.ts'
import { type Tallied, talliedAs } from '../playback/decision-log.ts'
import type { Playback } from '../playback/playback.ts'
import { type Sentence, sentencesOf } from './sentence.ts'

/** A line of the log: a decision, or how many there were of each kind where they came too fast to be read. */
export type LogLine = { readonly key: number } & (
  | (Sentence & { readonly kind: 'decision' })
  | { readonly kind: 'summary'; readonly fromMs: number; readonly toMs: number; readonly text: string }
)

type Tally = Readonly<Partial<Record<Tallied, number>>>

/** Real time between two looks while the clock runs: nobody, and no screen reader, can follow more. */
const BEAT_MS = 1_500
/** Decisions that are told one by one, of a beat and once the clock stands still; of more, only so many of the last ones. */
const TOLD = { running: { most: 6, last: 2 }, still: { most: 30, last: 15 } } as const
/** Lines that are kept. */
const MOST_LINES = 120

const KINDS: readonly (readonly [Tallied, one: string, many: string])[] = [
  ['accepted', 'accepted', 'accepted'],
  ['started', 'attempt', 'attempts'],
  ['failed', 'error', 'errors'],
  ['throttled', 'throttle', 'throttles'],
  ['queued', 'queued', 'queued'],
  ['missed', 'without a target', 'without a target'],
  ['Success', 'succeeded', 'succeeded'],
  ['RetriesExhausted', 'dropped as RetriesExhausted', 'dropped as RetriesExhausted'],
  ['EventAgeExceeded', 'dropped as EventAgeExceeded', 'dropped as EventAgeExceeded'],
  ['ZeroReservedConcurrency', 'dropped as ZeroReservedConcurrency', 'dropped as ZeroReservedConcurrency'],
  ['RecursiveInvocation', 'dropped as RecursiveInvocation', 'dropped as RecursiveInvocation'],
  ['delivered', 'delivery', 'deliveries'],
  ['deliveryFailed', 'delivery lost', 'deliveries lost'],
  ['discarded', 'gone without a trace', 'gone without a trace'],
  ['called', 'synchronous call', 'synchronous calls'],
  ['callRefused', 'call refused', 'calls refused'],
]

/** Makes lines of what a run decides, at a pace that can be read. */
export class LogFeed {
  /** In order; at most 120. */
  lines: readonly LogLine[] = []
  private playback: Playback | undefined
  private seen = 0
  private seenMs = 0
  private tally: Tally = {}
  private lastMs = Number.NEGATIVE_INFINITY
  private keys = 0

  /**
   * Looks at a run, and tells what is new.
   *
   * @param realMs real time from any origin
   * @param isRunning whether the clock runs: then it is told less, and not at every look
   */
  look(playback: Playback, realMs: number, isRunning: boolean): void {
    if (this.isOther(playback)) this.begin()
    this.playback = playback
    const { log } = playback
    const isNew = log.total > this.seen
    if (!isNew || (isRunning && realMs - this.lastMs < BEAT_MS)) return
    this.lastMs = realMs
    const { most, last } = isRunning ? TOLD.running : TOLD.still
    const came = log.total - this.seen
    // Where there are many, the first are told together and the last ones one by one, so that some can be chosen.
    const told = came <= most ? came : last
    const decisions = log.latest.slice(-told)
    const fresh: LogLine[] = []
    if (came > told) fresh.push(this.summary(log.tally, decisions[0]?.atMs ?? playback.nowMs, decisions))
    const { choices } = playback.simulation.engine
    for (const sentence of sentencesOf(log.latest, told, playback.scenario, choices))
      fresh.push({ key: this.keys++, kind: 'decision', ...sentence })
    this.lines = [...this.lines, ...fresh].slice(-MOST_LINES)
    this.seen = log.total
    this.seenMs = playback.nowMs
    this.tally = { ...log.tally }
  }

  /** A run that was made anew goes on where the one before it stood; another scenario, or a step back, begins again. */
  private isOther({ setup, log, nowMs }: Playback): boolean {
    const before = this.playback?.setup
    if (before === undefined) return false
    if (before.scenario !== setup.scenario || before.seed !== setup.seed) return true
    return log.total < this.seen || nowMs < this.seenMs
  }

  private begin(): void {
    this.lines = []
    this.seen = 0
    this.seenMs = 0
    this.tally = {}
    this.lastMs = Number.NEGATIVE_INFINITY
  }

  /** @param apart what is told one by one, and so not counted here */
  private summary(tally: Tally, toMs: number, apart: Playback['log']['latest']): LogLine {
    const parts = KINDS.flatMap(([kind, one, many]) => {
      const told = apart.filter((each) => talliedAs(each) === kind).length
      const count = (tally[kind] ?? 0) - (this.tally[kind] ?? 0) - told
      return count > 0 ? [`${countText(count)} ${count === 1 ? one : many}`] : []
    })
    return { key: this.keys++, kind: 'summary', fromMs: this.seenMs, toMs, text: parts.join(', ') || 'only waits' }
  }
}
