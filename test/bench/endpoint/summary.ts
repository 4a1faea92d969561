import Table from 'cli-table3'
import { spread } from '../summary.ts'
import type { Measurement } from './measurement.ts'
import { IN_MEMORY, PEER, WITH_STORE } from './rows.ts'

export interface Result {
  readonly row: string
  /** Counted from 1. */
  readonly round: number
  readonly measurement: Measurement
  /** Memory that the server held after the load. */
  readonly residentMb: number
}

/** The longest that one in a hundred answers may take. */
const P99_MS = 50
/** How many times as many events as serverless-offline a row is to accept. */
const TIMES: Readonly<Record<string, number>> = { [IN_MEMORY]: 5, [WITH_STORE]: 1 }

/** Medians over the rounds, with the lowest and the highest of the rates. */
export function loadTable(results: readonly Result[]): string {
  const table = new Table({
    head: ['', 'events/s', 'min – max', 'p50 ms', 'p99 ms', 'max ms', 'MB held', 'other answers'],
    colAligns: ['left', ...Array(7).fill('right')],
    style: { head: [], border: [] },
  })
  for (const [row, all] of Map.groupBy(results, (result) => result.row)) {
    const of = (read: (measurement: Measurement) => number) => spread(all.map(({ measurement }) => read(measurement)))
    const rate = of(({ ratePerS }) => ratePerS)
    const others = all.flatMap(({ measurement }) => Object.values(measurement.others)).reduce((a, b) => a + b, 0)
    table.push([
      row,
      whole(rate.median),
      `${whole(rate.min)} – ${whole(rate.max)}`,
      of(({ p50Ms }) => p50Ms).median.toFixed(1),
      of(({ p99Ms }) => p99Ms).median.toFixed(1),
      whole(of(({ maxMs }) => maxMs).median),
      whole(spread(all.map(({ residentMb }) => residentMb)).median),
      whole(others),
    ])
  }
  return table.toString()
}

/** One line for each target: rates are compared within each round. */
export function verdicts(results: readonly Result[]): string[] {
  return Object.entries(TIMES).flatMap(([row, times]) => {
    const own = results.filter((result) => result.row === row)
    if (own.length === 0) return []
    const p99Ms = spread(own.map(({ measurement }) => measurement.p99Ms)).median
    const ratios = own.flatMap(({ round, measurement }) => {
      const peer = results.find((result) => result.row === PEER && result.round === round)
      return peer ? measurement.ratePerS / peer.measurement.ratePerS : []
    })
    const latency = `${row}: p99 ${p99Ms.toFixed(1)} ms, below ${P99_MS} ms wanted: ${verdict(p99Ms < P99_MS)}`
    if (ratios.length === 0) return [latency]
    const { median, min, max } = spread(ratios)
    const range = `${median.toFixed(2)} (${min.toFixed(2)}–${max.toFixed(2)})`
    return [`${row}: ${range} times ${PEER}, ${times} wanted: ${verdict(median >= times)}`, latency]
  })
}

function verdict(isMet: boolean): string {
  return isMet ? 'met' : 'missed'
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en')
}
