import Table from 'cli-table3'
import type { Measurement } from './measurement.ts'
import type { Run } from './plan.ts'
import type { SpeedTarget, Target } from './rows.ts'

/** A run that was made. */
export interface Result {
  readonly run: Run
  readonly measurement: Measurement
}

/** A number as it came out over the rounds. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** Median, smallest and largest of one value or more. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right)
  const middle = (sorted.length - 1) / 2
  const median = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2
  return { median, min: sorted[0], max: sorted[sorted.length - 1] }
}

const eventsPerS = ({ measurement }: Result) => measurement.events / measurement.seconds

/** A target beside what was reached; `reached` is undefined where one of the two rows has no results. */
export interface Verdict {
  readonly row: string
  readonly target: Target
  readonly workload: string
  readonly wanted: number
  readonly reached: Spread | undefined
  readonly met: boolean
}

/** Holds every target of every row that ran against the results. */
export function judge(results: readonly Result[]): Verdict[] {
  return [...groups(results).values()].flatMap((ofRow) => {
    const { row, workload } = ofRow[0].run
    return (row.targets ?? []).flatMap((target) => {
      const others = results.filter(({ run }) => run.workload === workload && run.row.name === target.than)
      const wanted = wantedOf(target, workload.name)
      if (wanted === undefined) return []
      const reached = others.length === 0 ? undefined : compare(target, ofRow, others)
      const met = reached !== undefined && (isSpeed(target) ? reached.median >= wanted : reached.median <= wanted)
      return [{ row: row.name, target, workload: workload.name, wanted, reached, met }]
    })
  })
}

function wantedOf(target: Target, workload: string): number | undefined {
  if (!isSpeed(target)) return target.atMostMbMore
  return typeof target.timesAsFast === 'number' ? target.timesAsFast : target.timesAsFast[workload]
}

function isSpeed(target: Target): target is SpeedTarget {
  return 'timesAsFast' in target
}

/** Pairs the two rows round by round: runs of one round met the same machine. A row with fewer rounds lends its last. */
function compare(target: Target, results: readonly Result[], others: readonly Result[]): Spread {
  const pairs = results.map((result) => {
    const other = others.find(({ run }) => run.round === result.run.round) ?? others[others.length - 1]
    return isSpeed(target)
      ? eventsPerS(result) / eventsPerS(other)
      : result.measurement.peakMb - other.measurement.peakMb
  })
  return spread(pairs)
}

/** The results of each row on each workload, in the order in which they came. */
function groups(results: readonly Result[]): Map<string, Result[]> {
  return Map.groupBy(results, ({ run }) => JSON.stringify([run.workload.name, run.row.name]))
}

/** The table of one workload: a line a row, medians over the rounds with the smallest and the largest. */
export function measurementTable(results: readonly Result[]): string {
  const table = new Table({
    head: ['row', 'events', 'events/s', 'min – max', 'peak MB', 'succeeded', 'attempts/event', 'mean age'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [] },
  })
  for (const ofRow of groups(results).values()) {
    const speed = spread(ofRow.map(eventsPerS))
    const peak = spread(ofRow.map(({ measurement }) => measurement.peakMb))
    const { run, measurement } = ofRow[0]
    table.push([
      run.row.name,
      run.events.toLocaleString('en'),
      perS(speed.median),
      `${perS(speed.min)} – ${perS(speed.max)}`,
      peak.median.toFixed(0),
      `${((100 * measurement.succeeded) / measurement.events).toFixed(2)} %`,
      (measurement.attempts / measurement.events).toFixed(3),
      `${(measurement.meanAgeMs / 1000).toFixed(2)} s`,
    ])
  }
  return table.toString()
}

function perS(eventsPerSecond: number): string {
  return eventsPerSecond >= 1e6 ? `${(eventsPerSecond / 1e6).toFixed(2)} M` : `${(eventsPerSecond / 1e3).toFixed(1)} k`
}

/** The table of targets: what was wanted, what was reached, and whether that is enough. */
export function verdictTable(verdicts: readonly Verdict[]): string {
  const table = new Table({
    head: ['workload', 'row', 'compared with', 'median', 'min – max', 'target', ''],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [] },
  })
  for (const { row, target, workload, wanted, reached, met } of verdicts) {
    const show = (value: number) => (isSpeed(target) ? `${value.toFixed(2)} ×` : `${value.toFixed(1)} MB`)
    table.push([
      workload,
      row,
      target.than,
      reached ? show(reached.median) : '–',
      reached ? `${show(reached.min)} – ${show(reached.max)}` : '–',
      `${isSpeed(target) ? '≥' : '≤'} ${show(wanted)}`,
      reached ? (met ? 'met' : 'missed') : 'not compared',
    ])
  }
  return table.toString()
}
