import { chainState } from './chains.ts'
import type { EndedEvent } from './ended-event.ts'
import type { LeftBehind } from './event-state.ts'

/** What has become of all that one event left behind. */
export interface Fate {
  readonly ended: EndedEvent
  readonly routes: readonly Route[]
  /** Routes that are neither taken nor given up. */
  open: number
  taken: boolean
}

/** One record or dead letter on its way. */
export interface Route {
  readonly fate: Fate
  /** `onSuccess`, `onFailure` or `deadLetter`, as an index of `SIDES`. */
  readonly side: number
  readonly arn: string
  /** Whether it is neither taken nor given up. */
  isOpen: boolean
}

/** A fate as plain values, with what is still open of it. */
export function leftBehind({ ended, routes, taken }: Fate): LeftBehind {
  const { target, chain, requestId, ...facts } = ended.facts
  return {
    ...facts,
    functionName: target.function.name,
    qualifier: target.qualifier,
    requestId: requestId(),
    chain: chainState(chain),
    isTaken: taken,
    open: routes.filter((route) => route.isOpen).map(({ side, arn }) => ({ side, arn })),
  }
}
