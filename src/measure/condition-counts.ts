import type { EndedEvent } from '../engine/ended-event.ts'
import { SilentObserver } from '../engine/silent-observer.ts'
import { CONDITIONS, type Condition } from '../rules/condition.ts'
import { SIDES, type Side } from '../rules/routing.ts'

/** Who took what events left behind that ended for one reason. */
export interface Taker {
  readonly side: Side
  /** ARN. */
  readonly target: string
  /** Messages taken. */
  count: number
}

/** Events that ended for one reason. */
export interface ConditionCount {
  readonly condition: Condition
  count: number
  /** In the order in which each first took something. */
  readonly takers: Taker[]
}

/** How events ended, and who took what they left behind, from the start of the run. */
export class ConditionCounts extends SilentObserver {
  /** In the order of `CONDITIONS`. */
  readonly counts: readonly ConditionCount[] = CONDITIONS.map((condition) => ({ condition, count: 0, takers: [] }))

  override finished(_: number, condition: number): void {
    this.counts[condition]!.count++
  }

  override delivered({ facts }: EndedEvent, side: number, arn: string): void {
    const { takers } = this.counts[facts.condition]!
    const taker = takers.find((each) => each.side === SIDES[side] && each.target === arn)
    if (taker) taker.count++
    else takers.push({ side: SIDES[side]!, target: arn, count: 1 })
  }
}
