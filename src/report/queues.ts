import { parseTarget } from '../rules/target.ts'
import type { DestinationResult } from '../scenario/result.ts'
import { durationText } from './duration.ts'
import { countText } from './number.ts'
import { flow } from './prose.ts'
import type { Report } from './report.ts'
import type { Style } from './style.ts'

/** A queue that something came into. */
export interface BusyQueue {
  readonly arn: string
  readonly name: string
  readonly result: Required<DestinationResult>
}

/** The queues of a scenario that took at least one message. */
export function busyQueues({ result }: Report): BusyQueue[] {
  return Object.entries(result.destinations ?? {}).flatMap(([arn, each]) =>
    each.depth === undefined || each.received === 0
      ? []
      : [{ arn, name: parseTarget(arn)?.name ?? arn, result: each as BusyQueue['result'] }],
  )
}

/** What became of the messages in each queue: `dead: 1,204 received · 1,204 redriven · none left · waited 9 h at most`. */
export function queueLines(report: Report, { glyphs, width }: Style): string[] {
  return busyQueues(report).flatMap(({ name, result }) => {
    const { received, consumed, redriven, expired, failed, depth, age } = result
    const counts = [
      [consumed, 'consumed'],
      [redriven, 'redriven'],
      [expired, 'expired'],
      [failed, 'not delivered'],
    ] as const
    const parts = [
      `${name}: ${countText(received)} received`,
      ...counts.flatMap(([count, what]) => (count > 0 ? [`${countText(count)} ${what}`] : [])),
      `${depth.end > 0 ? countText(depth.end) : 'none'} left`,
      `waited ${durationText(age.max)} at most`,
    ]
    return flow(parts, ` ${glyphs.dot} `, '  ', width)
  })
}
