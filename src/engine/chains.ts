import { stopsLoop } from '../rules/recursion.ts'
import type { ChainState } from './event-state.ts'
import type { FunctionState } from './target.ts'

/**
 * How often each function had an event in the chain of invocations that led to an event, the event itself not counted.
 * Events that never ran count too: else a loop of failure records between functions that refuse every event had no end.
 */
export type Chain = ReadonlyMap<FunctionState, number>

const EMPTY: Chain = new Map()

/** The chains of the events in flight that a delivery or an attempt started. Events from outside have none. */
export class Chains {
  private readonly byEvent = new Map<number, Chain>()

  of(event: number): Chain {
    return this.byEvent.get(event) ?? EMPTY
  }

  keep(event: number, chain: Chain): void {
    this.byEvent.set(event, chain)
  }

  forget(event: number): void {
    this.byEvent.delete(event)
  }

  /** Whether loop detection stops the next run of a function for an event. */
  stops(event: number, state: FunctionState): boolean {
    return stopsLoop(this.of(event).get(state) ?? 0, state.recursiveLoop)
  }

  /** The chain of what this event's attempts and deliveries start. */
  after(event: number, state: FunctionState): Chain {
    const chain = this.of(event)
    return new Map(chain).set(state, (chain.get(state) ?? 0) + 1)
  }
}

/** A chain as plain values, by the functions' names. */
export function chainState(chain: Chain): ChainState {
  return Array.from(chain, ([state, events]) => [state.name, events] as const)
}
